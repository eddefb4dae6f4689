import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { git, repositoryIn, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { KEY, openTerminal, type Terminal } from './terminal.ts';
import { stateOf } from './untouched.ts';
import { controlOn, reached, walkThrough, walkTo } from './wizard.ts';

const BRANCH = 'harden-builds/init';
const REASON = 'Renovate keeps the actions of all our repositories up to date';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let root: string;
let terminal: Terminal;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' });
});
afterEach(() => {
  terminal.dispose();
  folder.dispose();
});

const open = () => {
  terminal = openTerminal(['init', '--local'], {
    cwd: root,
    home,
    before: ['$ first', '$ second'],
  });
};

test('from the first look to the branch: accept one, waive one, leave the rest', async () => {
  const before = stateOf(root);
  open();
  await walkTo(terminal, '4.01');
  const walked = await walkThrough(terminal, (number) =>
    number === '4.01' ? 'take' : number === '4.16' ? { reason: REASON } : 'not now',
  );
  expect(walked).toEqual(expect.arrayContaining(['4.01', '4.04', '4.16']));

  await terminal.waitFor(/\[x\] \.github\/workflows\/ci\.yml/);
  const review = terminal.screen().join('\n');
  expect(review).toContain('.github/harden-builds.yml');
  expect(review).not.toContain('CODEOWNERS');
  expect(stateOf(root)).toEqual(before);

  terminal.press(KEY.enter);
  await terminal.waitFor(/Where should it go/);
  terminal.press(KEY.enter);
  await terminal.waitFor((lines) => reached('deliver')(lines) && /enter leave/.test(lines.join('\n')));
  terminal.press(KEY.enter);
  expect(await terminal.ended()).toBe(0);

  expect(stateOf(root, [BRANCH])).toEqual(before);
  expect(git(root, 'rev-list', '--count', `main..${BRANCH}`)).toBe('1');
  expect(git(root, 'diff', '--name-only', 'main', BRANCH).split('\n')).toEqual([
    '.github/harden-builds.yml',
    '.github/workflows/ci.yml',
  ]);
  const changed = git(root, 'diff', '--unified=0', 'main', BRANCH, '--', '.github/workflows/ci.yml').split('\n');
  expect(changed.filter((line) => /^[-+] /.test(line))).toEqual([
    '-      - uses: actions/checkout@v4',
    expect.stringMatching(/^\+ {6}- uses: actions\/checkout@[0-9a-f]{40} # v4\.\d+\.\d+$/),
  ]);
  const policy = parse(git(root, 'show', `${BRANCH}:.github/harden-builds.yml`));
  expect(Object.values(policy.waivers)).toEqual([
    expect.objectContaining({ control: 'dependabot-actions', reason: REASON, expires: '2027-02-20' }),
  ]);

  expect(terminal.isAlternate()).toBe(false);
  const left = terminal.history().filter((line) => line !== '');
  expect(left.slice(0, 2)).toEqual(['$ first', '$ second']);
  expect(left[2]).toContain(`2 files changed on the branch ${BRANCH}`);
  expect(left.join('\n')).toContain(`git branch -D ${BRANCH}`);
  const receipts = receiptsIn(home);
  expect(receipts).toHaveLength(1);
  expect(receipts[0]).toMatchObject({
    delivery: 'branch',
    steps: [
      { kind: 'commit', state: 'done' },
      { kind: 'ref', state: 'done' },
    ],
  });
});

test('q keeps what was chosen; the next run offers it, and a finished one starts with an empty page', async () => {
  const before = stateOf(root);
  open();
  await walkTo(terminal, '4.01');
  terminal.press(KEY.enter);
  await terminal.waitFor((lines) => controlOn(lines) !== '4.01');
  terminal.press('q');
  await terminal.waitFor(/Leave now/);
  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.history().join('\n')).toContain('your answers are kept');
  expect(stateOf(root)).toEqual(before);
  terminal.dispose();

  open();
  await terminal.waitFor(/last time: r takes that up again/);
  terminal.press('r');
  await terminal.waitFor((lines) => !/last time: r takes/.test(lines.join('\n')));
  terminal.press('v');
  await terminal.waitFor(/\[x\] \.github\/workflows\/ci\.yml/);
  terminal.press(KEY.enter);
  await terminal.waitFor(/Where should it go/);
  terminal.press(KEY.enter);
  await terminal.waitFor(/enter leave/);
  terminal.press(KEY.enter);
  expect(await terminal.ended()).toBe(0);
  expect(git(root, 'diff', '--name-only', 'main', BRANCH)).toBe('.github/workflows/ci.yml');
  terminal.dispose();

  open();
  await terminal.waitFor(reached('stand'));
  expect(terminal.screen().join('\n')).not.toMatch(/takes that up again/);
  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
});

const receiptsIn = (under: string): readonly unknown[] =>
  readdirSync(under, { recursive: true, encoding: 'utf8' })
    .filter((path) => /receipts.[^/\\]+\.json$/.test(path))
    .map((path) => JSON.parse(readFileSync(join(under, path), 'utf8')));
