import { createHash } from 'node:crypto';
import { bytesAt, standingAt } from './disk-confined.ts';
import { gitRecords } from './git-answer.ts';
import { type IndexEntry, listIndex, listUntracked } from './git-index-listing.ts';
import type { LocalRepository } from './locate-repository.ts';

export type UncommittedChange = { readonly path: string; readonly change: 'added' | 'modified' | 'deleted' };

/**
 * What a commit of the working tree would change below a folder, staged or not, sorted by path. `git status` would run the
 * filters that the repository configures; here bytes are compared, and line endings that git would convert do not count.
 */
export async function uncommittedChanges(
  repository: Pick<LocalRepository, 'root' | 'headSha' | 'objectFormat'>,
  folder = '.github',
): Promise<readonly UncommittedChange[]> {
  const { root, headSha, objectFormat } = repository;
  const [staged, tracked, untracked] = await Promise.all([
    stagedChanges(root, headSha, folder),
    listIndex(root, folder),
    listUntracked(root, folder),
  ]);
  const changes = new Map<string, UncommittedChange['change']>(staged);
  for (const entry of tracked) {
    const change = await changeOnDisk(root, entry, objectFormat);
    if (change !== null) changes.set(entry.path, changes.get(entry.path) === 'added' ? 'added' : change);
  }
  for (const path of untracked) changes.set(path, changes.get(path) === 'deleted' ? 'modified' : 'added');
  return [...changes].map(([path, change]) => ({ path, change })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The index against HEAD: records `:<modes> <oids> <status>` and path in turn. */
async function stagedChanges(
  root: string,
  headSha: string,
  folder: string,
): Promise<readonly (readonly [string, UncommittedChange['change']])[]> {
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-ext-diff', headSha, '--', folder];
  const records = (await gitRecords(root, args)).map((record) => record.toString('utf8'));
  return records.flatMap((record, index) => {
    if (index % 2 === 1) return [];
    const status = record.split(' ').at(-1);
    const change = status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'modified';
    return [[records[index + 1] ?? '', change] as const];
  });
}

async function changeOnDisk(
  root: string,
  entry: IndexEntry,
  format: LocalRepository['objectFormat'],
): Promise<'modified' | 'deleted' | null> {
  const isRegular = entry.mode === '100644' || entry.mode === '100755';
  if (entry.sparse || !isRegular) return null;
  const standing = await standingAt(root, entry.path);
  if (standing.kind === 'absent') return 'deleted';
  if (standing.kind === 'other') return 'modified';
  const bytes = await bytesAt(root, entry.path);
  if (blobId(bytes, format) === entry.oid) return null;
  return blobId(withLineFeeds(bytes), format) === entry.oid ? null : 'modified';
}

const blobId = (bytes: Buffer, format: LocalRepository['objectFormat']): string =>
  createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const withLineFeeds = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
