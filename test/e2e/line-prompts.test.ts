import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git, repositoryIn, run, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { KEY, openTerminal, type Size, type Terminal } from './terminal.ts';
import { stateOf } from './untouched.ts';

const BRANCH = 'harden-builds/init';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let root: string;
let terminal: Terminal | null;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  terminal = null;
  root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' });
});
afterEach(() => {
  terminal?.dispose();
  folder.dispose();
});

type Way = {
  readonly name: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly size: Size;
};

const WAYS: readonly Way[] = [
  { name: '--plain', argv: ['--plain'], environment: {}, size: { columns: 80, rows: 24 } },
  { name: 'TERM=dumb', argv: [], environment: { TERM: 'dumb' }, size: { columns: 80, rows: 24 } },
  { name: 'a narrow terminal', argv: [], environment: {}, size: { columns: 59, rows: 24 } },
  { name: 'a low terminal', argv: [], environment: {}, size: { columns: 80, rows: 15 } },
];

const open = ({ argv, environment, size }: Way): Terminal => {
  terminal = openTerminal(['init', '--local', '--only', '4.01', '--branch', BRANCH, ...argv], {
    cwd: root,
    home,
    size,
    environment,
    before: ['$ first'],
  });
  return terminal;
};

describe('line by line', () => {
  test.each(WAYS)('$name: from the first question to the branch', async (way) => {
    const before = stateOf(root);
    const prompts = open(way);
    await prompts.waitFor(/How do you want to go on\?/);
    prompts.press(KEY.enter);
    await prompts.waitFor(/Pin each action/);
    prompts.press(KEY.enter);
    await prompts.waitFor(/Take it\? /);
    prompts.press(KEY.enter);
    await prompts.waitFor(/1\. Deliver 1 of 1 file/);
    expect(stateOf(root)).toEqual(before);
    prompts.press(KEY.enter);
    expect(await prompts.ended()).toBe(0);

    expect(prompts.bytes()).not.toContain('\u001B[?1049h');
    expect(prompts.bytes()).not.toContain('\u001B[3J');
    expect(prompts.history().join('\n')).toContain(`on the branch ${BRANCH}`);
    expect(prompts.history()[0]).toBe('$ first');
    expect(stateOf(root, [BRANCH])).toEqual(before);
    expect(git(root, 'diff', '--name-only', 'main', BRANCH)).toBe('.github/workflows/ci.yml');
  });

  test('ctrl-c at a question ends with 130, and what was chosen is offered again', async () => {
    const [plain] = WAYS;
    if (plain === undefined) throw new Error('there is no way');
    const first = open(plain);
    await first.waitFor(/How do you want to go on\?/);
    first.press(KEY.enter);
    await first.waitFor(/Pin each action/);
    first.press(KEY.enter);
    await first.waitFor(/Take it\? /);
    first.press(KEY.enter);
    await first.waitFor(/1\. Deliver 1 of 1 file/);
    first.press(KEY.ctrlC);
    expect(await first.ended()).toBe(130);
    expect(first.history().join('\n')).toContain('interrupted');
    first.dispose();

    const second = open(plain);
    await second.waitFor(/last time\. Take that up again\?/);
    second.press(KEY.enter);
    await second.waitFor(/Review what is chosen/);
    second.press(KEY.ctrlC);
    expect(await second.ended()).toBe(130);
  });
});

describe('where nobody can be asked', () => {
  test.each([
    [{ CI: 'true' }, 'CI is set'],
    [{ CI: '1' }, 'CI is set'],
  ])('%j in a terminal ends with 2 and names the command to use', async (environment, why) => {
    terminal = openTerminal(['init', '--local'], { cwd: root, home, environment });
    expect(await terminal.ended()).toBe(2);
    const said = terminal.history().join('\n');
    expect(said).toContain(why);
    expect(said).toContain('harden-builds init --yes');
    expect(terminal.bytes()).not.toContain('\u001B[?1049h');
  });

  test.each(['', '0', 'false'])('CI=%j is no CI', async (CI) => {
    terminal = openTerminal(['init', '--local'], { cwd: root, home, environment: { CI } });
    await terminal.waitFor(/where you stand/);
    expect(terminal.isAlternate()).toBe(true);
    terminal.press('q');
    expect(await terminal.ended()).toBe(0);
  });

  test('standard input that is not a terminal ends with 2, writing nothing', async () => {
    const before = stateOf(root);
    const { code, stdout, stderr } = await run(['init', '--local'], { cwd: root, home });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('harden-builds init --yes');
    expect(stderr).toContain('harden-builds init --answers');
    expect(stateOf(root)).toEqual(before);
    expect(readdirSync(home)).toEqual([]);
  });
});
