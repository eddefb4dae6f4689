import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryIn, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { KEY, openTerminal, type Size, type Terminal } from './terminal.ts';
import { controlOn, reached, stepOn, walkTo } from './wizard.ts';

const BEFORE = Array.from({ length: 60 }, (_, index) => `$ line ${index + 1}`);
const MOST_BYTES = 4096;

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let terminal: Terminal;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'home'));
  root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' });
});
afterEach(() => {
  terminal.dispose();
  folder.dispose();
});

const open = (size: Size, environment = {}) => {
  terminal = openTerminal(['init', '--local'], {
    cwd: root,
    home: join(folder.path, 'home'),
    size,
    environment,
    before: BEFORE,
  });
};

/** A long list moves under the cursor, so where the cursor stands says nothing. */
const lineAtCursor = () => terminal.screen().find((line) => line.startsWith(' ❯'));

/** The program never draws into the last line, which would scroll, and its frame is whole. */
const expectClean = (step: 'stand' | 'walk') => {
  const lines = terminal.screen();
  expect(lines.at(-1)).toBe('');
  expect(lines.filter((line) => stepOn([line]) === step)).toHaveLength(1);
  expect(lines.filter((line) => line.includes('? help'))).toHaveLength(1);
  expect(lines.at(-2)).toContain('q quit');
};

test('four changes of size leave a clean frame each, and the history of the shell', async () => {
  open({ columns: 100, rows: 30 });
  await terminal.waitFor(reached('stand'));
  expectClean('stand');
  const sizes: readonly Size[] = [
    { columns: 160, rows: 50 },
    { columns: 60, rows: 16 },
    { columns: 40, rows: 10 },
    { columns: 80, rows: 24 },
  ];
  for (const size of sizes) {
    terminal.resize(size);
    await terminal.waitFor((lines) => lines.length === size.rows && (lines.at(-2) ?? '').includes('q quit'));
    expectClean('stand');
  }
  await walkTo(terminal, '4.01');
  terminal.resize({ columns: 60, rows: 16 });
  await terminal.waitFor((lines) => lines.length === 16 && (lines.at(-2) ?? '').includes('q quit'));
  expectClean('walk');

  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.bytes()).not.toContain('\u001B[3J');
  const lines = terminal.history();
  expect(lines.slice(0, BEFORE.length)).toEqual(BEFORE);
});

test('a key press costs at most 4 kB, on the stand and in the walk', async () => {
  open({ columns: 100, rows: 30 });
  await terminal.waitFor(reached('stand'));
  const costs: Record<string, number> = {};
  const press = async (name: string, keys: string, shown: (lines: readonly string[]) => boolean) => {
    const before = terminal.bytes().length;
    terminal.press(keys);
    await terminal.waitFor(shown);
    costs[name] = Buffer.byteLength(terminal.bytes().slice(before));
  };
  for (const key of ['up', 'down'] as const) {
    const before = lineAtCursor();
    await press(`stand ${key}`, KEY[key], () => lineAtCursor() !== before);
  }
  await press('stand help', '?', (lines) => /this page/.test(lines.join('\n')));
  await press('stand back', KEY.escape, (lines) => !/this page/.test(lines.join('\n')));
  await press('open', KEY.enter, reached('walk'));
  const at = controlOn(terminal.screen());
  await press('walk right', KEY.right, (lines) => controlOn(lines) !== at);
  await press('walk left', KEY.left, (lines) => controlOn(lines) === at);
  const before = lineAtCursor();
  await press('walk up', KEY.up, () => lineAtCursor() !== before);
  await press('walk evidence', 'e', (lines) => !/Take it/.test(lines.join('\n')));
  expect(Object.keys(costs)).toHaveLength(9);
  expect(Object.entries(costs).filter(([, bytes]) => bytes > MOST_BYTES || bytes === 0)).toEqual([]);
});

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*\\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m`);

test('a text that is pasted where no text is wanted decides nothing', async () => {
  open({ columns: 80, rows: 24 });
  await walkTo(terminal, '4.01');
  const before = lineAtCursor();
  terminal.press(`a sentence, as wide as a screen${KEY.up}`);
  await terminal.waitFor(() => lineAtCursor() !== before);
  terminal.press('w');
  await terminal.waitFor(/Why is this acceptable here/);
  terminal.press('a sentence, as wide as a screen');
  await terminal.waitFor(/❯ a sentence, as wide as a screen/);
  terminal.press(KEY.escape);
  await terminal.waitFor(/Take it/);
  expect(controlOn(terminal.screen())).toBe('4.01');
  expect(terminal.screen().join('\n')).toContain('0 chosen');
  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
});

test('NO_COLOR leaves no colour; without it there is some', async () => {
  open({ columns: 80, rows: 24 }, { NO_COLOR: '1' });
  await walkTo(terminal, '4.01');
  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.bytes()).not.toMatch(COLOURS);
  terminal.dispose();

  open({ columns: 80, rows: 24 });
  await walkTo(terminal, '4.01');
  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.bytes()).toMatch(COLOURS);
});
