import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, git, repositoryIn, run, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { filesIn, stateOf } from './untouched.ts';

const BRANCH = 'harden-builds/init';
const CI = '.github/workflows/ci.yml';
const MEGABYTE = 1024 * 1024;

let folder: ReturnType<typeof temporaryFolder>;
let home: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
});
afterEach(() => folder.dispose());

const program = (cwd: string, ...argv: readonly string[]): Promise<Ended> =>
  run(argv, { cwd, home, environment: { GIT_CEILING_DIRECTORIES: folder.path } });

/** One message that says what is so and what to do; no stack, nothing on standard output. */
const expectRefusal = ({ code, stdout, stderr }: Ended, expected: 2 | 3, words: RegExp) => {
  expect(code, stderr).toBe(expected);
  expect(stdout).toBe('');
  expect(stderr).toMatch(words);
  expect(stderr.match(/^harden-builds: /gm)).toHaveLength(1);
  expect(stderr).toContain('\n  next: ');
  expect(stderr).not.toMatch(/^ +at |defect/m);
};

const COMMANDS: readonly { readonly argv: readonly string[] }[] = [
  { argv: ['check'] },
  { argv: ['check', '--local'] },
  { argv: ['init', '--yes'] },
  { argv: ['init', '--yes', '--local'] },
];

describe.each(COMMANDS)('$argv', ({ argv }) => {
  test('a folder that is no repository', async () => {
    const plain = join(folder.path, 'plain');
    mkdirSync(plain);
    writeFileSync(join(plain, 'file'), 'text');
    const before = filesIn(folder.path);
    expectRefusal(await program(plain, ...argv), 3, /repository/);
    expect(filesIn(folder.path)).toEqual(before);
  });

  test('a repository without commits', async () => {
    const unborn = join(folder.path, 'unborn');
    mkdirSync(unborn);
    git(unborn, 'init', '--quiet', '--initial-branch=main');
    git(unborn, 'remote', 'add', 'origin', 'https://github.com/acme/widgets.git');
    const before = filesIn(unborn);
    expectRefusal(await program(unborn, ...argv), 3, /commit/);
    expect(filesIn(unborn)).toEqual(before);
    expect(git(unborn, 'for-each-ref')).toBe('');
  });

  test('a path that leads nowhere, or in a circle', async () => {
    symlinkSync('circle', join(folder.path, 'circle'));
    for (const path of ['circle', 'nowhere']) {
      expectRefusal(await program(folder.path, ...argv, path), 3, new RegExp(path));
    }
  });

  test('a git folder that is damaged', async () => {
    const root = repositoryIn(folder.path, { [CI]: UNPINNED });
    rmSync(join(root, '.git/HEAD'));
    const before = filesIn(root);
    expectRefusal(await program(root, ...argv), 3, /repository/);
    expect(filesIn(root)).toEqual(before);
  });
});

describe('without a remote', () => {
  test('a pull request is refused, a branch is made, and the files are judged', async () => {
    const root = repositoryIn(folder.path, { [CI]: UNPINNED }, null);
    const before = stateOf(root);
    expectRefusal(await program(root, 'init', '--yes'), 2, /remote/);
    expect(stateOf(root)).toEqual(before);
    const check = await program(root, 'check', '--format', 'json');
    expect(check.code, check.stderr).toBe(1);
    expect(JSON.parse(check.stdout).repository).toMatchObject({ owner: null, name: null });
    const local = await program(root, 'init', '--yes', '--local');
    expect(local.code, local.stderr).toBe(0);
    expect(stateOf(root, [BRANCH])).toEqual(before);
    expect(git(root, 'show', `${BRANCH}:${CI}`)).toMatch(/checkout@[0-9a-f]{40} # v4/);
  });
});

describe('files that cannot be used', () => {
  /** Judges, then delivers a branch; the odd files are on it byte for byte, and the good workflow is mended. */
  async function mendedAround(files: Readonly<Record<string, string | Buffer>>) {
    const root = repositoryIn(folder.path, { [CI]: UNPINNED, ...files });
    const before = stateOf(root);
    const check = await program(root, 'check', '--local', '--format', 'json');
    expect(check.code, check.stderr).toBe(1);
    const init = await program(root, 'init', '--local', '--yes');
    expect(init.code, init.stderr).toBe(0);
    expect(init.stderr).not.toMatch(/defect/);
    expect(stateOf(root, [BRANCH])).toEqual(before);
    expect(git(root, 'show', `${BRANCH}:${CI}`)).toMatch(/checkout@[0-9a-f]{40} # v4/);
    for (const path of Object.keys(files)) {
      expect(git(root, 'rev-parse', `${BRANCH}:${path}`)).toBe(git(root, 'rev-parse', `main:${path}`));
    }
    return { root, report: JSON.parse(check.stdout) };
  }

  type Reported = { readonly id: string; readonly verdict: string };
  const verdictOf = (report: { readonly controls: readonly Reported[] }, id: string) =>
    report.controls.find((each) => each.id === id)?.verdict;

  test('a workflow that is not YAML', async () => {
    const { report } = await mendedAround({ '.github/workflows/broken.yml': 'on: push\njobs: [\n  {' });
    expect(verdictOf(report, 'workflow-permissions-least')).not.toBe('pass');
  });

  test('a workflow that is no text', async () => {
    const { report } = await mendedAround({ '.github/workflows/noise.yml': Buffer.from([0, 255, 254, 1, 128, 10]) });
    expect(verdictOf(report, 'workflow-permissions-least')).not.toBe('pass');
  });

  test('30 MB: a workflow and an ordinary file', async () => {
    const { report } = await mendedAround({
      '.github/workflows/large.yml': Buffer.alloc(30 * MEGABYTE, 'a: b\n'),
      'data.bin': Buffer.alloc(30 * MEGABYTE, 'x'),
      'package.json': Buffer.alloc(2 * MEGABYTE, ' '),
    });
    expect(verdictOf(report, 'workflow-permissions-least')).not.toBe('pass');
  });

  test('a CODEOWNERS that is a folder: nothing is written into its place', async () => {
    const { root, report } = await mendedAround({ '.github/CODEOWNERS/readme': 'a folder\n' });
    expect(verdictOf(report, 'codeowners-workflows')).not.toBe('pass');
    const path = '.github/CODEOWNERS';
    expect(git(root, 'ls-tree', '-r', '--name-only', BRANCH, path)).toBe(`${path}/readme`);
  });

  test('a file whose object is missing from the clone', async () => {
    const root = repositoryIn(folder.path, {
      [CI]: UNPINNED,
      '.github/workflows/lost.yml': UNPINNED.replace('ci', 'lost'),
    });
    const oid = git(root, 'rev-parse', 'main:.github/workflows/lost.yml');
    rmSync(join(root, '.git/objects', oid.slice(0, 2), oid.slice(2)));
    const before = stateOf(root);
    const { code, stdout, stderr } = await program(root, 'check', '--local', '--format', 'json');
    expect(code, stderr).toBe(1);
    expect(verdictOf(JSON.parse(stdout), 'workflow-permissions-least')).not.toBe('pass');
    expect(stateOf(root)).toEqual(before);
  });
});

describe('a state folder that cannot be used', () => {
  test.each(['a file', 'a circle'])('%s: the run goes on and says so', async (kind) => {
    const root = repositoryIn(folder.path, { [CI]: UNPINNED });
    const state = join(folder.path, 'state');
    if (kind === 'a file') writeFileSync(state, '');
    else symlinkSync('state', state);
    const { code, stderr } = await run(['init', '--local', '--yes'], {
      cwd: root,
      home,
      environment: { HARDEN_BUILDS_STATE_DIR: state },
    });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(state);
    expect(git(root, 'rev-parse', '--verify', BRANCH)).toMatch(/^[0-9a-f]{40}$/);
    expect(readdirSync(home)).toEqual([]);
  });
});
