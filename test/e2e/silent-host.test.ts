import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryIn, run, temporaryFolder, UNPINNED } from '../cli/program.ts';
import { stateOf } from './untouched.ts';

/** Milliseconds: the time that a host has to begin its answer, two repetitions, and a slow machine. */
const BOUND = 50_000;

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let server: Server;

beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'home'));
  root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED });
  server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  folder.dispose();
});

/** An address of this machine: with a listener that never says a word, or with none. */
async function addressOf(kind: 'silent' | 'closed'): Promise<string> {
  const { port } = server.address() as AddressInfo; // it listens on a port
  if (kind === 'closed') await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const SECRET = 'sesame';

test.each(['closed', 'silent'] as const)(
  'a host that is %s: one message in bounded time, nothing changed, and the files are still judged',
  { timeout: 2 * BOUND },
  async (kind) => {
    const url = await addressOf(kind);
    const before = stateOf(root);
    const started = performance.now();
    const environment = { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql`, GH_TOKEN: SECRET };
    const ask = (...argv: readonly string[]) => run(argv, { cwd: root, home: join(folder.path, 'home'), environment });
    const [init, remote, check] = await Promise.all([
      ask('init', '--yes'),
      ask('check', '--repo', 'acme/widgets'),
      ask('check', '--format', 'json'),
    ]);
    expect(performance.now() - started).toBeLessThan(BOUND);
    expect(stateOf(root)).toEqual(before);
    expect(JSON.stringify([init, remote, check])).not.toContain(SECRET);

    for (const { code, stdout, stderr } of [init, remote]) {
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr.match(/^harden-builds: /gm)).toHaveLength(1);
      expect(stderr).toContain('127.0.0.1');
      expect(stderr).toContain('  next: ');
      expect(stderr).not.toContain('    at ');
    }

    expect(check.code, check.stderr).toBe(1);
    const report = JSON.parse(check.stdout);
    const verdict = (id: string) => report.controls.find((each: { id: string }) => each.id === id);
    expect(verdict('actions-sha-pinned').findings.length).toBeGreaterThan(0);
    expect(verdict('token-default-read-only')).toMatchObject({ verdict: 'unknown' });
    const { unknown } = verdict('token-default-read-only');
    expect(unknown).toContainEqual(expect.objectContaining({ reason: 'unreachable' }));
  },
);
