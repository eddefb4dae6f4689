import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, repositoryIn, run, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { headOf, type TwinRepository } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { FIXED_CLOCK } from '../support/fixed-clock.ts';
import { KEY, openTerminal } from './terminal.ts';
import { stateOf } from './untouched.ts';
import { walkTo } from './wizard.ts';

const BRANCH = 'harden-builds/init';
const WORKFLOW = '.github/workflows/ci.yml';
/** Tokens that look like none of GitHub's, so that only care keeps them out of what is written. */
const TOKENS = { admin: 'sesame-of-ada', write: 'sesame-of-wil', outsider: 'sesame-of-eve' } as const;

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let root: string;
let twin: Twin;

beforeEach(async () => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  const files = { [WORKFLOW]: UNPINNED, 'package.json': '{"name":"w"}\n', 'README.md': '# W\n' };
  root = repositoryIn(folder.path, files);
  twin = await startTwin({
    repositories: {
      'acme/widgets': { files, roles: { ada: 'admin', wil: 'write' } },
      'actions/checkout': { tags: [['v4', 'v4.9.1']] },
    },
    tokens: {
      [TOKENS.admin]: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] },
      [TOKENS.write]: { kind: 'classic', login: 'wil', scopes: ['repo', 'workflow'] },
      [TOKENS.outsider]: { kind: 'classic', login: 'eve', scopes: ['repo', 'workflow'] },
    },
  });
});
afterEach(async () => {
  try {
    await twin.close();
  } finally {
    folder.dispose();
  }
});

const environment = (token: string | null) => ({
  GITHUB_API_URL: twin.url,
  GITHUB_GRAPHQL_URL: twin.graphqlUrl,
  ...(token === null ? {} : { GH_TOKEN: token }),
});
const program = (token: string | null, ...argv: readonly string[]): Promise<Ended> =>
  run(argv, { cwd: root, home, environment: environment(token) });

const widgets = (): TwinRepository => twin.repository('acme/widgets');
const branches = (of: TwinRepository) => [...of.refs.keys()].filter((ref) => ref.startsWith('refs/heads/')).sort();
const textsOn = (of: TwinRepository, branch: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...twin.state.store.filesOf(headOf(of, branch))].map(([path, { oid }]) => {
      const object = twin.state.store.get(oid);
      return [path, object?.type === 'blob' ? object.bytes.toString('utf8') : ''];
    }),
  );
const writes = () => twin.requests.filter(({ method, path }) => method !== 'GET' && !/graphql|bulk-list/.test(path));

/** Everything that was said and everything that was kept on this machine. */
const traces = (...ended: readonly Ended[]): string => {
  const kept = readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  return [...ended.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...kept].join('\n');
};

describe('init --yes', () => {
  test('opens a pull request with exactly the planned files; a second run changes nothing', async () => {
    const before = stateOf(root);
    const planned = await program(TOKENS.admin, 'init', '--yes', '--dry-run', '--format', 'json');
    expect(planned.code, planned.stderr).toBe(0);
    expect(writes()).toEqual([]);
    const files: readonly { path: string; after: string }[] = JSON.parse(planned.stdout).files;

    const first = await program(TOKENS.admin, 'init', '--yes', '--verbose');
    expect(first.code, first.stderr).toBe(0);
    expect(widgets().pulls).toEqual([
      expect.objectContaining({ state: 'open', base: 'main', head: expect.objectContaining({ branch: BRANCH }) }),
    ]);
    expect(first.stdout.split('\n').map((line) => line.trim())).toContain('https://github.com/acme/widgets/pull/1');
    const now = textsOn(widgets(), BRANCH);
    expect(now).toEqual({
      ...textsOn(widgets(), 'main'),
      ...Object.fromEntries(files.map(({ path, after }) => [path, after])),
    });
    const commit = headOf(twin.repository('actions/checkout'));
    const sha = twin.state.store.history(commit)[0];
    expect(now[WORKFLOW]).toContain(`actions/checkout@${sha} # v4.9.1`);
    expect(twin.state.store.history(headOf(widgets(), BRANCH))).toHaveLength(2);

    const head = headOf(widgets(), BRANCH);
    const [pull] = widgets().pulls;
    const second = await program(TOKENS.admin, 'init', '--yes');
    expect(second.code, second.stderr).toBe(0);
    expect(widgets().pulls).toEqual([pull]);
    expect(headOf(widgets(), BRANCH)).toBe(head);
    expect(branches(widgets())).toEqual([`refs/heads/${BRANCH}`, 'refs/heads/main']);
    expect(stateOf(root)).toEqual(before);
    expect(traces(planned, first, second)).not.toContain(TOKENS.admin);
  });

  test('without write access goes through a fork', async () => {
    const { code, stderr, stdout } = await program(TOKENS.outsider, 'init', '--yes');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('https://github.com/acme/widgets/pull/1');
    expect(branches(widgets())).toEqual(['refs/heads/main']);
    expect(branches(twin.repository('eve/widgets'))).toContain(`refs/heads/${BRANCH}`);
  });

  test('ctrl-c between two requests ends with 130 and says what exists; the next run completes it', async () => {
    const commit = twin.hold(/HardenCommit/);
    const terminal = openTerminal(['init', '--yes'], { cwd: root, home, environment: environment(TOKENS.admin) });
    try {
      await commit.asked;
      terminal.press(KEY.ctrlC);
      await terminal.waitFor(/stopping/);
      commit.release();
      expect(await terminal.ended()).toBe(130);
      const said = terminal.history().join('\n');
      expect(said).toContain(BRANCH);
      expect(said).toContain('This exists already');
      expect(said + terminal.bytes()).not.toContain(TOKENS.admin);
    } finally {
      terminal.dispose();
    }
    expect(widgets().pulls).toEqual([]);

    const again = await program(TOKENS.admin, 'init', '--yes');
    expect(again.code, again.stderr).toBe(0);
    expect(widgets().pulls).toHaveLength(1);
    expect(branches(widgets())).toEqual([`refs/heads/${BRANCH}`, 'refs/heads/main']);
    expect(textsOn(widgets(), BRANCH)[WORKFLOW]).not.toBe(UNPINNED);
  });
});

test('a run that is killed between two requests leaves nothing that the next run cannot complete', async () => {
  const commit = twin.hold(/HardenCommit/);
  const child = spawn(process.execPath, [resolve('bin/harden-builds.js'), 'init', '--yes'], {
    cwd: root,
    env: { ...FIXED_CLOCK, PATH: process.env.PATH, HOME: home, ...environment(TOKENS.admin) },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  await commit.asked;
  child.kill('SIGKILL');
  await gone;
  // The host never hears of the commit: what waited is answered when nobody listens any more.
  twin.fail({ on: /HardenCommit/, answer: 'cut', times: 1 });
  commit.release();

  const again = await program(TOKENS.admin, 'init', '--yes');
  expect(again.code, again.stderr).toBe(0);
  expect(widgets().pulls).toHaveLength(1);
  expect(branches(widgets())).toEqual([`refs/heads/${BRANCH}`, 'refs/heads/main']);
  expect(textsOn(widgets(), BRANCH)[WORKFLOW]).not.toBe(UNPINNED);
});

test('ctrl-c in the wizard while it delivers: stops between two requests, says what exists, keeps the answers', async () => {
  const argv = ['init', '--only', '4.01', '--branch', BRANCH];
  const open = () => openTerminal(argv, { cwd: root, home, environment: environment(TOKENS.admin) });
  const commit = twin.hold(/HardenCommit/);
  const terminal = open();
  try {
    await walkTo(terminal, '4.01');
    terminal.press(KEY.enter);
    await terminal.waitFor(/enter deliver/);
    terminal.press(KEY.enter);
    await terminal.waitFor(/Where should it go/);
    terminal.press(KEY.enter);
    await commit.asked;
    terminal.press(KEY.ctrlC);
    await terminal.waitFor(/stopping before the next request/);
    commit.release();
    expect(await terminal.ended()).toBe(130);
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.history().join('\n')).toContain('This exists already');
  } finally {
    terminal.dispose();
  }
  expect(widgets().pulls).toEqual([]);

  const again = open();
  try {
    await again.waitFor(/takes that up again/);
    again.press('r');
    await again.waitFor((lines) => !/takes that up again/.test(lines.join('\n')));
    again.press('v');
    await again.waitFor(/enter deliver/);
    again.press(KEY.enter);
    await again.waitFor(/Where should it go/);
    again.press(KEY.enter);
    await again.waitFor(/enter leave/);
    again.press(KEY.enter);
    expect(await again.ended()).toBe(0);
    const lines = again.history().map((line) => line.trim());
    expect(lines).toContain('https://github.com/acme/widgets/pull/1');
  } finally {
    again.dispose();
  }
  expect(widgets().pulls).toHaveLength(1);
});

describe('check', () => {
  type Report = {
    readonly mode: string;
    readonly repository: { readonly visibility: string | null };
    readonly controls: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly unknown: readonly { readonly reason: string; readonly unlock: string }[];
    }[];
  };
  const report = async (token: string | null): Promise<Report> => {
    const { stdout, stderr } = await program(token, 'check', '--format', 'json');
    expect(stdout, stderr).not.toBe('');
    expect(traces({ code: 0, stdout, stderr })).not.toContain('sesame');
    return JSON.parse(stdout);
  };
  const tokenDefault = (of: Report) => of.controls.find(({ id }) => id === 'token-default-read-only');

  test('with an admin token knows the settings, and fails what is off', async () => {
    const seen = await report(TOKENS.admin);
    expect(seen).toMatchObject({ mode: 'api', repository: { visibility: 'public' } });
    expect(tokenDefault(seen)).toMatchObject({ verdict: 'fail', unknown: [] });
  });

  test.each([
    ['write access', TOKENS.write],
    ['no access', TOKENS.outsider],
    ['no token', null],
  ])('with %s knows that it does not know, and what would help', async (_name, token) => {
    const seen = await report(token);
    const control = tokenDefault(seen);
    expect(control?.verdict).toBe('unknown');
    expect(control?.unknown).toContainEqual(expect.objectContaining({ reason: 'forbidden' }));
    expect(control?.unknown.every(({ unlock }) => unlock.length > 10)).toBe(true);
    const all = await report(TOKENS.admin);
    const failed = (of: Report) => of.controls.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    expect(failed(all)).toEqual(expect.arrayContaining([...failed(seen)]));
  });

  test.each(['check', 'init'] as const)('%s: a refused token is one message, and 3', async (command) => {
    const argv = command === 'init' ? ['init', '--yes'] : ['check'];
    const before = stateOf(root);
    const ended = await program('sesame-that-is-revoked', ...argv);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^harden-builds: github\.com refused the token from GH_TOKEN$/m);
    expect(ended.stderr.match(/^harden-builds: /gm)).toHaveLength(1);
    expect(ended.stderr).toContain('  next: ');
    expect(traces(ended)).not.toContain('sesame');
    expect(stateOf(root)).toEqual(before);
  });
});
