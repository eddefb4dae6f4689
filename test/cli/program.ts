import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { FIXED_CLOCK } from '../support/fixed-clock.ts';

const PROGRAM = resolve('bin/harden-builds.js');

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly cwd: string;
  readonly home: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What standard input holds; it is never a terminal. */
  readonly stdin?: string;
};

/** What a system needs to start programs; nothing that says where we run or who we are. */
const KEPT = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'PATHEXT', 'COMSPEC'];

/** Runs the built program as a user would, with an environment that has nothing of this machine in it, on a day that is fixed. */
export function run(argv: readonly string[], options: RunOptions): Promise<Ended> {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.includes(name.toUpperCase())));
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd: options.cwd,
      env: { ...kept, ...FIXED_CLOCK, HOME: options.home, USERPROFILE: options.home, ...options.environment },
      stdio: 'pipe',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}

/** A temporary folder that is removed with `dispose`. */
export function temporaryFolder(): { readonly path: string; dispose(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'harden-builds-test-')));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

const IDENTITY = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgSign=false'];

export const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', [...IDENTITY, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: join(cwd, 'no-such-file'), GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

/** A git repository with one commit of these files, and a remote that is only a name. */
export function repositoryIn(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
  remote: string | null = REMOTE,
): string {
  const root = join(folder, 'repository');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(root, { recursive: true });
  git(root, 'init', '--quiet', '--initial-branch=main');
  if (remote !== null) git(root, 'remote', 'add', 'origin', remote);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--allow-empty', '--message', 'first');
  return root;
}

export const REMOTE = 'https://github.com/acme/widgets.git';

export const UNPINNED = `name: ci
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm test
`;
