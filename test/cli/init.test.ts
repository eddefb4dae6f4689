import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Ended, git, type RunOptions, repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
});
afterEach(() => folder.dispose());

const init = (cwd: string, argv: readonly string[], options: Partial<RunOptions> = {}): Promise<Ended> =>
  run(['init', '--local', ...argv], { cwd, home, ...options });

const widgets = (extra: Readonly<Record<string, string>> = {}) =>
  repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n', ...extra });

/** Everything of a repository that a delivery must leave alone: HEAD, index, working tree, other refs. */
const untouched = (root: string) => ({
  head: readFileSync(join(root, '.git/HEAD'), 'utf8'),
  index: createHash('sha256')
    .update(readFileSync(join(root, '.git/index')))
    .digest('hex'),
  status: git(root, 'status', '--porcelain'),
  main: git(root, 'rev-parse', 'refs/heads/main'),
});
const refs = (root: string) => git(root, 'for-each-ref', '--format=%(refname)').split('\n');

const schema = (name: string) => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));
const ajv = new Ajv({ allErrors: true });
const validPlan = ajv.compile(schema('plan'));
const validAnswers = ajv.compile(schema('answers'));

describe('without anybody to ask', () => {
  test.each([
    [[], 'harden-builds init --yes'],
    [['--plain'], 'harden-builds init --yes'],
    [['--dry-run'], 'harden-builds init --dry-run --yes'],
  ] as const)('init %j ends with 2 and names the command to use', async (argv, command) => {
    const root = widgets();
    const before = untouched(root);
    const { code, stdout, stderr } = await init(root, argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(command);
    expect(untouched(root)).toEqual(before);
  });

  test.each([
    [['--deliver', 'pr'], '--deliver pr needs the host'],
    [['--draft', '--yes'], '--draft and --reviewer belong to a pull request'],
    [['--format', 'json'], '--format belongs to --dry-run'],
    [['--demo', '.'], '--demo makes its own repository'],
    [['--branch', 'a b', '--yes'], 'a space'],
    [['--repo', 'acme/widgets'], '--local and --repo contradict each other'],
    [['--repo', 'https://github.com/acme/widgets', '.'], 'OWNER/NAME'],
    [['--max-risk', 'high', '--yes'], 'safe, review'],
    [['a', 'b'], 'too many arguments'],
  ] as const)('init %j is refused in words', async (argv, words) => {
    const { code, stderr, stdout } = await init(widgets(), argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });

  test('a pull request without a remote is refused, naming --local', async () => {
    const root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED }, null);
    const { code, stderr } = await run(['init', '--yes'], { cwd: root, home });
    expect(code).toBe(2);
    expect(stderr).toContain('harden-builds init --local');
  });
});

describe('--dry-run', () => {
  test('changes nothing, in any format', async () => {
    const root = widgets();
    const before = untouched(root);
    for (const format of ['text', 'patch', 'json', 'markdown']) {
      const { code, stdout, stderr } = await init(root, ['--yes', '--dry-run', '--format', format]);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('.github/dependabot.yml');
    }
    expect(untouched(root)).toEqual(before);
    expect(refs(root)).toEqual(['refs/heads/main']);
  });

  test('the patch is what git applies; nothing to change is an empty patch', async () => {
    const root = widgets();
    const { stdout } = await init(root, ['--yes', '--dry-run', '--format', 'patch']);
    writeFileSync(join(folder.path, 'plan.patch'), stdout);
    git(root, 'apply', '--check', '../plan.patch');
    const empty = await init(root, ['--yes', '--dry-run', '--format', 'patch', '--only', '4.07']);
    expect(empty).toMatchObject({ code: 0, stdout: '' });
  });

  test('the JSON is valid, and its answers repeat the plan byte for byte', async () => {
    const root = widgets();
    const first = await init(root, ['--yes', '--dry-run', '--format', 'json']);
    const plan = JSON.parse(first.stdout);
    expect(validPlan(plan), JSON.stringify(validPlan.errors)).toBe(true);
    expect(validAnswers(plan.answers), JSON.stringify(validAnswers.errors)).toBe(true);
    expect(plan.files.length).toBeGreaterThan(1);
    const answers = JSON.stringify(plan.answers);
    writeFileSync(join(folder.path, 'answers.json'), answers);
    writeFileSync(join(folder.path, 'answers.yml'), stringify(plan.answers));
    const again = async (file: string, stdin = '') => {
      const { stdout, stderr, code } = await init(root, ['--dry-run', '--format', 'json', '--answers', file], {
        stdin,
      });
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout);
    };
    const whole = await again('-', first.stdout);
    for (const repeated of [
      await again('../answers.json'),
      await again('../answers.yml'),
      await again('-', answers),
      whole,
    ]) {
      expect(repeated.files).toEqual(plan.files);
      expect(repeated.answers).toEqual(plan.answers);
    }
  });

  test('--max-risk safe leaves out what can change a run, and says so', async () => {
    const { stdout } = await init(widgets(), ['--yes', '--dry-run', '--format', 'json', '--max-risk', 'safe']);
    const plan = JSON.parse(stdout);
    expect(plan.files.filter((file: { risk: string }) => file.risk === 'review')).toEqual([]);
    expect(plan.leftOut.map((each: { reason: string }) => each.reason)).toContainEqual(
      expect.stringContaining('--max-risk safe'),
    );
  });
});

describe('--deliver branch', () => {
  test('creates one branch with one commit, and a second run has nothing to do', async () => {
    const root = widgets();
    const before = untouched(root);
    const first = await init(root, ['--yes']);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain('on the branch harden-builds/init');
    expect(refs(root)).toEqual(['refs/heads/harden-builds/init', 'refs/heads/main']);
    expect(git(root, 'rev-list', '--count', 'main..harden-builds/init')).toBe('1');
    expect(git(root, 'log', '-1', '--format=%B', 'harden-builds/init')).toMatch(
      /^Harden builds: .+\n\n[\s\S]*\nHarden-Builds: \d/,
    );
    expect(untouched(root)).toEqual(before);
    const second = await init(root, ['--yes']);
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toContain('nothing to do');
  });

  test('does not move a branch that holds something else', async () => {
    const root = widgets();
    git(root, 'branch', 'harden-builds/init');
    const { code, stderr } = await init(root, ['--yes']);
    expect(code).toBe(3);
    expect(stderr).toContain('--branch');
    expect((await init(root, ['--yes', '--branch', 'other/name', '--title', 'Pin what runs'])).code).toBe(0);
    expect(git(root, 'log', '-1', '--format=%s', 'other/name')).toBe('Pin what runs');
  });

  test('--only names the branch; nothing to change creates none', async () => {
    const root = widgets();
    expect((await init(root, ['--yes', '--only', '4.16'])).code).toBe(0);
    expect(refs(root)).toContain('refs/heads/harden-builds/4-16');
    const nothing = await init(root, ['--yes', '--only', '4.07']);
    expect(nothing.code).toBe(0);
    expect(nothing.stdout).toContain('nothing to change');
    expect(refs(root)).toHaveLength(2);
  });
});

describe('--deliver patch and worktree', () => {
  test('a patch goes to standard output or a file, and nothing else with it', async () => {
    const root = widgets();
    const out = await init(root, ['--yes', '--deliver', 'patch']);
    expect(out.stdout).toMatch(/^diff --git /);
    expect(out.stderr).toContain('in the patch');
    const file = await init(root, ['--yes', '--deliver', 'patch', '--output', '../p.patch']);
    expect(file.stdout).toBe('');
    expect(readFileSync(join(folder.path, 'p.patch'), 'utf8')).toBe(out.stdout);
    expect(refs(root)).toEqual(['refs/heads/main']);
  });

  test('the working tree is changed in place, unless a file would be lost', async () => {
    const root = widgets();
    writeFileSync(join(root, '.github/workflows/ci.yml'), `${UNPINNED}# mine\n`);
    const refused = await init(root, ['--yes', '--deliver', 'worktree']);
    expect(refused.code).toBe(3);
    expect(readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8')).toBe(`${UNPINNED}# mine\n`);
    git(root, 'checkout', '--quiet', '.');
    expect((await init(root, ['--yes', '--deliver', 'worktree'])).code).toBe(0);
    expect(readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8')).toMatch(/checkout@[0-9a-f]{40} # v4/);
  });
});

describe('--answers', () => {
  const answering = (root: string, document: unknown, argv: readonly string[] = ['--dry-run', '--format', 'json']) =>
    init(root, ['--answers', '-', ...argv], {
      stdin: typeof document === 'string' ? document : JSON.stringify(document),
    });

  test.each([
    ['not a document', '{', 'neither JSON nor YAML'],
    ['a list', '[]', 'must be a mapping'],
    ['no version', {}, 'schemaVersion: 1'],
    ['an unknown key', { schemaVersion: 1, control: {} }, 'controls is near'],
    [
      'an unknown control',
      { schemaVersion: 1, controls: { 'action-sha-pinned': { remedy: 'skip' } } },
      'actions-sha-pinned',
    ],
    ['an unknown remedy', { schemaVersion: 1, controls: { 'actions-sha-pinned': { remedy: 'pin-no' } } }, 'pin-now'],
    ['an unknown question', { schemaVersion: 1, answers: { ownerz: ['@a'] } }, 'owners'],
    [
      'an answer of a wrong form',
      {
        schemaVersion: 1,
        controls: { '4.04': { remedy: 'create-codeowners', answers: { owners: ['nobody in particular'] } } },
      },
      'nobody in particular',
    ],
    ['a number', { schemaVersion: 1, answers: { owners: 3 } }, 'not 3'],
    [
      'a reason that is too short',
      { schemaVersion: 1, controls: { '4.01': { waive: { reason: 'later', expires: '2999-01-01' } } } },
      'at least 10 characters',
    ],
    [
      'a day that is over',
      { schemaVersion: 1, controls: { '4.01': { waive: { reason: 'a good reason', expires: '2020-01-01' } } } },
      '2020-01-01 is over',
    ],
    ['aliases', 'schemaVersion: 1\nanswers: &a {}\ncontrols: *a\n', 'aliases'],
  ] as const)('%s ends with 2 and says where', async (_what, document, words) => {
    const { code, stdout, stderr } = await answering(widgets(), document);
    expect(code, stderr).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });

  test('a file that is not there ends with 2', async () => {
    const { code, stderr } = await init(widgets(), ['--answers', 'nowhere.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no such file');
  });

  test('do what they say and no more, and name what they do not mention', async () => {
    const root = widgets();
    const { stdout, stderr, code } = await answering(root, {
      schemaVersion: 1,
      answers: { owners: ['@acme/build'] },
      controls: { '4.04': { remedy: 'create-codeowners' }, 'dependabot-actions': { remedy: 'skip' } },
    });
    expect(code, stderr).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan.files.map((file: { path: string }) => file.path)).toEqual(['.github/CODEOWNERS']);
    expect(plan.files[0].after).toContain('@acme/build');
    expect(plan.leftOut).toContainEqual({ control: 'dependabot-actions', reason: 'the answers say "skip"' });
    expect(plan.leftOut).toContainEqual({ control: 'actions-sha-pinned', reason: 'the answers say nothing about it' });
  });

  test('can be used again when the work is done', async () => {
    const root = widgets();
    const { stdout } = await init(root, ['--yes', '--dry-run', '--format', 'json']);
    await init(root, ['--yes']);
    git(root, 'merge', '--quiet', '--ff-only', 'harden-builds/init');
    const again = await answering(root, stdout);
    expect(again.code, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout).files).toEqual([]);
  });

  test('a waiver is written where the team sees it, and counts from then on', async () => {
    const root = widgets();
    const waive = { reason: 'pinned by a proxy', expires: '2999-12-31' };
    const { code, stderr } = await answering(root, { schemaVersion: 1, controls: { '4.01': { waive } } }, []);
    expect(code, stderr).toBe(0);
    expect(git(root, 'show', '--name-only', '--format=', 'harden-builds/init')).toBe('.github/harden-builds.yml');
    git(root, 'merge', '--quiet', '--ff-only', 'harden-builds/init');
    const report = await run(['check', '--local', '--only', '4.01', '--format', 'json'], { cwd: root, home });
    expect(report.code).toBe(0);
    expect(JSON.parse(report.stdout).controls[0]).toMatchObject({
      verdict: 'waived',
      waiver: { ...waive, file: '.github/harden-builds.yml' },
    });
  });

  test('a policy with a mistake is refused with its line', async () => {
    const root = widgets({ '.github/harden-builds.yml': 'version: 1\nwaivers:\n  one: { control: nope }\n' });
    const { code, stderr } = await run(['check', '--local'], { cwd: root, home });
    expect(code).toBe(2);
    expect(stderr).toContain('.github/harden-builds.yml:3: ');
  });
});

describe('--demo', () => {
  test('without a terminal, a git identity or a home: before, the branch, after', async () => {
    const { code, stdout, stderr } = await run(['init', '--demo'], {
      cwd: folder.path,
      home: join(folder.path, 'no-such-home'),
      environment: { TMPDIR: folder.path, TEMP: folder.path, TMP: folder.path },
    });
    expect(code, stderr).toBe(0);
    const percents = [...stdout.matchAll(/^(\d+) % of what could be judged/gm)].map(([, percent]) => Number(percent));
    expect(percents).toHaveLength(2);
    expect(percents[1]).toBeGreaterThan(percents[0]!);
    const [, root] = /repository was made in (.+)/.exec(stderr) ?? [];
    expect(stderr).toContain(`delete it with: `);
    expect(refs(root!)).toEqual(['refs/heads/harden-builds/init', 'refs/heads/main']);
    expect(git(root!, 'log', '-1', '--format=%an <%ae>', 'harden-builds/init')).toBe(
      'harden-builds <harden-builds@users.noreply.github.com>',
    );
  });

  test('with --dry-run it prints the plan', async () => {
    const environment = { TMPDIR: folder.path, TEMP: folder.path, TMP: folder.path };
    const { code, stdout } = await run(['init', '--demo', '--dry-run', '--format', 'patch'], {
      cwd: folder.path,
      home,
      environment,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^diff --git /);
  });
});
