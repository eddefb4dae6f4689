import { lstat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WritesText } from '../deliver/patch.ts';
import { Refusal } from '../model/refusal.ts';
import { writeAtomically } from './disk-atomic-write.ts';

/** `--output FILE`: replaces the file in one step. Links and devices (`/dev/stdout`) are written to as they are. */
export function textToFile(path: string): WritesText {
  return {
    name: path,
    isFile: true,
    async write(text) {
      try {
        await replaceOrWrite(path, text);
      } catch (cause) {
        throw notWritten(path, cause);
      }
    },
  };
}

/** A stream that ends with the program. Resolves when the text has been handed over; a reader that has left is no error. */
export function textToStream(stream: NodeJS.WritableStream, name = 'standard output'): WritesText {
  return {
    name,
    isFile: false,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
          if (error === null || error === undefined || code === 'EPIPE') resolve();
          else reject(notWritten(name, error));
        });
      }),
  };
}

async function replaceOrWrite(path: string, text: string): Promise<void> {
  const standing = await lstat(path).catch(() => null);
  if (standing === null || standing.isFile()) {
    await writeAtomically(path, text, standing === null ? 0o644 : standing.mode & 0o777);
    return;
  }
  await writeFile(path, text, 'utf8');
}

function notWritten(path: string, cause: unknown): Refusal {
  // Everything that fs throws carries a code; anything else is shown by its own words.
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const why: Readonly<Record<string, string>> = {
    ENOENT: `The folder ${dirname(path)} does not exist.`,
    EISDIR: 'It is a folder.',
    EACCES: 'The system does not allow it.',
    EROFS: 'The file system is read-only.',
    ENOSPC: 'The disk is full.',
  };
  return new Refusal(`${path} could not be written`, {
    why: why[code] ?? `The system answered ${code}.`,
    next: ['give another path with --output'],
    exitCode: 3,
    cause,
  });
}
