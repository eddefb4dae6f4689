import type { DeliveredFile, DeliveryRequest, Outcome } from '../model/delivery.ts';
import { Refusal } from '../model/refusal.ts';
import { foldersOf, pathProblem } from './delivered-paths.ts';
import { undoBranch } from './receipt.ts';

/** What the base commit has at a path. `text` is null when it is not a text that could have been planned for. */
export type BaseEntry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly text: string | null }
  | { readonly kind: 'other'; readonly what: string };

/** Whether a branch can be created. `blocked`: another branch's name is a folder on the way, or the other way round. */
export type BranchState =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken'; readonly commit: string; readonly tree: string }
  | { readonly kind: 'blocked'; readonly by: string }
  | { readonly kind: 'invalid' };

/** Git without HEAD, index and working tree: objects, and one ref at the end. */
export interface WritesRefs {
  /** Answers for each path, in order. */
  entriesAt(commit: string, paths: readonly string[]): Promise<readonly BaseEntry[]>;
  branchState(branch: string): Promise<BranchState>;
  treeOf(commit: string): Promise<string>;
  /** Writes the files into a copy of the commit's tree and gives back the new tree's id. */
  writeTree(base: string, files: readonly DeliveredFile[]): Promise<string>;
  /** Gives back the commit's id, and notes on who it is by and whether it is signed. */
  writeCommit(
    tree: string,
    parent: string,
    message: string,
  ): Promise<{ readonly sha: string; readonly notes: readonly string[] }>;
  /** Throws a Refusal when the branch has come into being meanwhile. */
  createBranch(branch: string, commit: string): Promise<void>;
}

/**
 * Makes one commit on top of the base and one branch that names it. The branch is created last: interrupted before, the
 * repository only holds objects that nothing names and git collects. Throws a Refusal when a file at the base is not the one
 * that was planned for, or when the branch exists with other content.
 */
export async function deliverBranch(request: DeliveryRequest, git: WritesRefs): Promise<Outcome> {
  if (request.files.length === 0) return nothingToDo(null, null, []);
  await refuseOtherBase(request, git);
  const tree = await git.writeTree(request.base.sha, request.files);
  if (tree === (await git.treeOf(request.base.sha))) return nothingToDo(null, null, []);
  const { branch, state, notes } = await findBranch(request.branch, git);
  if (state.kind === 'taken') {
    if (state.tree === tree)
      return nothingToDo(branch, state.commit, [...notes, `${branch} already holds these changes.`]);
    throw branchTaken(branch);
  }
  const commit = await git.writeCommit(tree, request.base.sha, request.message);
  await git.createBranch(branch, commit.sha);
  const step = { before: null, state: 'done' as const };
  return {
    kind: 'branch',
    state: 'delivered',
    branch,
    commit: commit.sha,
    url: null,
    notes: [...notes, ...commit.notes],
    steps: [
      { kind: 'commit', target: commit.sha, after: tree, inverse: null, ...step },
      { kind: 'ref', target: `refs/heads/${branch}`, after: commit.sha, inverse: undoBranch(branch), ...step },
    ],
  };
}

const nothingToDo = (branch: string | null, commit: string | null, notes: readonly string[]): Outcome => ({
  kind: 'branch',
  state: 'nothing-to-do',
  branch,
  commit,
  url: null,
  notes,
  steps: [],
});

async function refuseOtherBase(request: DeliveryRequest, git: WritesRefs): Promise<void> {
  const { files, base } = request;
  for (const { path } of files) {
    const problem = pathProblem(path);
    if (problem !== null) throw otherBase(path, `"${path}" is not a path that a delivery may write: ${problem}.`);
  }
  const entries = await git.entriesAt(
    base.sha,
    files.map(({ path }) => path),
  );
  for (const [index, file] of files.entries()) {
    const entry = entries[index] ?? { kind: 'absent' };
    if (entry.kind === 'other') throw otherBase(file.path, `At ${base.ref} it is ${entry.what}.`);
    if (entry.kind === 'absent' && file.before !== null)
      throw otherBase(file.path, `At ${base.ref} it does not exist.`);
    if (entry.kind === 'file' && file.before === null)
      throw otherBase(file.path, `At ${base.ref} it exists, and the plan would create it.`);
    if (entry.kind === 'file' && entry.text !== file.before) {
      throw otherBase(file.path, `At ${base.ref} it has another text than the one the plan was made for.`);
    }
  }
  const folders = [...new Set(files.flatMap(({ path }) => foldersOf(path)))];
  const onTheWay = await git.entriesAt(base.sha, folders);
  for (const [index, entry] of onTheWay.entries()) {
    if (entry.kind === 'file' || (entry.kind === 'other' && entry.what !== 'a folder')) {
      const folder = folders[index] ?? '';
      throw otherBase(
        folder,
        `At ${base.ref} it is ${entry.kind === 'file' ? 'a file' : entry.what}, where the plan needs a folder.`,
      );
    }
  }
}

const otherBase = (path: string, why: string): Refusal =>
  new Refusal(`${path} cannot be written`, {
    why,
    next: ['run harden-builds again, so that the plan is made for what is there now'],
    exitCode: 3,
  });

/** The branch that was asked for or, where `a` is a branch and `a/b` was asked for, `a-b`. */
async function findBranch(
  asked: string,
  git: WritesRefs,
): Promise<{ branch: string; state: BranchState; notes: readonly string[] }> {
  const state = await git.branchState(asked);
  if (state.kind === 'invalid') {
    throw new Refusal(`"${asked}" cannot be the name of a branch`, {
      why: 'Git does not allow it (git check-ref-format).',
      next: ['give another name with --branch'],
      exitCode: 2,
    });
  }
  if (state.kind !== 'blocked') return { branch: asked, state, notes: [] };
  const plain = asked.replaceAll('/', '-');
  const plainState = plain === asked ? state : await git.branchState(plain);
  if (plainState.kind === 'blocked' || plainState.kind === 'invalid') {
    throw new Refusal(`the branch ${asked} cannot be created`, {
      why: `${state.by} is a branch, and git cannot keep both.`,
      next: ['give another name with --branch'],
      exitCode: 3,
    });
  }
  const note = `${state.by} is a branch, so git cannot keep ${asked}: the branch is named ${plain}.`;
  return { branch: plain, state: plainState, notes: [note] };
}

const branchTaken = (branch: string): Refusal =>
  new Refusal(`the branch ${branch} exists and holds something else`, {
    why: 'A delivery creates a branch of its own; it never moves one that is there.',
    next: [
      'give another name with --branch',
      `or look at it with git log ${branch}, and if it is not needed: ${undoBranch(branch)}`,
    ],
    exitCode: 3,
  });
