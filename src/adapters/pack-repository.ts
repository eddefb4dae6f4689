import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import { isReadable } from '../model/files.ts';
import { isWorthReading, type PackEntry } from '../model/pack.ts';
import { Refusal } from '../model/refusal.ts';

/**
 * What a folder of a commit holds, whoever reads the commit. Links and submodules are named, never followed.
 * @throws Refusal when a text is not there to be read.
 */
export async function packRepositoryEntries(
  files: ReadsRepositoryFiles,
  folder: string,
): Promise<readonly PackEntry[]> {
  const start = folder === '' ? '' : `${folder}/`;
  const listed = (await files.listTree()).filter(({ path }) => path.startsWith(start));
  const isFile = (mode: string): boolean => mode === '100644' || mode === '100755';
  const wanted = listed.filter(
    ({ path, mode, size }) => isFile(mode) && isWorthReading(path.slice(start.length), size ?? 0),
  );
  const texts = new Map((await files.readTexts(wanted)).map((file) => [file.path, file]));
  return listed.map(({ path, mode, size }): PackEntry => {
    const inside = path.slice(start.length);
    if (!isFile(mode)) return { path: inside, kind: 'link', size: 0, bytes: new Uint8Array() };
    const read = texts.get(path);
    if (read !== undefined && !isReadable(read) && read.unreadable === 'missing-object')
      throw notGiven(path, read.detail);
    // A byte that no UTF-8 text holds: what could not be read is said to be no text.
    const bytes =
      read === undefined
        ? new Uint8Array()
        : isReadable(read)
          ? new TextEncoder().encode(read.text)
          : Uint8Array.of(0xff);
    return { path: inside, kind: 'file', size: size ?? bytes.length, bytes };
  });
}

const notGiven = (path: string, why: string): Refusal =>
  new Refusal(`${path} of the template pack could not be read`, { why, next: ['run again'], exitCode: 3 });
