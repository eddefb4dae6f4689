import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git, repositoryIn, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { startTwin } from '../github-twin/twin.ts';
import { KEY, openTerminal, type Terminal } from './terminal.ts';
import { stateOf } from './untouched.ts';
import { controlOn, reached, walkTo } from './wizard.ts';

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

const open = (argv: readonly string[] = ['init', '--local'], environment = {}) => {
  terminal = openTerminal(argv, {
    cwd: root,
    home,
    environment,
    before: ['$ first', '$ second'],
  });
};

/** The shell has its terminal back: one alternate screen entered, the same one left, the cursor shown, the lines there. */
const expectGivenBack = () => {
  const bytes = terminal.bytes();
  expect(bytes.split('\u001B[?1049h')).toHaveLength(2);
  expect(bytes.split('\u001B[?1049l')).toHaveLength(2);
  expect(bytes.lastIndexOf('\u001B[?25h')).toBeGreaterThan(bytes.lastIndexOf('\u001B[?25l'));
  expect(bytes.lastIndexOf('\u001B[?7h')).toBeGreaterThan(bytes.lastIndexOf('\u001B[?7l'));
  expect(terminal.isAlternate()).toBe(false);
  expect(terminal.history().slice(0, 2)).toEqual(['$ first', '$ second']);
};

const savedDecisions = (): Readonly<Record<string, unknown>> => {
  const path = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith('session.json'));
  return path === undefined ? {} : JSON.parse(readFileSync(join(home, path), 'utf8')).decisions;
};

const take = async () => {
  await walkTo(terminal, '4.01');
  terminal.press(KEY.enter);
  await terminal.waitFor((lines) => reached('walk')(lines) && controlOn(lines) !== '4.01');
};
const review = async () => {
  await take();
  terminal.press('v');
  await terminal.waitFor(/\[x\] \.github\/workflows\/ci\.yml/);
};

type Place = { readonly name: string; readonly kept: boolean; go(): Promise<void> };

const PLACES: readonly Place[] = [
  { name: 'where you stand', kept: false, go: () => terminal.waitFor(reached('stand')) },
  {
    name: 'the filter',
    kept: false,
    async go() {
      await terminal.waitFor(reached('stand'));
      terminal.press('/');
      await terminal.waitFor(/filter:/);
    },
  },
  {
    name: 'the help',
    kept: false,
    async go() {
      await terminal.waitFor(reached('stand'));
      terminal.press('?');
      await terminal.waitFor(/this page/);
    },
  },
  { name: 'the walk', kept: true, go: take },
  {
    name: 'the reason of a waiver',
    kept: true,
    async go() {
      await take();
      terminal.press('w');
      await terminal.waitFor(/Why is this acceptable here/);
      terminal.press('because it is');
      await terminal.waitFor(/because it is/);
    },
  },
  {
    name: 'a question',
    kept: true,
    async go() {
      await take();
      await walkTo(terminal, '4.04');
      terminal.press(KEY.enter);
      await terminal.waitFor(/enter save/);
    },
  },
  { name: 'the review', kept: true, go: review },
  {
    name: 'the question where it should go',
    kept: true,
    async go() {
      await review();
      terminal.press(KEY.enter);
      await terminal.waitFor(/Where should it go/);
    },
  },
  {
    name: 'the question before leaving',
    kept: true,
    async go() {
      await take();
      terminal.press('q');
      await terminal.waitFor(/Leave now/);
    },
  },
];

describe('ctrl-c', () => {
  test.each(PLACES)('at $name gives the terminal back with 130 and keeps what was chosen', async ({ go, kept }) => {
    const before = stateOf(root);
    open();
    await go();
    terminal.press(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expectGivenBack();
    expect(terminal.history().join('\n')).toContain('interrupted');
    expect(savedDecisions()).toEqual(kept ? { 'actions-sha-pinned': expect.objectContaining({ kind: 'take' }) } : {});
    expect(stateOf(root)).toEqual(before);
  });

  test('while a host keeps us waiting', async () => {
    const twin = await startTwin({ repositories: {} });
    try {
      twin.fail({ on: /./, answer: 'hang' });
      open(['init'], { GITHUB_API_URL: twin.url, GITHUB_GRAPHQL_URL: twin.graphqlUrl, GH_TOKEN: 'none' });
      await terminal.waitFor(reached('look'));
      terminal.press(KEY.ctrlC);
      expect(await terminal.ended()).toBe(130);
      expectGivenBack();
    } finally {
      await twin.close();
    }
  });

  test('after the delivery still leaves the receipt', async () => {
    open();
    await review();
    terminal.press(KEY.enter);
    await terminal.waitFor(/Where should it go/);
    terminal.press(KEY.enter);
    await terminal.waitFor(/enter leave/);
    terminal.press(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expectGivenBack();
    expect(terminal.history().join('\n')).toContain('on the branch harden-builds/init');
    expect(git(root, 'rev-parse', '--verify', 'harden-builds/init')).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('a signal from outside', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('%s ends with %i and gives the terminal back', async (signal, code) => {
    open();
    await take();
    terminal.signal(signal);
    expect(await terminal.ended()).toBe(code);
    expectGivenBack();
    expect(savedDecisions()).toHaveProperty('actions-sha-pinned');
  });
});
