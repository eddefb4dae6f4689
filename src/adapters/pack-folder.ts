import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { isWorthReading, PACK_LIMITS, type PackEntry } from '../model/pack.ts';
import { Refusal } from '../model/refusal.ts';
import { absoluteBelow, bytesAt } from './disk-confined.ts';

/** Folders that lie in many working copies and are never part of a pack. */
const PASSED_OVER = ['.git', 'node_modules'];

/**
 * What a folder holds. Links inside it are named, never followed; the folder itself may be one.
 * @throws Refusal when it is not there, cannot be read, or is far larger than a pack.
 */
export async function packFolderEntries(folder: string): Promise<readonly PackEntry[]> {
  const root = rootOf(folder);
  const entries: PackEntry[] = [];
  const open = [''];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const entry of readdirSync(absoluteBelow(root, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!PASSED_OVER.includes(entry.name)) open.push(path);
      } else if (entry.isFile()) {
        const { size } = lstatSync(absoluteBelow(root, path));
        const bytes = isWorthReading(path, size) ? await bytesAt(root, path) : new Uint8Array();
        entries.push({ path, kind: 'file', size, bytes });
      } else entries.push({ path, kind: 'link', size: 0, bytes: new Uint8Array() });
      if (entries.length > PACK_LIMITS.entries) throw tooMuch(folder);
    }
  }
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function rootOf(folder: string): string {
  try {
    const root = realpathSync(folder);
    if (lstatSync(root).isDirectory()) return root;
  } catch (error) {
    // Everything that fs throws carries a code.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw notRead(folder, `It cannot be read (${code ?? 'unknown'}).`, error);
    throw notRead(folder, 'There is no such folder.', error);
  }
  throw notRead(folder, 'It is not a folder.', undefined);
}

const notRead = (folder: string, why: string, cause: unknown): Refusal =>
  new Refusal(`no template pack can be read at ${folder}`, {
    why,
    next: ['name a folder that holds pack.yml', 'harden-builds templates new DIR makes one'],
    exitCode: 2,
    cause,
  });

const tooMuch = (folder: string): Refusal =>
  new Refusal(`${folder} is no template pack`, {
    why: `It holds more than ${PACK_LIMITS.entries} files.`,
    next: ['name the folder that holds pack.yml and nothing else'],
    exitCode: 2,
  });
