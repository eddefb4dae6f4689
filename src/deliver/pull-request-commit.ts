import type { ApiAnswer, ApiFailure } from '../model/api-failure.ts';
import type { DeliveryRequest } from '../model/delivery.ts';
import type { FoundBranch } from './pull-request-branch.ts';
import type { CommitContent, Place, WritesPullRequests } from './pull-request-host.ts';
import type { Journal } from './pull-request-journal.ts';
import { branchMoved, cannotCommit, cannotCreateBranch, cannotRead, otherBase, slug } from './pull-request-refusals.ts';

/** The branch as it is now, and the new commit; null when the branch already holds everything. */
export type Committed = { readonly branch: string; readonly commit: string | null };

/**
 * Brings the branch to the planned content by one commit. A new branch begins at the planned base and is removed again when the
 * commit cannot be made. On an old one the files of an earlier plan that the new plan leaves alone go back to the base's.
 * Throws a Refusal when a file at the base is not the one that was planned for.
 */
export async function commitChanges(
  request: DeliveryRequest,
  place: Place,
  found: FoundBranch,
  github: WritesPullRequests,
  journal: Journal,
): Promise<Committed> {
  const fresh = await contentAtBase(request, place, github, journal);
  const appends = found.ahead !== null && found.ahead.commits.length > 0;
  if (found.head !== null && appends) {
    const content = await contentOnTop(request, place, found, github, journal);
    if (isEmpty(content)) return { branch: found.name, commit: null };
    const commit = await makeCommit(request, place, { name: found.name, head: found.head }, content, github, journal);
    if (!commit.ok) throw failed(request, github, commit.failure, found.name, 'the branch is as it was');
    return { branch: found.name, commit: commit.data };
  }
  if (isEmpty(fresh)) return { branch: found.name, commit: null };
  const name = await branchAtBase(request, place, found, github, journal);
  const commit = await makeCommit(request, place, { name, head: request.base.sha }, fresh, github, journal);
  if (commit.ok) return { branch: name, commit: commit.data };
  // Cleaning up is not stopped by an interruption.
  const removed = await github.deleteBranch(place, name);
  if (removed.ok) journal.undone('ref', refOf(place, name));
  const left = removed.ok ? 'nothing was left behind' : `the branch ${name} was left behind, without changes`;
  throw failed(request, github, commit.failure, name, left);
}

const refOf = (place: Place, branch: string): string => `${slug(place)} refs/heads/${branch}`;

const isEmpty = (content: CommitContent): boolean =>
  content.files.length + content.remove.length + content.restore.length === 0;

async function contentAtBase(
  request: DeliveryRequest,
  place: Place,
  github: WritesPullRequests,
  journal: Journal,
): Promise<CommitContent> {
  const { sha } = request.base;
  const states = await journal.get(() => github.statesAt(place, sha, request.files), cannotRead(`commit ${sha}`));
  const other = request.files.find((_, at) => states[at] === 'other');
  if (other !== undefined) throw otherBase(other.path, sha);
  return { files: request.files.filter((_, at) => states[at] === 'before'), remove: [], restore: [] };
}

async function contentOnTop(
  request: DeliveryRequest,
  place: Place,
  { name, head, ahead }: FoundBranch,
  github: WritesPullRequests,
  journal: Journal,
): Promise<CommitContent> {
  const states = await journal.get(
    () => github.statesAt(place, head ?? request.base.sha, request.files),
    cannotRead(`the branch ${name}`),
  );
  const planned = new Set(request.files.map(({ path }) => path));
  const dropped = ahead?.paths.filter(({ path }) => !planned.has(path)) ?? [];
  return {
    files: request.files.filter((_, at) => states[at] !== 'after'),
    remove: dropped.flatMap(({ path, baseOid }) => (baseOid === null ? [path] : [])),
    restore: dropped.flatMap(({ path, baseOid, mode }) =>
      baseOid === null || mode === null ? [] : [{ path, oid: baseOid, mode }],
    ),
  };
}

/** Creates the branch at the base, or moves one that holds nothing of its own there. */
async function branchAtBase(
  request: DeliveryRequest,
  place: Place,
  { name, head }: FoundBranch,
  github: WritesPullRequests,
  journal: Journal,
): Promise<string> {
  const { sha } = request.base;
  if (head === sha) return name;
  if (head !== null) {
    await journal.get(
      () => github.moveBranch(place, name, sha),
      (failure) => branchMoved(name, failure),
    );
    return name;
  }
  const created = await journal.try(() => github.createBranch(place, name, sha));
  if (created.ok) return begun(place, name, sha, journal);
  // A branch called like the first part of the name stands in the way: refs are folders.
  const flat = name.replaceAll('/', '-');
  const parent = name.split('/')[0] ?? name;
  const blocked = flat !== name && created.failure.kind === 'invalid' && (await exists(place, parent, github, journal));
  if (!blocked) throw cannotCreateBranch(name, created.failure);
  journal.note(`A branch called ${parent} exists, so ${flat} is used instead of ${name}.`);
  await journal.get(
    () => github.createBranch(place, flat, sha),
    (failure) => cannotCreateBranch(flat, failure),
  );
  return begun(place, flat, sha, journal);
}

function begun(place: Place, name: string, sha: string, journal: Journal): string {
  const inverse = `gh api -X DELETE repos/${slug(place)}/git/refs/heads/${name}`;
  journal.done({ kind: 'ref', target: refOf(place, name), before: null, after: sha, inverse });
  return name;
}

async function exists(place: Place, name: string, github: WritesPullRequests, journal: Journal): Promise<boolean> {
  const head = await journal.try(() => github.branchHead(place, name));
  return head.ok && head.data !== null;
}

/** Through GraphQL, which signs, where it is served and can say what the commit holds; else through the git objects. */
async function makeCommit(
  request: DeliveryRequest,
  place: Place,
  branch: { readonly name: string; readonly head: string },
  content: CommitContent,
  github: WritesPullRequests,
  journal: Journal,
): Promise<ApiAnswer<string>> {
  const { name, head } = branch;
  const sayable = content.restore.length === 0 && content.files.every(({ mode }) => mode === '100644');
  const signed = sayable
    ? await journal.try(() => github.commitOnBranch(place, name, head, request.message, content))
    : null;
  const commit =
    signed === null || (!signed.ok && isUnserved(signed.failure))
      ? await byObjects(request, place, branch, content, github, journal)
      : signed;
  if (commit.ok) journal.done({ kind: 'commit', target: commit.data, before: head, after: commit.data, inverse: null });
  return commit;
}

async function byObjects(
  request: DeliveryRequest,
  place: Place,
  { name, head }: { readonly name: string; readonly head: string },
  content: CommitContent,
  github: WritesPullRequests,
  journal: Journal,
): Promise<ApiAnswer<string>> {
  const written = await journal.try(() => github.writeCommit(place, head, request.message, content));
  if (!written.ok) return written;
  const moved = await journal.try(() => github.moveBranch(place, name, written.data));
  return moved.ok ? written : moved;
}

/** An answer of GraphQL itself has status 200 whatever it says. */
const isUnserved = (failure: ApiFailure): boolean =>
  failure.status !== 200 && (failure.kind === 'not-found' || failure.kind === 'gone' || failure.kind === 'invalid');

const failed = (
  request: DeliveryRequest,
  github: WritesPullRequests,
  failure: ApiFailure,
  branch: string,
  left: string,
): Error =>
  failure.kind === 'conflict'
    ? branchMoved(branch, failure)
    : cannotCommit(github.host, failure, request.files.some(isWorkflow), left);

export const isWorkflow = ({ path }: { readonly path: string }): boolean => path.startsWith('.github/workflows/');
