import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative, resolve, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder, UNPINNED } from '../cli/program.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { FIXED_CLOCK } from '../support/fixed-clock.ts';
import { type Block, blocksOf, patternOf } from './page-blocks.ts';

const PAGE = readFileSync('docs/platform-teams.md', 'utf8');
const BLOCKS = blocksOf(PAGE);
const COMMANDS = BLOCKS.filter(({ kind }) => kind === 'sh');
const TOKEN = 'ghp_averysecrettokenofthetwin0001';

let folder: ReturnType<typeof temporaryFolder>;
let twin: Twin;

/** What is on PATH before all else: the program that was built, and a gh that lists two repositories. */
const PROGRAMS = {
  'harden-builds': `exec "${process.execPath}" "${resolve('bin/harden-builds.js')}" "$@"`,
  gh: `[ "$1 $2 $3" = "repo list acme" ] && printf 'acme/gadgets\\nacme/widgets\\n'`,
};

const inFolder = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  folder = temporaryFolder();
  for (const name of ['bin', 'home', 'work']) mkdirSync(inFolder(name));
  for (const [name, line] of Object.entries(PROGRAMS)) {
    writeFileSync(join(inFolder('bin'), name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(inFolder('bin'), name), 0o755);
  }
  writeFileSync(join(inFolder('home'), '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n');
  const repository = (files: Readonly<Record<string, string>>) => ({ files, roles: { ada: 'admin' } as const });
  twin = await startTwin({
    repositories: {
      'acme/gadgets': repository({ Makefile: 'verify:\n\ttrue\n' }),
      'acme/widgets': repository({ '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' }),
      'acme/build-templates': repository({}),
      'acme/.github': repository({}),
      'actions/checkout': { tags: [['v7', 'v7.0.1']] },
      'actions/dependency-review-action': { tags: [['v5', 'v5.0.0']] },
    },
    tokens: { [TOKEN]: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] } },
  });
});
afterAll(async () => {
  await twin.close();
  folder.dispose();
});

let where = 'work';

/** As a reader pastes it into a shell; the folder it ends in is where the next one begins. */
async function shell(text: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const printed = inFolder('printed');
  const out = openSync(printed, 'w');
  const child = spawn('sh', ['-c', `set -e\n${text}\npwd -P > "${inFolder('where')}"\n`], {
    cwd: resolve(folder.path, where),
    stdio: ['ignore', out, out],
    env: {
      ...FIXED_CLOCK,
      PATH: `${inFolder('bin')}${delimiter}${process.env.PATH}`,
      HOME: inFolder('home'),
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GITHUB_API_URL: twin.url,
      GITHUB_GRAPHQL_URL: twin.graphqlUrl,
      GH_TOKEN: TOKEN,
    },
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  closeSync(out);
  if (code === 0) where = readFileSync(inFolder('where'), 'utf8').trim();
  return { code, said: readFileSync(printed, 'utf8') };
}

/** What the page shows and the test does in another way: a push goes to the stand-in for GitHub. */
function published({ text }: Block): void {
  const [, name = '', slug = '', tag] =
    /^git -C (\S+) push https:\/\/github\.com\/(\S+)\.git main(?: (v\S+))?$/mu.exec(text) ?? [];
  if (name === '') return;
  const root = join(inFolder('work'), name);
  const { store } = twin.state;
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(root, '.git') + sep))
    .map((file) => [relative(root, file), { mode: '100644', oid: store.blob(readFileSync(file, 'utf8')) }] as const);
  const { refs } = twin.repository(slug);
  const commit = store.commit({ tree: store.treeWith(null, new Map(files)), parents: [], message: 'pushed\n' });
  for (const ref of ['refs/heads/main', ...(tag === undefined ? [] : [`refs/tags/${tag}`])]) refs.set(ref, commit);
}

test('the page shows what most of its commands print, and leaves little of it out', () => {
  expect(COMMANDS.length).toBeGreaterThan(20);
  expect(COMMANDS.filter(({ output }) => output !== null).length).toBeGreaterThan(COMMANDS.length / 2);
  for (const { output, line } of COMMANDS) {
    const told = (output ?? 'x').split('\n').filter((each) => /[A-Za-z]/u.test(each.replaceAll('…', '')));
    expect(told.length, `line ${line}`).toBeGreaterThan(0);
  }
  expect(BLOCKS.length - COMMANDS.length).toBeLessThanOrEqual(5);
});

// The commands are those of a POSIX shell.
describe.runIf(process.platform !== 'win32')('docs/platform-teams.md, word by word', () => {
  const named = BLOCKS.map((block) => [`line ${block.line}: ${block.text.split('\n')[0]}`, block] as const);

  test.each(named)(
    '%s',
    async (_name, block) => {
      if (block.kind === 'text') return published(block);
      const { code, said } = await shell(block.text);
      expect(code, said).toBe(0);
      if (block.output === null || patternOf(block.output).test(said)) return;
      // The difference is read more easily than a pattern.
      expect(said).toBe(block.output);
    },
    240_000,
  );
});
