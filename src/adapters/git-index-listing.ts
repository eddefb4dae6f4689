import type { TreeEntry } from '../model/files.ts';
import { gitRecords } from './git-answer.ts';

/** A file of the index. `sparse`: a sparse checkout keeps it out of the working tree. */
export type IndexEntry = TreeEntry & { readonly sparse: boolean };

const MAX_LISTING = 512 * 1024 * 1024;

/** The index, one entry for each path (of a merge conflict our side). `only` limits it to one folder. */
export async function listIndex(root: string, only: string | null = null): Promise<readonly IndexEntry[]> {
  const records = await gitRecords(root, ['ls-files', '-z', '-t', '--stage', ...below(only)], {
    maxOutput: MAX_LISTING,
  });
  const byPath = new Map<string, IndexEntry>();
  for (const record of records) {
    // `<tag> <mode> <oid> <stage>\t<path>`
    const text = record.toString('utf8');
    const [, tag, mode, oid, stage, path] = /^(\S) (\d{6}) ([0-9a-f]+) (\d)\t(.*)$/s.exec(text) ?? [];
    if (path === undefined || oid === undefined || !isMode(mode))
      throw new Error(`ls-files wrote a record of another form: ${text}`);
    if (!byPath.has(path) || stage === '2') byPath.set(path, { path, mode, oid, sparse: tag === 'S' });
  }
  return [...byPath.values()];
}

/** Files that git neither tracks nor ignores. A repository inside this one is left out. */
export async function listUntracked(root: string, only: string | null = null): Promise<readonly string[]> {
  const records = await gitRecords(root, ['ls-files', '-z', '--others', '--exclude-standard', ...below(only)], {
    maxOutput: MAX_LISTING,
  });
  return records.map((record) => record.toString('utf8')).filter((path) => !path.endsWith('/'));
}

/** Tracked files that are not in the working tree; those of a sparse checkout do not count. */
export async function listDeleted(root: string, only: string | null = null): Promise<readonly string[]> {
  const records = await gitRecords(root, ['ls-files', '-z', '--deleted', ...below(only)], { maxOutput: MAX_LISTING });
  return records.map((record) => record.toString('utf8'));
}

const below = (only: string | null): readonly string[] => (only === null ? [] : ['--', only]);

const isMode = (mode: string | undefined): mode is TreeEntry['mode'] =>
  mode === '100644' || mode === '100755' || mode === '120000' || mode === '160000' || mode === '040000';
