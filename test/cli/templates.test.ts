import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ACME, edit, manifest, writeFiles } from './pack-folder.ts';
import { type Ended, git, repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let root: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  root = repositoryIn(folder.path, {
    '.github/workflows/ci.yml': UNPINNED,
    'package.json': '{"name":"w"}\n',
    'package-lock.json': '{}\n',
    '.nvmrc': '24\n',
  });
});
afterEach(() => folder.dispose());

const harden = (...argv: readonly string[]): Promise<Ended> => run(argv, { cwd: root, home });
const at = (name: string): string => join(folder.path, name);
const pack = (name: string, files: Readonly<Record<string, string>>): string => writeFiles(at(name), files);

describe('templates', () => {
  test('show says what a template asks and what it leaves to the user', async () => {
    const { code, stdout } = await harden('templates', 'show', 'ci-node');
    expect(code).toBe(0);
    expect(stdout).toContain('  writes   .github/workflows/{{file}}');
    expect(stdout).toMatch(
      /package-manager {2}Which package manager.*\n.*\n.*npm \| pnpm \| yarn \| bun; from the repository, else npm/u,
    );
    expect(stdout).toMatch(/runner-egress-controlled\/unwatched\n {6}An agent/u);
  });

  test('show prints the same as JSON', async () => {
    const { stdout } = await harden('templates', 'show', 'codeowners', '--format', 'json');
    const [template] = JSON.parse(stdout).templates;
    expect(template).toMatchObject({ id: 'codeowners', source: 'files/codeowners.hbs', pack: { name: 'built-in' } });
    expect(template.inputs[0]).toMatchObject({ name: 'owners', type: 'owner', defaultFrom: 'owners' });
  });

  test('a name that is nearly right gets the right one', async () => {
    const { code, stderr } = await harden('templates', 'show', 'codeowner');
    expect(code).toBe(2);
    expect(stderr).toContain('Is codeowners meant?');
  });

  test('render fills a template in with the facts of the checkout, the answers and the flags', async () => {
    const answers = join(
      writeFiles(at('answers'), { 'a.yml': 'schemaVersion: 1\nanswers: { install: npm ci, test: npm test }\n' }),
      'a.yml',
    );
    const { code, stdout, stderr } = await harden(
      'templates',
      'render',
      'ci-node',
      '--answers',
      answers,
      '--set',
      'systems=linux,windows',
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^# harden-builds template: built-in\/ci-node /u);
    expect(stdout).toContain('node-version-file: .nvmrc');
    expect(stdout).toContain('windows-2025');
    expect(stdout).toContain('npm test');
    expect(stderr).toContain('.github/workflows/ci.yml would hold this');
  });

  test.each([
    [['--set', 'system=linux'], 'Is systems meant?'],
    [['--set', 'systems'], '--set systems has no value'],
    [['--set', 'cache-mode=maybe'], '"cache-mode" is not an input of ci-node'],
    [['--set', 'install=rm -rf /'], '"install" does not have the form'],
  ])('render %j is refused', async (flags, words) => {
    const { code, stdout, stderr } = await harden('templates', 'render', 'ci-node', ...flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  test('eject makes a pack that is taken at once, writes the same bytes, and then what was edited', async () => {
    const ejected = await harden('templates', 'eject', 'dependabot', at('own'));
    expect(ejected.code, ejected.stderr).toBe(0);
    const rendered = (...flags: readonly string[]) => harden('templates', 'render', 'dependabot', ...flags);
    const below = ({ stdout }: Ended) => stdout.split('\n').slice(1);
    expect(below(await rendered('--templates', at('own')))).toEqual(below(await rendered()));
    edit(join(at('own'), 'files/dependabot.hbs'), (text) => `# our own words\n${text}`);
    const { code, stdout, stderr } = await harden(
      'init',
      '--local',
      '--yes',
      '--only',
      'dependabot-actions',
      '--templates',
      at('own'),
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/template pack: own 0\.1\.0 \(.*, sha256-[0-9a-f]{64}\)/u);
    const written = git(root, 'show', 'harden-builds/dependabot-actions:.github/dependabot.yml');
    expect(written).toMatch(
      /^# harden-builds template: own\/dependabot 0\.1\.0 [0-9a-f]{8}\n# harden-builds inputs: .*\n# our own words\n/u,
    );
  });

  test('eject of everything is a pack without a fault, and does not write over one', async () => {
    expect((await harden('templates', 'eject', at('all'))).code).toBe(0);
    const plan = await harden('init', '--local', '--yes', '--dry-run', '--format', 'json', '--templates', at('all'));
    expect(plan.code, plan.stderr).toBe(0);
    expect(JSON.parse(plan.stdout).packs).toMatchObject([
      { name: 'all', source: at('all'), resolved: expect.stringMatching(/^sha256-/u) },
      { name: 'built-in', source: 'built-in', resolved: null },
    ]);
    const before = readFileSync(join(at('all'), 'pack.yml'), 'utf8');
    const { code, stderr } = await harden('templates', 'eject', 'codeowners', at('all'));
    expect(code).toBe(2);
    expect(stderr).toContain('Nothing that exists is written over.');
    expect(readFileSync(join(at('all'), 'pack.yml'), 'utf8')).toBe(before);
  });

  test('new begins a pack that lint finds no fault in', async () => {
    expect((await harden('templates', 'new', at('mine'))).code).toBe(0);
    const { code, stdout } = await harden('templates', 'lint', at('mine'));
    expect(stdout).toMatch(/^mine 0\.1\.0 \(.*\): 1 template, \d+ renderings: no fault\n$/u);
    expect(code).toBe(0);
  });

  test('lint ends with 1 and names every fault, as text and as JSON', async () => {
    const source = pack('weak', { ...ACME, 'files/dependabot.hbs': 'version: 2\nupdates: []\n' });
    const { code, stdout } = await harden('templates', 'lint', source);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^acme\/dependabot: \.github\/dependabot\.yml:\d+: dependabot-actions\//mu);
    const json = JSON.parse((await harden('templates', 'lint', source, '--format', 'json')).stdout);
    expect(json).toMatchObject({ schemaVersion: 1, templates: 1, packs: [{ name: 'acme' }, { name: 'built-in' }] });
    expect(json.faults[0]).toMatchObject({
      template: 'dependabot',
      control: 'dependabot-actions',
      path: '.github/dependabot.yml',
    });
    expect(json.renderings).toBeGreaterThan(5);
  });

  test('a pack cannot accept a must that the built-in template does not accept', async () => {
    const accept = '{ control: dependabot-actions, rule: no-actions-entry, reason: we do not care }';
    const source = pack('lax', {
      ...ACME,
      'pack.yml': manifest(
        `  - { id: dependabot, source: files/dependabot.hbs, accept: [${accept}, { control: workflow-permissions-least, rule: missing, reason: no }] }\n`,
      ),
    });
    const { code, stdout } = await harden('templates', 'lint', source);
    expect(code).toBe(1);
    expect(stdout).toMatch(/accept: (?:workflow-permissions-least has no rule "missing"|dependabot-actions)/u);
  });
});

describe('a pack that would weaken a repository is refused', () => {
  const withoutPermissions = (text: string): string =>
    text.replace(/^permissions: \{\}\n/mu, '').replace(/^ {2}permissions:\n {4}contents: read\n/mu, '');

  test.each([
    ['a permissions block', withoutPermissions, 'workflow-permissions-least'],
    [
      'persist-credentials: false',
      (text: string) => text.replace(/^ *with:\n *persist-credentials: false\n/mu, ''),
      'checkout-credentials-dropped',
    ],
    [
      'a pin',
      (text: string) => text.replace('{{uses "actions/checkout"}}', 'actions/checkout@v4'),
      'actions-sha-pinned',
    ],
  ])('one that removes %s', async (_what, change, control) => {
    const source = at('own');
    expect((await harden('templates', 'eject', 'ci-node', source)).code).toBe(0);
    for (const part of ['checkout', 'ci-job', 'ci-triggers']) edit(join(source, `partials/${part}.hbs`), change);
    const { code, stdout, stderr } = await harden('init', '--local', '--yes', '--templates', source);
    expect(code, stderr).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('cannot be used');
    expect(stderr).toMatch(new RegExp(`own/ci-node: \\.github/workflows/ci\\.yml:\\d+: ${control}/`, 'u'));
    expect(git(root, 'branch', '--list', 'harden-builds/*')).toBe('');
  });

  test.each([
    ['../evil.yml', 'leaves the repository'],
    ['/etc/evil.yml', 'is not a path inside the repository'],
    ['src/evil.yml', 'is outside .github/'],
    ['.github/../evil.yml', 'leaves the repository'],
    ['.git/hooks/pre-commit', 'names a part of it that is not a file'],
  ])('one that writes to %s', async (output, words) => {
    const entry = `  - { id: evil, kind: file, source: e.hbs, title: Evil, output: ${output} }\n`;
    const { code, stderr } = await harden(
      'init',
      '--local',
      '--yes',
      '--templates',
      pack('evil', { 'pack.yml': manifest(entry), 'e.hbs': 'a: 1\n' }),
    );
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('acme/evil');
    expect(stderr).toContain(words);
  });

  test.each([
    ['includes itself', 'a: 1\n{{> part}}\n', 'acme/part.hbs:2: the partial "part" includes itself'],
    ['asks for the prototype', 'a: 1\nb: {{constructor}}\n', 'acme/e.hbs:2: "constructor" is not an input of evil'],
    [
      'asks for the prototype of the root',
      'a: {{@root.__proto__}}\n',
      'acme/e.hbs:1: "@root.__proto__" is not an input of evil',
    ],
    [
      'puts a value inside an expression',
      'a: 1\nb: $' + '{{ {{x}} }}\n',
      'acme/e.hbs:2: template text inside a GitHub expression',
    ],
  ])('one that %s', async (_what, text, words) => {
    const entries =
      '  - { id: part, kind: partial, source: part.hbs, title: Part }\n  - { id: evil, kind: file, source: e.hbs, title: Evil, output: .github/e.yml }\n';
    const files = { 'pack.yml': manifest(entries), 'e.hbs': text, 'part.hbs': 'b: 2\n{{> part}}\n' };
    const { code, stderr } = await harden('init', '--local', '--yes', '--templates', pack('evil', files));
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(words);
  });

  test.runIf(process.platform !== 'win32')('one that holds a link', async () => {
    symlinkSync('/etc/hosts', join(pack('linked', ACME), 'files/hosts.hbs'));
    const { code, stderr } = await harden('init', '--local', '--yes', '--templates', at('linked'));
    expect(code).toBe(2);
    expect(stderr).toContain('files/hosts.hbs: is a link');
  });

  test('one that extends itself, and one that is not there', async () => {
    const circle = await harden(
      'init',
      '--local',
      '--yes',
      '--templates',
      pack('circle', { 'pack.yml': 'schema: 1\nname: a\nversion: 1.0.0\nextends: ../circle\n' }),
    );
    expect([circle.code, circle.stderr]).toEqual([2, expect.stringContaining('or a circle: ')]);
    const absent = await harden('init', '--local', '--yes', '--templates', at('nothing'));
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('There is no such folder.')]);
  });
});

describe('a pack is named', () => {
  test('by the variable, and the flag beats it', async () => {
    const source = pack('acme', ACME);
    const environment = { HARDEN_BUILDS_TEMPLATES: source };
    const shown = await run(['templates', 'list'], { cwd: root, home, environment });
    expect(shown.stdout).toMatch(/^acme 1\.2\.0\n/u);
    const flagged = await run(['templates', 'list', '--templates', 'built-in'], { cwd: root, home, environment });
    expect(flagged.stdout).toMatch(/^built-in /u);
  });

  test('by the policy, as a folder of the commit that is looked at', async () => {
    writeFiles(root, { '.github/harden-builds.yml': 'version: 1\npack: tools/templates\n' });
    writeFiles(join(root, 'tools/templates'), ACME);
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'policy');
    // What is not committed is not looked at.
    edit(join(root, 'tools/templates/files/dependabot.hbs'), () => 'broken: {{nothing}}\n');
    const { code, stdout, stderr } = await harden(
      'init',
      '--local',
      '--yes',
      '--only',
      'dependabot-actions',
      '--dry-run',
      '--format',
      'json',
    );
    expect(code, stderr).toBe(0);
    const { files, packs } = JSON.parse(stdout);
    expect(files[0].after).toContain('# kept by the platform team');
    expect(packs[0]).toMatchObject({ name: 'acme', version: '1.2.0', source: 'tools/templates' });
    expect(stderr).toContain('named in .github/harden-builds.yml');
    const own = await harden(
      'init',
      '--local',
      '--yes',
      '--only',
      'dependabot-actions',
      '--dry-run',
      '--format',
      'json',
      '--templates',
      'built-in',
    );
    expect(JSON.parse(own.stdout).files[0].after).not.toContain('platform team');
  });

  test.each([
    ['github:acme/templates', 'the branch, tag or commit after @'],
    ['github:acme/../x@main', 'it names . or ..'],
    ['npm:acme-templates', 'one version after @'],
    ['npm:--registry=x@1', 'one version after @'],
  ])('not by %s', async (source, words) => {
    const { code, stderr } = await harden('init', '--local', '--yes', '--templates', source);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  test.each(['github:acme/templates@v1', 'npm:acme-templates@1.2.0'])(
    'not by %s when nothing online is wanted',
    async (source) => {
      const { code, stderr } = await harden('init', '--local', '--yes', '--templates', source);
      expect(code).toBe(2);
      expect(stderr).toContain('With --local nothing online is read.');
    },
  );
});
