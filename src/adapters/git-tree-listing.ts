import type { TreeEntry } from '../model/files.ts';
import { gitRecords } from './git-answer.ts';
import type { LocalRepository } from './locate-repository.ts';

/** A listing of a repository with a million files stays below this. */
const MAX_LISTING = 512 * 1024 * 1024;

/** Everything in the tree of a commit, folders left out. `only` limits it to one path and what is below. */
export async function listTreeAt(
  repository: Pick<LocalRepository, 'root' | 'isPartial'>,
  sha: string,
  only: string | null = null,
): Promise<readonly TreeEntry[]> {
  // In a partial clone a size may have to be fetched, object by object: sizes are asked for later, of what is read.
  const sizes = repository.isPartial ? [] : ['-l'];
  const below = only === null ? [] : ['--', only];
  const records = await gitRecords(repository.root, ['ls-tree', '-r', '-z', '--full-tree', ...sizes, sha, ...below], {
    maxOutput: MAX_LISTING,
    milliseconds: 180_000,
  });
  return records.map(parseRecord);
}

const MODES: Readonly<Record<string, TreeEntry['mode']>> = {
  '100644': '100644',
  // Very old trees hold this one; git reads it as 100644.
  '100664': '100644',
  '100755': '100755',
  '120000': '120000',
  '160000': '160000',
  '040000': '040000',
};

/** `<mode> <type> <oid>[ <size>]\t<path>`. A path that is not UTF-8 gets replacement characters: it can be shown, not edited. */
function parseRecord(record: Buffer): TreeEntry {
  const tab = record.indexOf(0x09);
  const [mode = '', , oid = '', size = ''] = record.subarray(0, tab).toString('latin1').split(/ +/);
  const known = MODES[mode];
  if (tab === -1 || known === undefined)
    throw new Error(`ls-tree wrote a record of another form: ${record.toString('latin1')}`);
  const entry = { path: record.subarray(tab + 1).toString('utf8'), mode: known, oid };
  return /^\d+$/.test(size) ? { ...entry, size: Number(size) } : entry;
}

/** The entries of a commit at exactly these paths, folders included, by path. A path without one is not in the map. */
export async function entriesAtPaths(
  root: string,
  sha: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const found = new Map<string, TreeEntry>();
  const depthOf = (path: string): number => path.split('/').length;
  // Asked for a folder and for something in it at once, ls-tree leaves the folder out: so depth by depth.
  for (const depth of new Set(paths.map(depthOf))) {
    const level = paths.filter((path) => depthOf(path) === depth);
    const records = await gitRecords(root, ['ls-tree', '-z', '--full-tree', sha, '--', ...level]);
    for (const entry of records.map(parseRecord)) found.set(entry.path, entry);
  }
  return found;
}
