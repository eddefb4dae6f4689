import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git, type RunOptions, repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
});
afterEach(() => folder.dispose());

const check = (cwd: string, argv: readonly string[] = [], options: Partial<RunOptions> = {}) =>
  run(['check', '--local', ...argv], { cwd, home, ...options });

const withWorkflow = (extra: Readonly<Record<string, string | Buffer>> = {}) =>
  repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n', ...extra });

describe('the result and the notes', () => {
  test('are kept apart: a report on standard output, the rest on standard error', async () => {
    const root = withWorkflow();
    writeFileSync(join(root, '.github/workflows/ci.yml'), `${UNPINNED}# changed\n`);
    const { code, stdout, stderr } = await check(root);
    expect(code).toBe(1);
    expect(stdout).toContain('acme/widgets  main @ ');
    expect(stdout).toMatch(/partial\s+4\.01/);
    expect(stdout).toContain('.github/workflows/ci.yml:9:15');
    expect(stderr).toContain('not committed, so not looked at: .github/workflows/ci.yml');
    expect(stdout).not.toContain('not committed');
    expect((await check(root, ['--quiet'])).stderr).toBe('');
  });

  test('no colour reaches a pipe unless it is asked for', async () => {
    const root = withWorkflow();
    expect((await check(root)).stdout).not.toContain('\u001B');
    expect((await check(root, [], { environment: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[31m');
    const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
    expect((await check(root, [], { environment: both })).stdout).not.toContain('\u001B');
    expect((await check(root, ['--no-color'], { environment: { FORCE_COLOR: '1' } })).stdout).not.toContain('\u001B');
  });

  test('control sequences in the repository do not reach the terminal', async () => {
    const root = withWorkflow({
      '.github/workflows/odd.yml': UNPINNED.replace(
        'actions/checkout@v4',
        '"actions/checkout@v4\\e]0;owned\\a\\e[31m\\u202e"',
      ),
    });
    const { stdout, stderr } = await check(root, ['--verbose']);
    expect(stdout + stderr).not.toMatch(/[\u001B\u0007\u202E]/);
  });

  test('--output writes the result to a file and nothing to standard output', async () => {
    const root = withWorkflow();
    const { stdout } = await check(root, ['--format', 'json', '--output', '../report.json']);
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync(join(folder.path, 'report.json'), 'utf8')).schemaVersion).toBe(1);
    expect((await check(root, ['--output', 'no/such/folder.txt'])).code).toBe(2);
  });
});

describe('JSON', () => {
  const valid = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync('schemas/check.schema.json', 'utf8')));

  test('is valid by the published schema, with and without workflows', async () => {
    const full = withWorkflow();
    const empty = repositoryIn(join(folder.path, 'empty'), {});
    for (const root of [full, empty]) {
      const { stdout } = await check(root, ['--format', 'json']);
      const report = JSON.parse(stdout);
      expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
      expect(report.mode).toBe('local');
      expect(report.repository).toMatchObject({ host: 'github.com', owner: 'acme', name: 'widgets', visibility: null });
      expect(report.repository.base).toEqual({ ref: 'main', sha: git(root, 'rev-parse', 'HEAD'), dirty: false });
    }
  });

  test('is the same from run to run but for the time', async () => {
    const root = withWorkflow();
    const once = async () => ({ ...JSON.parse((await check(root, ['--format', 'json'])).stdout), observedAt: '' });
    expect(await once()).toEqual(await once());
  });

  test('names the exact token, and what was asked of the host as unknown', async () => {
    const report = JSON.parse((await check(withWorkflow(), ['--format', 'json'])).stdout);
    const pinned = report.controls.find((each: { id: string }) => each.id === 'actions-sha-pinned');
    expect(pinned.findings).toHaveLength(1);
    expect(pinned.findings[0].location).toEqual({
      path: '.github/workflows/ci.yml',
      line: 9,
      column: 15,
      endLine: 9,
      endColumn: 34,
    });
    const token = report.controls.find((each: { id: string }) => each.id === 'token-default-read-only');
    expect(token).toMatchObject({ verdict: 'unknown', unknown: [{ fact: 'tokenDefaults', reason: 'not-asked' }] });
  });
});

describe('exit codes', () => {
  test.each([
    [['--only', '4.01'], 1],
    [['--only', '4.01', '--fail-on', 'never'], 0],
    [['--only', 'token-default-read-only'], 0],
    [['--only', 'token-default-read-only', '--fail-on-unknown'], 1],
    [['--only', 'actions,1', '--skip', 'actions*'], 1],
    [['--only', '4.1'], 2],
    [['--only', '4.01', '--skip', '4.*'], 2],
    [['--fail-on', 'sometimes'], 2],
    [['--nonsense'], 2],
    [['--base', '--upload-pack=x'], 2],
    [['--base', 'no-such-branch'], 2],
  ] as const)('check %j ends with %i', async (argv, code) => {
    const root = withWorkflow();
    const ended = await check(root, argv);
    expect(ended.code, ended.stderr).toBe(code);
    if (code === 2) {
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toMatch(/^harden-builds: .+\n(?: {2}.+\n)*$/);
      expect(ended.stderr).toContain('  next: ');
    }
  });

  test('a flag can come from its variable, and beats it', async () => {
    const root = withWorkflow();
    const environment = { HARDEN_BUILDS_FAIL_ON: 'never', HARDEN_BUILDS_ONLY: '4.01' };
    expect((await check(root, [], { environment })).code).toBe(0);
    expect((await check(root, ['--fail-on', 'must'], { environment })).code).toBe(1);
    const wrong = await check(root, [], { environment: { HARDEN_BUILDS_FAIL_ON: 'perhaps' } });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('HARDEN_BUILDS_FAIL_ON');
    expect((await run(['check'], { cwd: root, home, environment: { HARDEN_BUILDS_LOCAL: '1' } })).code).toBe(1);
  });

  test('an unknown control is answered with the nearest names', async () => {
    const { code, stderr } = await check(withWorkflow(), ['--only', 'action-sha-pined']);
    expect(code).toBe(2);
    expect(stderr).toContain('no control is called "action-sha-pined"');
    expect(stderr).toContain('actions-sha-pinned');
  });
});

describe('odd repositories', () => {
  test('a folder without git, a missing one, a file, and a repository without commits are refused', async () => {
    const bare = join(folder.path, 'plain');
    mkdirSync(bare);
    writeFileSync(join(bare, 'file'), '');
    const unborn = join(folder.path, 'unborn');
    mkdirSync(unborn);
    git(unborn, 'init', '--quiet');
    const environment = { GIT_CEILING_DIRECTORIES: folder.path };
    for (const [path, code] of [
      [bare, 3],
      [join(bare, 'nowhere'), 3],
      [join(bare, 'file'), 2],
      [unborn, 3],
    ] as const) {
      const ended = await run(['check', '--local', path], { cwd: folder.path, home, environment });
      expect(ended.code, ended.stderr).toBe(code);
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toContain('  next: ');
      expect(ended.stderr).not.toContain('    at ');
    }
  });

  test('without a remote the files are judged and the report says that nothing else was', async () => {
    const root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED }, null);
    const { code, stdout, stderr } = await run(['check', '--format', 'json'], { cwd: root, home });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).repository).toMatchObject({ owner: null, name: null });
    expect(stderr).toContain('no remote names a repository on GitHub');
  });

  test('a workflow that is not YAML keeps the others judged, and nothing about it passes', async () => {
    const root = withWorkflow({ '.github/workflows/broken.yml': 'on: push\njobs: [\n' });
    const report = JSON.parse((await check(root, ['--format', 'json'])).stdout);
    const pinned = report.controls.find((each: { id: string }) => each.id === 'actions-sha-pinned');
    expect(pinned.findings).toHaveLength(1);
    const pinning = await check(
      repositoryIn(join(folder.path, 'other'), { '.github/workflows/broken.yml': 'on: [\n' }),
      ['--format', 'json'],
    );
    const verdicts = JSON.parse(pinning.stdout).controls.map((each: { verdict: string }) => each.verdict);
    expect(
      JSON.parse(pinning.stdout).controls.find((each: { id: string }) => each.id === 'actions-sha-pinned').verdict,
    ).not.toBe('pass');
    expect(verdicts).toHaveLength(report.controls.length);
  });

  test('a file of 30 MB and a CODEOWNERS that is a folder end in a report', async () => {
    const root = withWorkflow({
      '.github/workflows/large.yml': Buffer.alloc(30 * 1024 * 1024, 'a: b\n'),
      '.github/CODEOWNERS/readme': 'not a file\n',
    });
    const { code, stderr } = await check(root, ['--format', 'json']);
    expect(code, stderr).toBe(1);
  });

  test('--worktree reads what is not committed, and says so', async () => {
    const root = withWorkflow();
    const sha = 'de0fac2e4500dabe0009e67214ff5f5447ce83dd';
    writeFileSync(join(root, '.github/workflows/ci.yml'), UNPINNED.replace('checkout@v4', `checkout@${sha}`));
    const report = JSON.parse((await check(root, ['--worktree', '--format', 'json', '--only', '4.01'])).stdout);
    expect(report.repository.base.dirty).toBe(true);
    expect(report.controls[0].findings.filter((each: { rule: string }) => each.rule === 'unpinned')).toEqual([]);
    expect((await check(root, ['--worktree', '--base', 'main'])).code).toBe(2);
  });
});

describe('the policy', () => {
  const waiver =
    'version: 1\nwaivers:\n  tags:\n    control: actions-sha-pinned\n    reason: pinned by a proxy\n    expires: 2999-12-31\n';
  const only = ['--only', '4.01', '--format', 'json'];
  const verdictOf = async (root: string, environment: Readonly<Record<string, string>> = {}) => {
    const { stdout, stderr } = await check(root, only, { environment });
    return { verdict: JSON.parse(stdout).controls[0].verdict, stderr };
  };
  const run = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main' };

  test('of a pull request is the one it starts from, so that it cannot waive itself', async () => {
    const root = withWorkflow();
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    writeFileSync(join(root, '.github/harden-builds.yml'), waiver);
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'waive');
    expect((await verdictOf(root)).verdict).toBe('waived');
    expect((await verdictOf(root, run)).verdict).toBe('partial');
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect((await verdictOf(root, run)).verdict).toBe('waived');
  });

  test('is not used, and that is said, when the start of the pull request is not here', async () => {
    const root = withWorkflow({ '.github/harden-builds.yml': waiver });
    const { verdict, stderr } = await verdictOf(root, run);
    expect(verdict).toBe('partial');
    expect(stderr).toContain('fetch-depth: 0');
  });
});

describe('since last time', () => {
  test('tells what was fixed, compares only the same scope, and is silent in CI', async () => {
    const root = withWorkflow();
    expect((await check(root, ['--only', '4.16'])).stdout).not.toContain('since');
    writeFileSync(
      join(root, '.github/dependabot.yml'),
      'version: 2\nupdates:\n  - package-ecosystem: github-actions\n    directory: /\n    schedule: { interval: weekly }\n    cooldown: { default-days: 7 }\n  - package-ecosystem: npm\n    directory: /\n    schedule: { interval: weekly }\n    cooldown: { default-days: 7 }\n',
    );
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'robots');
    expect((await check(root, ['--only', '4.16'], { environment: { CI: 'true' } })).stdout).not.toContain('since');
    expect((await check(root, ['--only', '4.16'])).stdout).toMatch(/fixed since \d{4}-\d\d-\d\d: dependabot-actions/);
    expect((await check(root, ['--only', '4.01'])).stdout).toContain('the last run judged other controls');
  });

  test('state that cannot be kept is a note', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    const environment = { HARDEN_BUILDS_STATE_DIR: join(folder.path, 'file', 'state') };
    const { code, stderr } = await check(withWorkflow(), ['--only', '4.01'], { environment });
    expect(code).toBe(1);
    expect(stderr).toContain('nothing is remembered');
  });
});
