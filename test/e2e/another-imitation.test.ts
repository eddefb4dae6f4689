import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGitHubClient, type GitHubClient } from '../../src/adapters/github-client.ts';
import { repositoryIn, run, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { stateOf } from './untouched.ts';

// A second opinion, by people who do not know us. It serves no settings and no GraphQL: what it answers with 404 is unknown.

const TOKEN = 'sesame-of-octo';
const PLACE = { owner: 'octo', repo: 'app' };
const BRANCH = 'harden-builds/init';

let folder: ReturnType<typeof temporaryFolder>;
let emulator: Emulator;
let url: string;
let client: GitHubClient;
let root: string;

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'home'));
  emulator = await createEmulator({
    service: 'github',
    port: 0,
    hostname: '127.0.0.1',
    seed: {
      tokens: { [TOKEN]: { login: 'octo', scopes: ['repo', 'workflow'] } },
      github: { users: [{ login: 'nobody' }, { login: 'octo' }], repos: [{ owner: 'octo', name: 'app' }] },
    },
  });
  url = `http://127.0.0.1:${new URL(emulator.url).port}`;
  client = createGitHubClient({
    host: 'github.com',
    address: { rest: url, graphql: `${url}/graphql`, stated: true, standard: false },
    credential: { token: TOKEN, origin: 'GH_TOKEN' },
    version: '1.2.3',
    patience: 1,
    paced: false,
  });
  await put('.github/workflows/ci.yml', UNPINNED);
  await put('package.json', '{"name":"app"}\n');
  root = repositoryIn(folder.path, { 'README.md': '# App\n' }, 'https://github.com/octo/app.git');
});
afterAll(async () => {
  await emulator.close();
  folder.dispose();
});

async function put(path: string, text: string): Promise<void> {
  const content = Buffer.from(text).toString('base64');
  const stored = await client.write((octokit) =>
    octokit.rest.repos.createOrUpdateFileContents({ ...PLACE, path, message: path, content }),
  );
  if (!stored.ok) throw new Error(stored.failure.message);
}

const program = (...argv: readonly string[]) =>
  run(argv, {
    cwd: root,
    home: join(folder.path, 'home'),
    environment: { GITHUB_API_URL: url, GH_TOKEN: TOKEN },
  });

/** Path → text of a branch; the host's own README and all. */
async function textsOn(branch: string): Promise<Readonly<Record<string, string>>> {
  const ref = await client.read((octokit) => octokit.rest.git.getRef({ ...PLACE, ref: `heads/${branch}` }));
  if (!ref.ok) throw new Error(ref.failure.message);
  const commit = await client.read((octokit) =>
    octokit.rest.git.getCommit({ ...PLACE, commit_sha: ref.data.object.sha }),
  );
  if (!commit.ok) throw new Error(commit.failure.message);
  const tree = await client.read((octokit) =>
    octokit.rest.git.getTree({ ...PLACE, tree_sha: commit.data.tree.sha, recursive: 'true' }),
  );
  if (!tree.ok) throw new Error(tree.failure.message);
  const files = tree.data.tree.filter(({ type }) => type === 'blob');
  const texts = files.map(async ({ path = '', sha = '' }) => {
    const blob = await client.read((octokit) => octokit.rest.git.getBlob({ ...PLACE, file_sha: sha }));
    if (!blob.ok) throw new Error(blob.failure.message);
    return [path, Buffer.from(blob.data.content, 'base64').toString('utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

const pulls = async () => {
  const all = await client.read((octokit) => octokit.rest.pulls.list({ ...PLACE, state: 'all' }));
  return all.ok ? all.data.map(({ number, title, state, head }) => ({ number, title, state, branch: head.ref })) : null;
};

test('one pull request with exactly the planned files, once', async () => {
  const before = stateOf(root);
  const planned = await program('init', '--yes', '--dry-run', '--format', 'json');
  expect(planned.code, planned.stderr).toBe(0);
  const files: readonly { path: string; after: string }[] = JSON.parse(planned.stdout).files;
  expect(files.map(({ path }) => path)).toContain('.github/workflows/ci.yml');
  expect(await pulls()).toEqual([]);

  const first = await program('init', '--yes');
  expect(first.code, first.stderr).toBe(0);
  const opened = await pulls();
  expect(opened).toEqual([expect.objectContaining({ state: 'open', branch: BRANCH })]);
  const delivered = await textsOn(BRANCH);
  expect(delivered).toEqual({
    ...(await textsOn('main')),
    ...Object.fromEntries(files.map(({ path, after }) => [path, after])),
  });

  const second = await program('init', '--yes');
  expect(second.code, second.stderr).toBe(0);
  expect(await pulls()).toEqual(opened);
  expect(await textsOn(BRANCH)).toEqual(delivered);
  expect(stateOf(root)).toEqual(before);
  expect(JSON.stringify([planned, first, second])).not.toContain(TOKEN);
});

test('settings it does not serve are unknown: a 404 of somebody else is no "off"', async () => {
  const { stdout, stderr } = await program('check', '--repo', 'octo/app', '--format', 'json');
  const report = JSON.parse(stdout || stderr);
  const control = report.controls.find(({ id }: { id: string }) => id === 'token-default-read-only');
  expect(control).toMatchObject({ verdict: 'unknown', findings: [] });
  expect(control.unknown).toContainEqual(expect.objectContaining({ reason: 'unserved' }));
  const judgedBySettings = report.controls.filter(({ findings }: { findings: readonly { location: unknown }[] }) =>
    findings.some(({ location }) => typeof location === 'object' && location !== null && 'endpoint' in location),
  );
  expect(judgedBySettings).toEqual([]);
});
