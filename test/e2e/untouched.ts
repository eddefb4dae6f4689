import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../cli/program.ts';

/** Everything of a repository that no delivery of a branch or a pull request may touch, and no failed run at all. */
export type RepositoryState = {
  readonly head: string;
  readonly refs: string;
  readonly index: string;
  readonly stashes: string;
  readonly files: Readonly<Record<string, string>>;
};

/** The state as a value that can be compared; `without` leaves out the refs that a delivery may create. */
export function stateOf(root: string, without: readonly string[] = []): RepositoryState {
  const refs = git(root, 'for-each-ref', '--format=%(objectname) %(refname)').split('\n');
  return {
    head: readFileSync(join(root, '.git/HEAD'), 'utf8'),
    refs: refs.filter((line) => !without.some((name) => line.endsWith(` refs/heads/${name}`))).join('\n'),
    index: digest(readFileSync(join(root, '.git/index'))),
    stashes: git(root, 'stash', 'list'),
    files: filesIn(root),
  };
}

/** Path → what stands there, its mode and its time of change, for everything but what git keeps for itself. */
export function filesIn(root: string): Readonly<Record<string, string>> {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(root.length + 1).replaceAll('\\', '/');
    if (name === '.git' || name.startsWith('.git/')) return [];
    const { mode, mtimeMs } = lstatSync(path);
    if (entry.isDirectory()) return [];
    const content = entry.isSymbolicLink() ? readlinkSync(path) : digest(readFileSync(path));
    return [[name, `${mode.toString(8)} ${mtimeMs} ${content}`] as const];
  });
  return Object.fromEntries(entries);
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
