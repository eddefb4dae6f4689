import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { repositoryIn, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { KEY, openTerminal, type Terminal } from './terminal.ts';
import { reached, walkTo } from './wizard.ts';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let root: string;
let twin: Twin;
let terminal: Terminal;

beforeEach(async () => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  const files = { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' };
  root = repositoryIn(folder.path, files);
  twin = await startTwin({
    repositories: {
      'acme/widgets': { files, roles: { ada: 'admin' } },
      'actions/checkout': { tags: [['v4', 'v4.9.1']] },
    },
    tokens: { 'sesame-of-ada': { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] } },
  });
});
afterEach(async () => {
  terminal.dispose();
  await twin.close();
  folder.dispose();
});

const open = (...argv: readonly string[]) => {
  terminal = openTerminal(['init', '--only', '4.01', ...argv], {
    cwd: root,
    home,
    environment: { GITHUB_API_URL: twin.url, GITHUB_GRAPHQL_URL: twin.graphqlUrl, GH_TOKEN: 'sesame-of-ada' },
  });
};

const byPrompts = async () => {
  open('--plain');
  await terminal.waitFor(/How do you want to go on\?/);
  terminal.press(KEY.enter);
  await terminal.waitFor(/Pin each action/);
  terminal.press(KEY.enter);
  await terminal.waitFor(/Take it\? /);
  terminal.press(KEY.enter);
  await terminal.waitFor(/1\. Deliver 1 of 1 file/);
  terminal.press(KEY.enter);
};

const onScreen = async () => {
  open();
  await terminal.waitFor(reached('stand'));
  await walkTo(terminal, '4.01');
  terminal.press(KEY.enter);
  terminal.press('v');
  await terminal.waitFor(/\[x\] \.github\/workflows\/ci\.yml/);
  terminal.press(KEY.enter);
  await terminal.waitFor(/Where should it go/);
  terminal.press(KEY.enter);
};

describe('a delivery that is stopped half way ends with 130 and says what exists', () => {
  test.each([
    ['line by line, by ctrl-c', byPrompts, () => terminal.press(KEY.ctrlC)],
    ['line by line, by SIGTERM', byPrompts, () => terminal.signal('SIGTERM')],
    ['on the screen, by ctrl-c', onScreen, () => terminal.press(KEY.ctrlC)],
    ['on the screen, by SIGTERM', onScreen, () => terminal.signal('SIGTERM')],
  ])('%s', async (_how, deliver, stop) => {
    const held = twin.hold(/^POST \/repos\/acme\/widgets\/git\/refs/);
    await deliver();
    await held.asked;
    stop();
    await terminal.waitFor(/[Ss]topping before the next/);
    held.release();
    expect(await terminal.ended()).toBe(130);
    const said = terminal.history().join('\n');
    expect(said).toContain('stopped before it was delivered to acme/widgets');
    expect(said).toContain('next: harden-builds init goes on from there');
    expect(twin.repository('acme/widgets').pulls).toEqual([]);
  });
});
