import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '../model/refusal.ts';

/**
 * Writes files into a folder that does not exist yet or is empty.
 * @throws Refusal with exit code 2 when something is there, or the folder cannot be made.
 */
export function writeFreshFolder(folder: string, named: string, files: Readonly<Record<string, string>>): void {
  if (!isFresh(folder)) {
    throw new Refusal(`${named} is there already`, {
      why: 'Nothing that exists is written over.',
      next: ['name a folder that does not exist, or an empty one'],
      exitCode: 2,
    });
  }
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
  } catch (error) {
    throw new Refusal(`${named} cannot be written`, {
      why: error instanceof Error ? error.message : String(error),
      next: ['name a folder where you may write'],
      exitCode: 2,
      cause: error,
    });
  }
}

function isFresh(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    // Everything that fs throws carries a code.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** A name for a pack in this folder: what `name` of a manifest may be. */
export const packNameFor = (folder: string): string => {
  const [last = ''] = folder.split(/[\\/]/u).filter(Boolean).slice(-1);
  const name = last
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return name === '' || name === 'built-in' ? 'own-templates' : name;
};
