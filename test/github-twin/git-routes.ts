import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Answer, invalid, noContent, notFound, ok } from './answer.ts';
import { mayWriteWorkflows, turnedAway } from './rights.ts';
import type { Call, Route } from './route.ts';
import { peeled, resolve } from './state.ts';

type Rest = RestEndpointMethodTypes;

const reading = ({ caller, repository }: Call): Answer | null =>
  turnedAway(caller, repository, 'read', 'contents=read');
const writing = ({ caller, repository }: Call): Answer | null =>
  turnedAway(caller, repository, 'write', 'contents=write');

/** Objects, refs and comparisons. */
export const GIT_ROUTES: readonly Route[] = [
  {
    route: 'GET /repos/:owner/:repo/commits/*',
    answer: (call) => {
      const oid = resolve(call.state, call.repository, call.rest);
      if (oid === null) return reading(call) ?? invalid(`No commit found for SHA: ${call.rest}`);
      return reading(call) ?? ok({ sha: peeled(call.state, oid) });
    },
  },
  {
    route: 'GET /repos/:owner/:repo/git/commits/*',
    answer: (call) => {
      const commit = call.state.store.commitOf(call.rest);
      if (commit === null) return notFound;
      const body: Pick<Rest['git']['getCommit']['response']['data'], 'sha' | 'message'> & { tree: { sha: string } } = {
        sha: call.rest,
        message: commit.message,
        tree: { sha: commit.tree },
      };
      return reading(call) ?? ok(body);
    },
  },
  {
    route: 'GET /repos/:owner/:repo/git/trees/*',
    answer: (call) => {
      const { store } = call.state;
      const items = store.treeOf(call.rest);
      if (items === null) return notFound;
      const deep = [...store.filesOf(call.rest)].map(([path, { mode, oid }]) => ({ path, mode, oid }));
      const shown = call.query.has('recursive')
        ? deep
        : items.map(({ name, mode, oid }) => ({ path: name, mode, oid }));
      const tree = shown.map(({ path, mode, oid }) => {
        const object = store.get(oid);
        return {
          path,
          mode,
          sha: oid,
          type: object?.type ?? '',
          ...(object?.type === 'blob' ? { size: object.bytes.length } : {}),
        };
      });
      const body: Rest['git']['getTree']['response']['data'] = { sha: call.rest, tree, truncated: false };
      return reading(call) ?? ok(body);
    },
  },
  {
    route: 'GET /repos/:owner/:repo/git/blobs/*',
    answer: (call) => {
      const object = call.state.store.get(call.rest);
      if (object?.type !== 'blob') return notFound;
      return (
        reading(call) ?? ok({ content: object.bytes.toString('base64'), encoding: 'base64', size: object.bytes.length })
      );
    },
  },
  {
    route: 'GET /repos/:owner/:repo/git/ref/*',
    answer: (call) => {
      const oid = call.repository.refs.get(`refs/${call.rest}`);
      return reading(call) ?? (oid === undefined ? notFound : refBody(`refs/${call.rest}`, oid));
    },
  },
  {
    route: 'POST /repos/:owner/:repo/git/refs',
    answer: (call) => {
      const [ref, oid] = [String(call.body.ref), String(call.body.sha)];
      const { refs } = call.repository;
      if (refs.has(ref)) return writing(call) ?? invalid('Reference already exists');
      if (call.state.store.commitOf(oid) === null) return writing(call) ?? invalid('Object does not exist');
      const clashes = [...refs.keys()].some((each) => ref.startsWith(`${each}/`) || each.startsWith(`${ref}/`));
      if (clashes) return writing(call) ?? invalid('Reference update failed');
      const refused = writing(call);
      if (refused !== null) return refused;
      refs.set(ref, oid);
      return { ...refBody(ref, oid), status: 201 };
    },
  },
  {
    route: 'PATCH /repos/:owner/:repo/git/refs/*',
    answer: (call) => {
      const [ref, oid] = [`refs/${call.rest}`, String(call.body.sha)];
      const head = call.repository.refs.get(ref);
      const refused = writing(call);
      if (refused !== null) return refused;
      if (head === undefined) return invalid('Reference does not exist');
      if (!call.state.store.history(oid).includes(head)) return invalid('Update is not a fast forward');
      call.repository.refs.set(ref, oid);
      return refBody(ref, oid);
    },
  },
  {
    route: 'DELETE /repos/:owner/:repo/git/refs/*',
    answer: (call) => {
      const refused = writing(call);
      if (refused !== null) return refused;
      return call.repository.refs.delete(`refs/${call.rest}`) ? noContent : invalid('Reference does not exist');
    },
  },
  { route: 'POST /repos/:owner/:repo/git/trees', answer: createTree },
  {
    route: 'POST /repos/:owner/:repo/git/commits',
    answer: (call) => {
      const { message, tree, parents } = call.body as Record<string, unknown> & { parents: string[] };
      const sha = call.state.store.commit({ tree: String(tree), parents, message: String(message) });
      return writing(call) ?? ok({ sha, message, tree: { sha: tree } }, 201);
    },
  },
  { route: 'GET /repos/:owner/:repo/compare/*', answer: compare },
];

const refBody = (ref: string, oid: string): Answer => ok({ ref, object: { type: 'commit', sha: oid } });

type TreePart = { path: string; mode: string; sha?: string | null; content?: string };

function createTree(call: Call): Answer {
  const refused = writing(call);
  if (refused !== null) return refused;
  const parts = call.body.tree as readonly TreePart[];
  if (parts.some(({ path }) => path.startsWith('.github/workflows/')) && !mayWriteWorkflows(call.caller))
    return notFound;
  const { store } = call.state;
  const base = String(call.body.base_tree);
  const missing = parts.find(({ path, sha }) => sha === null && !store.filesOf(base).has(path));
  if (missing !== undefined) return invalid(`GitRPC::BadObjectState: ${missing.path}`);
  const files = parts.map(
    ({ path, mode, sha, content }) =>
      [path, sha === null ? null : { mode, oid: sha ?? store.blob(content ?? '') }] as const,
  );
  return ok({ sha: store.treeWith(base, new Map(files)), tree: [] }, 201);
}

function compare(call: Call): Answer {
  const [base = '', head = ''] = call.rest.split('...').map((each) => resolve(call.state, call.repository, each) ?? '');
  const { store } = call.state;
  const before = store.history(base);
  const mergeBase = store.history(head).find((oid) => before.includes(oid));
  if (mergeBase === undefined) return reading(call) ?? notFound;
  const commits = store
    .history(head)
    .filter((oid) => !before.includes(oid))
    .reverse()
    .map((sha) => ({ sha, commit: { message: store.commitOf(sha)?.message ?? '' } }));
  const [old, now] = [store.filesOf(mergeBase), store.filesOf(head)];
  const files = [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path)?.oid !== now.get(path)?.oid || old.get(path)?.mode !== now.get(path)?.mode)
    .map((filename) => ({
      filename,
      status: old.has(filename) ? (now.has(filename) ? 'modified' : 'removed') : 'added',
      sha: now.get(filename)?.oid ?? '',
    })) satisfies Pick<
    NonNullable<Rest['repos']['compareCommitsWithBasehead']['response']['data']['files']>[number],
    'filename' | 'status' | 'sha'
  >[];
  return reading(call) ?? ok({ merge_base_commit: { sha: mergeBase }, total_commits: commits.length, commits, files });
}
