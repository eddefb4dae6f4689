import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

const TOKEN = 'ghp_averysecrettokenofthetwin0001';

let folder: ReturnType<typeof temporaryFolder>;
let twin: Twin;
let home: string;

beforeEach(async () => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  twin = await startTwin({
    repositories: {
      'acme/widgets': {
        files: { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' },
        roles: { ada: 'admin' },
      },
      'actions/checkout': { tags: [['v4', 'v4.2.0']] },
    },
    tokens: {
      [TOKEN]: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] },
      ghp_withoutworkflowscope0000000001: { kind: 'classic', login: 'ada', scopes: ['repo'] },
    },
  });
});
afterEach(async () => {
  await twin.close();
  folder.dispose();
});

const online = (argv: readonly string[], of: { cwd?: string; token?: string | null; url?: string } = {}) => {
  const { cwd = folder.path, token = TOKEN, url = twin.url } = of;
  const environment = {
    GITHUB_API_URL: url,
    GITHUB_GRAPHQL_URL: url === twin.url ? twin.graphqlUrl : `${url}/graphql`,
    ...(token === null ? {} : { GH_TOKEN: token }),
  };
  return run(argv, { cwd, home, environment });
};

describe('check', () => {
  test('with --repo reads everything from the host, files and settings', async () => {
    const { code, stdout, stderr } = await online(['check', '--repo', 'acme/widgets', '--format', 'json']);
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ mode: 'api', repository: { owner: 'acme', name: 'widgets', visibility: 'public' } });
    const token = report.controls.find((each: { id: string }) => each.id === 'token-default-read-only');
    expect(token).toMatchObject({ verdict: 'fail' });
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  test('in a checkout judges the local files, and the settings of the host', async () => {
    const cwd = repositoryIn(folder.path, { '.github/workflows/mine.yml': UNPINNED });
    const report = JSON.parse((await online(['check', '--format', 'json'], { cwd })).stdout);
    const pinned = report.controls.find((each: { id: string }) => each.id === 'actions-sha-pinned');
    expect(pinned.findings[0].location.path).toBe('.github/workflows/mine.yml');
    expect(report.repository.visibility).toBe('public');
  });

  test('a second run is told of every answer that it is unchanged, and reports the same', async () => {
    const once = () => online(['check', '--repo', 'acme/widgets', '--format', 'json']);
    const first = await once();
    const asked = twin.requests.length;
    const second = await once();
    const gets = (requests: typeof twin.requests) => requests.filter(({ method }) => method === 'GET');
    const before = gets(twin.requests.slice(0, asked));
    const answered = new Set(before.filter(({ status }) => status === 200).map(({ path }) => path));
    const again = gets(twin.requests.slice(asked)).filter(({ path }) => answered.has(path));
    expect(answered.size).toBeGreaterThan(5);
    expect(new Set(again.map(({ path }) => path))).toEqual(answered);
    expect(again.filter(({ status }) => status !== 304).map(({ path }) => path)).toEqual([]);
    const report = ({ stdout }: typeof first) => ({ ...JSON.parse(stdout), observedAt: '' });
    expect(report(second)).toEqual(report(first));
  });

  test('without a login says what one would add, and takes nothing for safe', async () => {
    const { stdout, stderr } = await online(['check', '--repo', 'acme/widgets', '--format', 'json'], { token: null });
    const token = JSON.parse(stdout).controls.find((each: { id: string }) => each.id === 'token-default-read-only');
    expect(token.verdict).toBe('unknown');
    expect(stderr).toContain('not logged in to github.com');
  });

  test('a host that does not answer leaves the settings unknown, and the files judged', async () => {
    const cwd = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED });
    const { code, stdout, stderr } = await online(['check', '--format', 'json'], { cwd, url: 'http://127.0.0.1:9' });
    expect(code, stderr).toBe(1);
    const token = JSON.parse(stdout).controls.find((each: { id: string }) => each.id === 'token-default-read-only');
    expect(token).toMatchObject({ verdict: 'unknown', unknown: [{ reason: 'unreachable' }] });
  });

  test.each([
    ['a repository that is not there', ['check', '--repo', 'acme/nothing'], TOKEN, 'acme/nothing'],
    ['a token that is refused', ['check', '--repo', 'acme/widgets'], 'ghp_nobodyknowsthistoken000000001', 'token'],
  ])('%s ends with 3', async (_what, argv, token, words) => {
    const { code, stdout, stderr } = await online(argv, { token });
    expect(code, stderr).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('ghp_');
  });
});

describe('init', () => {
  test('opens one pull request against the default branch, and a second run opens none', async () => {
    const cwd = repositoryIn(folder.path, { 'unrelated.txt': 'a local commit\n' });
    const first = await online(['init', '--yes'], { cwd });
    expect(first.code, first.stderr).toBe(0);
    const [pull, ...others] = twin.repository('acme/widgets').pulls;
    expect(others).toEqual([]);
    expect(first.stdout.split('\n')).toContainEqual(expect.stringMatching(/^ {2}https?:\/\/\S+\/pull\/\d+$/));
    expect(JSON.stringify(pull)).toContain('<!-- harden-builds:pr v1');
    const second = await online(['init', '--yes'], { cwd });
    expect(second.code, second.stderr).toBe(0);
    expect(twin.repository('acme/widgets').pulls).toHaveLength(1);
    expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain(TOKEN);
  });

  test('says which scope is missing before anything is written', async () => {
    const before = [...twin.repository('acme/widgets').refs];
    const { code, stderr } = await online(['init', '--repo', 'acme/widgets', '--yes'], {
      token: 'ghp_withoutworkflowscope0000000001',
    });
    expect(code).toBe(3);
    expect(stderr).toContain('workflow');
    expect([...twin.repository('acme/widgets').refs]).toEqual(before);
  });

  test('a dry run writes nothing at the host', async () => {
    const { code, stdout } = await online([
      'init',
      '--repo',
      'acme/widgets',
      '--yes',
      '--dry-run',
      '--format',
      'markdown',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('## Settings to change');
    expect(twin.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('graphql'))).toEqual([]);
    expect(twin.repository('acme/widgets').pulls).toEqual([]);
  });
});
