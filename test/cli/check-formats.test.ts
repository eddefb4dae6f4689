import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git, repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

const CACHE = '      - uses: actions/cache@v4\n';

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let home: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' });
});
afterEach(() => folder.dispose());

const check = (...argv: readonly string[]) => run(['check', '--local', ...argv], { cwd: root, home });
const schemaOf = (path: string) => new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(path, 'utf8')));
const addStep = () => {
  git(root, 'branch', 'before');
  writeFileSync(join(root, '.github/workflows/ci.yml'), `${UNPINNED}${CACHE}`);
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'a step');
};

describe('check', () => {
  test('--format sarif is a valid log with fixes, in a file when one is named', async () => {
    const { code, stdout, stderr } = await check('--format', 'sarif', '--output', 'report.sarif');
    expect([code, stdout], stderr).toEqual([1, '']);
    const log = JSON.parse(readFileSync(join(root, 'report.sarif'), 'utf8'));
    const valid = schemaOf('test/report/sarif-written.schema.json');
    expect(valid(log), JSON.stringify(valid.errors)).toBe(true);
    expect(log.runs[0].versionControlProvenance).toMatchObject([
      { repositoryUri: 'https://github.com/acme/widgets', revisionId: git(root, 'rev-parse', 'HEAD') },
    ]);
    const pinned = log.runs[0].results.find(
      (each: { ruleId: string }) => each.ruleId === 'actions-sha-pinned/unpinned',
    );
    expect(pinned.fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toMatch(
      /^ {6}- uses: actions\/checkout@[0-9a-f]{40} # v4\.\d+\.\d+\n$/,
    );
  });

  test('--format github annotates, --format markdown makes a summary, and both end like the others', async () => {
    const annotated = await check('--format', 'github');
    expect(annotated.code).toBe(1);
    expect(annotated.stdout).toMatch(/^::error file=\.github\/workflows\/ci\.yml,line=9,col=15,endLine=9,title=4\.01 /);
    const summary = await check('--format', 'markdown', '--only', '4.01');
    expect(summary.code).toBe(1);
    expect(summary.stdout).toMatch(/^# Build security of acme\/widgets {2}main @ /);
    expect((await check('--format', 'markdown', '--fail-on', 'never')).code).toBe(0);
  });
});

describe('--compare', () => {
  test('says what another commit had not, in text and JSON', async () => {
    addStep();
    const text = await check('--compare', 'before', '--only', '4.01');
    expect(text.stdout).toContain('compared with before: 1 new finding, 0 fixed, 1 unchanged');
    expect(text.stdout).toContain('  new: 4.01 .github/workflows/ci.yml:12:15  actions/cache');
    const report = JSON.parse((await check('--compare', 'before', '--only', '4.01', '--format', 'json')).stdout);
    const valid = schemaOf('schemas/check.schema.json');
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    expect(report.compare).toEqual({
      against: 'before',
      fixed: [],
      new: ['actions-sha-pinned/unpinned/.github/workflows/ci.yml/jobs.test.steps.3.uses/actions/cache@v4'],
      unchanged: 1,
    });
    git(root, 'checkout', '--quiet', 'before');
    const back = JSON.parse((await check('--compare', 'main', '--only', '4.01', '--format', 'json')).stdout);
    expect(back.compare).toMatchObject({ fixed: report.compare.new, new: [], unchanged: 1 });
  });

  test('--fail-on-new ends with 1 only for what is new', async () => {
    expect((await check('--compare', 'HEAD')).code).toBe(1);
    expect((await check('--compare', 'HEAD', '--fail-on-new')).code).toBe(0);
    addStep();
    expect((await check('--compare', 'before', '--fail-on-new')).code).toBe(1);
    expect((await check('--compare', 'before', '--fail-on-new', '--only', '4.04')).code).toBe(0);
  });

  test('compares the files on disk as well', async () => {
    writeFileSync(join(root, '.github/workflows/ci.yml'), `${UNPINNED}${CACHE}`);
    const { stdout } = await check('--worktree', '--compare', 'HEAD', '--only', '4.01');
    expect(stdout).toContain('compared with HEAD: 1 new finding');
  });

  test.each([
    [['--compare', 'nowhere'], '--compare "nowhere" names no commit here'],
    [['--compare', '--upload-pack=x'], '--compare'],
    [['--compare', 'a..b'], 'a range'],
    [['--fail-on-new'], '--fail-on-new needs --compare'],
  ])('%j ends with 2', async (argv, words) => {
    const { code, stdout, stderr } = await check(...argv);
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).toContain('  next: ');
  });
});

test('explain --format json is valid by the published schema, for one control and for all', async () => {
  const valid = schemaOf('schemas/explain.schema.json');
  for (const argv of [['4.01'], []]) {
    const { code, stdout } = await run(['explain', ...argv, '--format', 'json'], { cwd: root, home });
    expect(code).toBe(0);
    expect(valid(JSON.parse(stdout)), JSON.stringify(valid.errors)).toBe(true);
  }
});
