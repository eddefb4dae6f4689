import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands at a path below a root. `other` says in words what it is: nothing is read or written through it. */
export type Standing =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly mode: '100644' | '100755'; readonly permissions: number; readonly size: number }
  | { readonly kind: 'other'; readonly what: string };

/** Looks at a path without following a link, neither at its end nor on the way to it. */
export async function standingAt(root: string, path: string): Promise<Standing> {
  const problem = pathProblem(path);
  if (problem !== null) return { kind: 'other', what: problem };
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const here = parts.slice(0, depth).join('/');
    const isLast = depth === parts.length;
    const found = await lstat(absoluteBelow(root, here)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw error;
    });
    if (found === null) return { kind: 'absent' };
    if (found.isSymbolicLink())
      return { kind: 'other', what: isLast ? 'a symbolic link' : `below ${here}, a symbolic link` };
    if (!isLast && !found.isDirectory()) return { kind: 'other', what: `below ${here}, which is not a folder` };
    if (isLast && found.isFile()) {
      return {
        kind: 'file',
        mode: (found.mode & 0o100) === 0 ? '100644' : '100755',
        permissions: found.mode & 0o777,
        size: found.size,
      };
    }
    if (isLast) return { kind: 'other', what: found.isDirectory() ? 'a folder' : 'not a regular file' };
  }
  return { kind: 'absent' };
}

/** Bytes of a regular file that `standingAt` has looked at. Refuses (ELOOP) when it became a link since. */
export async function bytesAt(root: string, path: string): Promise<Buffer> {
  // O_NOFOLLOW does not exist on Windows, where a link needs rights that a repository does not have.
  const file = await open(absoluteBelow(root, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

export const absoluteBelow = (root: string, path: string): string => join(root, ...path.split('/'));

/** Why a path cannot be one inside a repository, or null. */
function pathProblem(path: string): string | null {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'not a path inside the repository';
  if (parts.some((part) => part.toLowerCase() === '.git')) return 'inside .git';
  if (path.includes('\0') || (process.platform === 'win32' && /[\\:]/.test(path))) return 'not a path of this system';
  return null;
}
