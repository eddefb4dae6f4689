import { createHash } from 'node:crypto';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OnDisk, WritesWorkingTree } from '../deliver/worktree.ts';
import { isReadable } from '../model/files.ts';
import { writeAtomically } from './disk-atomic-write.ts';
import { absoluteBelow, bytesAt, standingAt } from './disk-confined.ts';
import { MAX_FILE_BYTES, textOfBlob } from './git-blob-text.ts';

/** The working tree below a folder. Looks again at each path right before it writes: nothing is written through a link. */
export function diskWorkingTree(root: string): WritesWorkingTree {
  const created = new Set<string>();
  return {
    look: (path) => look(root, path),
    async write(path, text, mode) {
      const standing = await standingAt(root, path);
      if (standing.kind === 'other') throw new Error(`${path} has become ${standing.what}`);
      const folder = dirname(absoluteBelow(root, path));
      const topmost = await mkdir(folder, { recursive: true });
      for (let each = folder; topmost !== undefined && each.startsWith(topmost); each = dirname(each))
        created.add(each);
      const permissions = withMode(standing.kind === 'file' ? standing.permissions : 0o644, mode);
      await writeAtomically(absoluteBelow(root, path), text, permissions);
      return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
    },
    async remove(path) {
      await rm(absoluteBelow(root, path), { force: true });
      // A folder that has something else in it by now stays.
      for (let each = dirname(absoluteBelow(root, path)); created.delete(each); each = dirname(each)) {
        await rmdir(each).catch(() => undefined);
      }
    },
  };
}

/** Who may read may execute, as git has it; everything else about the permissions stays. */
const withMode = (permissions: number, mode: '100644' | '100755'): number =>
  mode === '100755' ? permissions | ((permissions & 0o444) >> 2) : permissions & ~0o111;

async function look(root: string, path: string): Promise<OnDisk> {
  const standing = await standingAt(root, path);
  if (standing.kind !== 'file') return standing;
  const { mode, size } = standing;
  if (size > MAX_FILE_BYTES) return { kind: 'file', text: null, mode };
  const file = textOfBlob({ path, mode, oid: '' }, await bytesAt(root, path));
  return { kind: 'file', text: isReadable(file) ? file.text : null, mode };
}
