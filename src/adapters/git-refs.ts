import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BaseEntry, BranchState, WritesRefs } from '../deliver/branch.ts';
import type { DeliveredFile } from '../model/delivery.ts';
import { isReadable } from '../model/files.ts';
import { Refusal } from '../model/refusal.ts';
import { gitBytes, gitText } from './git-answer.ts';
import { hasCommit } from './git-base.ts';
import { readBlobs } from './git-objects.ts';
import { runGit } from './git-process.ts';
import { entriesAtPaths } from './git-tree-listing.ts';
import type { LocalRepository } from './locate-repository.ts';

const OURS = { name: 'harden-builds', email: 'harden-builds@users.noreply.github.com' };

/** Writes objects and one branch. The index it needs lies in a temporary folder; `at` (ISO 8601) dates the commit. */
export function gitRefs(
  repository: Pick<LocalRepository, 'root' | 'objectFormat' | 'author' | 'signsCommits'>,
  at: string,
): WritesRefs {
  const { root } = repository;
  const author = repository.author ?? OURS;
  const date = `${Math.floor(Date.parse(at) / 1000)} +0000`;
  const identity = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: date,
  };
  return {
    entriesAt: (commit, paths) => entriesAt(root, commit, paths),
    branchState: (branch) => branchState(root, branch),
    treeOf: (commit) => gitText(root, ['rev-parse', '--verify', `${commit}^{tree}`]),
    writeTree: (base, files) => writeTree(root, base, files),
    async writeCommit(tree, parent, message) {
      const sha = await gitText(root, ['commit-tree', '--no-gpg-sign', '-p', parent, '-F', '-', tree], {
        input: message,
        environment: identity,
      });
      return { sha, notes: notesOn(repository) };
    },
    async createBranch(branch, commit) {
      const ref = `refs/heads/${branch}`;
      const none = '0'.repeat(repository.objectFormat === 'sha256' ? 64 : 40);
      const args = ['update-ref', '--no-deref', '-m', 'harden-builds: created', ref, commit, none];
      const { code, stderr } = await runGit(root, args, { environment: identity });
      if (code !== 0) throw notCreated(branch, stderr);
    },
  };
}

function notesOn({ author, signsCommits }: Pick<LocalRepository, 'author' | 'signsCommits'>): readonly string[] {
  const notes: string[] = [];
  if (author === null) {
    notes.push(`No git identity is configured, so the commit is by ${OURS.name} <${OURS.email}>.`);
  }
  if (signsCommits) {
    notes.push(
      'The commit is not signed, though commit.gpgSign is set: on the branch, git commit --amend --no-edit signs it.',
    );
  }
  return notes;
}

async function entriesAt(root: string, commit: string, paths: readonly string[]): Promise<readonly BaseEntry[]> {
  if (!(await hasCommit(root, commit))) throw notHere(commit);
  const entries = await entriesAtPaths(root, commit, paths);
  const files = [...entries.values()].filter(({ mode }) => mode === '100644' || mode === '100755');
  const texts = new Map((await readBlobs(root, files)).map((file) => [file.path, isReadable(file) ? file.text : null]));
  return paths.map((path): BaseEntry => {
    const mode = entries.get(path)?.mode;
    if (mode === undefined) return { kind: 'absent' };
    if (mode === '120000') return { kind: 'other', what: 'a symbolic link' };
    if (mode === '160000') return { kind: 'other', what: 'a submodule' };
    if (mode === '040000') return { kind: 'other', what: 'a folder' };
    return { kind: 'file', text: texts.get(path) ?? null };
  });
}

async function branchState(root: string, branch: string): Promise<BranchState> {
  const ref = `refs/heads/${branch}`;
  // `check-ref-format --branch` would expand `@{-1}`; a name that begins with a dash is valid as a ref, not as a branch.
  const valid =
    !branch.startsWith('-') && branch !== 'HEAD' && (await runGit(root, ['check-ref-format', ref])).code === 0;
  if (!valid) return { kind: 'invalid' };
  const listed = await gitText(root, [
    'for-each-ref',
    '--format=%(refname) %(objectname) %(tree)',
    `refs/heads/${branch.split('/')[0] ?? ''}`,
  ]);
  const refs = listed.split('\n').map((line) => line.split(' '));
  const same = refs.find(([name]) => name === ref);
  if (same !== undefined) return { kind: 'taken', commit: same[1] ?? '', tree: same[2] ?? '' };
  const blocking = refs.find(
    ([name = '']) => name !== '' && (ref.startsWith(`${name}/`) || name.startsWith(`${ref}/`)),
  );
  return blocking === undefined
    ? { kind: 'free' }
    : { kind: 'blocked', by: (blocking[0] ?? '').slice('refs/heads/'.length) };
}

async function writeTree(root: string, base: string, files: readonly DeliveredFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-builds-index-'));
  const environment = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    const records: string[] = [];
    for (const { path, mode, after } of files) {
      const blob = await gitText(root, ['hash-object', '-w', '-t', 'blob', '--no-filters', '--stdin'], {
        input: after,
      });
      records.push(`${mode} ${blob}\t${path}\0`);
    }
    await gitBytes(root, ['read-tree', base], { environment });
    await gitBytes(root, ['update-index', '-z', '--index-info'], { environment, input: records.join('') });
    // The other blobs need not be in a partial clone for their ids to be in a tree.
    return await gitText(root, ['write-tree', '--missing-ok'], { environment });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const notHere = (commit: string): Refusal =>
  new Refusal(`the commit ${commit.slice(0, 12)} is not in this clone`, {
    why: 'The changes were planned for it, and a branch can only begin at a commit that is here.',
    next: ['run git fetch, then run this again', 'or plan for what is checked out with --local'],
    exitCode: 3,
  });

const notCreated = (branch: string, stderr: string): Refusal =>
  new Refusal(`the branch ${branch} was not created`, {
    why: stderr.split('\n')[0]?.replace(/^fatal: (update_ref failed for ref '[^']*': )?/, '') ?? 'git gave no reason.',
    next: [
      'look whether another program is writing to the repository, then run again',
      'or give another name with --branch',
    ],
    exitCode: 3,
  });
