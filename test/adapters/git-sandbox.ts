import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, vi } from 'vitest';

/** A folder of its own for one test, with an empty HOME: no identity and no configuration but what the test writes. */
export type Sandbox = {
  readonly folder: string;
  readonly home: string;
  /** Runs git as a user would, in a folder below the sandbox, with an identity for commits. Gives back stdout. */
  git(below: string, ...args: readonly string[]): string;
  /** `git init` with one commit of these files. Gives back the real path of the repository. */
  repository(name: string, files: Files, ...initOptions: readonly string[]): string;
  write(path: string, text: string | Uint8Array, mode?: number): void;
};

export type Files = Readonly<Record<string, string | Uint8Array>>;

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
const made: string[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function sandbox(): Sandbox {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'harden-builds-test-')));
  made.push(folder);
  const home = join(folder, 'home');
  mkdirSync(home);
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', undefined);
  const git = (below: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'init.defaultBranch=main', ...IDENTITY, ...args], {
      cwd: join(folder, below),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const write = (path: string, text: string | Uint8Array, mode = 0o644): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), mode);
  };
  const repository = (name: string, files: Files, ...initOptions: readonly string[]): string => {
    git('.', 'init', '--quiet', ...initOptions, '--', name);
    for (const [path, text] of Object.entries(files)) write(`${name}/${path}`, text);
    git(name, 'add', '--all');
    git(name, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
    return join(folder, name);
  };
  return { folder, home, git, repository, write };
}

/** Digest of every file below a folder, by path; `leaveOut` names paths (or their folders) that may change. */
export function digests(folder: string, leaveOut: readonly string[] = []): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (leaveOut.some((each) => path === each || path.startsWith(`${each}/`))) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isSymbolicLink()) found[path] = `-> ${readlinkSync(join(folder, path))}`;
      else
        found[path] = createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex');
    }
  };
  walk('');
  return found;
}
