import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import type { TextFile, TreeEntry, UnreadableFile } from '../model/files.ts';
import { MAX_FILE_BYTES, notRegular, textOfBlob, tooLarge } from './git-blob-text.ts';
import { runGit } from './git-process.ts';
import { listTreeAt } from './git-tree-listing.ts';
import type { LocalRepository } from './locate-repository.ts';

/** The files of a commit, out of the object store of a clone. Nothing is fetched and no filter runs. */
export function gitFiles(repository: Pick<LocalRepository, 'root' | 'isPartial'>, sha: string): ReadsRepositoryFiles {
  return {
    listTree: () => listTreeAt(repository, sha),
    readTexts: (entries) => readBlobs(repository.root, entries),
  };
}

/** One answer for each entry, in order, by one `cat-file` for the sizes that are not known and one for the contents. */
export async function readBlobs(
  root: string,
  entries: readonly TreeEntry[],
): Promise<readonly (TextFile | UnreadableFile)[]> {
  const regular = entries.filter((entry) => notRegular(entry) === null);
  const sizes = await sizesOf(root, regular);
  const wanted = regular.filter(({ oid }) => (sizes.get(oid) ?? Number.POSITIVE_INFINITY) <= MAX_FILE_BYTES);
  const contents = await contentsOf(root, wanted, sizes);
  return entries.map((entry) => {
    const size = sizes.get(entry.oid);
    if (notRegular(entry) === null && size !== undefined && size > MAX_FILE_BYTES) return tooLarge(entry.path, size);
    return textOfBlob(entry, contents.get(entry.oid) ?? null);
  });
}

/** Sizes by object id; an object that is not in this clone is not in the map. */
async function sizesOf(root: string, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const { oid, size } of entries) if (size !== undefined) sizes.set(oid, size);
  const asked = entries.filter(({ size }) => size === undefined).map(({ oid }) => oid);
  if (asked.length === 0) return sizes;
  const { stdout } = await runGit(root, ['cat-file', '--batch-check'], { input: lines(asked) });
  for (const line of stdout.toString('latin1').split('\n')) {
    const [, oid, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    if (oid !== undefined) sizes.set(oid, Number(size));
  }
  return sizes;
}

async function contentsOf(
  root: string,
  entries: readonly TreeEntry[],
  sizes: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, Buffer>> {
  const oids = [...new Set(entries.map(({ oid }) => oid))];
  const contents = new Map<string, Buffer>();
  if (oids.length === 0) return contents;
  // Each answer is a line of at most 100 bytes, the content and a newline.
  const maxOutput = oids.reduce((sum, oid) => sum + (sizes.get(oid) ?? 0) + 101, 0);
  const { stdout } = await runGit(root, ['cat-file', '--batch'], { input: lines(oids), maxOutput });
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0x0a, at);
    if (end === -1) break;
    const [, oid, size] = /^([0-9a-f]+) \w+ (\d+)$/.exec(stdout.subarray(at, end).toString('latin1')) ?? [];
    at = end + 1;
    // `<oid> missing`: the answer ends with its line.
    if (oid === undefined) continue;
    const stop = at + Number(size);
    if (stop > stdout.length) break;
    contents.set(oid, stdout.subarray(at, stop));
    at = stop + 1;
  }
  return contents;
}

const lines = (oids: readonly string[]): string => oids.map((oid) => `${oid}\n`).join('');
