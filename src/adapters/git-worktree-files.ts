import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import type { TextFile, TreeEntry, UnreadableFile } from '../model/files.ts';
import { bytesAt, standingAt } from './disk-confined.ts';
import { MAX_FILE_BYTES, textOfBlob, tooLarge } from './git-blob-text.ts';
import { listDeleted, listIndex, listUntracked } from './git-index-listing.ts';
import { readBlobs } from './git-objects.ts';
import type { LocalRepository } from './locate-repository.ts';

/** The object id of a file that is in no object store. */
const NO_OBJECT = '0'.repeat(40);

/**
 * The files as they lie in the working tree, for `check --worktree`: tracked ones and those git neither tracks nor ignores.
 * Object ids are those of the index; the texts are read from the disk, without following a link.
 */
export function worktreeFiles(repository: Pick<LocalRepository, 'root'>): ReadsRepositoryFiles {
  const { root } = repository;
  return {
    listTree: () => listWorkingTree(root),
    readTexts: (entries) => Promise.all(entries.map((entry) => readFromDisk(root, entry))),
  };
}

async function listWorkingTree(root: string): Promise<readonly TreeEntry[]> {
  const [tracked, deleted, untracked] = await Promise.all([listIndex(root), listDeleted(root), listUntracked(root)]);
  const gone = new Set(deleted);
  const kept = tracked
    .filter(({ path }) => !gone.has(path))
    .map(({ path, mode, oid }): TreeEntry => ({ path, mode, oid }));
  const added = await Promise.all(
    untracked.map(async (path): Promise<TreeEntry | null> => {
      const standing = await standingAt(root, path);
      if (standing.kind === 'absent') return null;
      return { path, mode: standing.kind === 'file' ? standing.mode : '120000', oid: NO_OBJECT };
    }),
  );
  return [...kept, ...added.filter((entry) => entry !== null)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function readFromDisk(root: string, entry: TreeEntry): Promise<TextFile | UnreadableFile> {
  const standing = await standingAt(root, entry.path);
  if (standing.kind === 'other') {
    return { path: entry.path, unreadable: 'not-a-file', detail: `${entry.path} is ${standing.what}` };
  }
  // Deleted files are not in the listing, so an absent one is kept out by a sparse checkout: the index has its text.
  if (standing.kind === 'absent') return (await readBlobs(root, [entry]))[0] ?? textOfBlob(entry, null);
  if (standing.size > MAX_FILE_BYTES) return tooLarge(entry.path, standing.size);
  // Windows checks links out as small files that hold the target, and knows no executable bit: there the index is right.
  const mode = process.platform === 'win32' ? entry.mode : standing.mode;
  return textOfBlob({ ...entry, mode }, await bytesAt(root, entry.path));
}
