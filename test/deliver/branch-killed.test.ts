import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digests, sandbox } from '../adapters/git-sandbox.ts';

const CALLS = 7;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harden-builds-killed-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'branch-killed-at.ts')],
    outfile: join(folder, 'program.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (root: string, moment: string, signal: string): { signal: string | null; stdout: string } => {
  const { signal: endedBy, stdout } = spawnSync(process.execPath, [join(folder, 'program.mjs'), root, moment, signal], {
    encoding: 'utf8',
  });
  return { signal: endedBy, stdout };
};

const moments = Array.from({ length: CALLS }, (_, call) => [`-${call + 1}`, `+${call + 1}`]).flat();

describe('a delivery that is ended in the middle', () => {
  test('has as many steps as this test knows', () => {
    const { repository } = sandbox();
    expect(run(repository('app', { 'ci.yml': 'on: push\n' }), 'never', 'SIGINT').stdout).toBe(`${CALLS}\n`);
  });

  test.each(['SIGINT', 'SIGKILL'])(
    'by %s leaves the branch whole or not there, and everything else alone',
    (signal) => {
      const { git, repository } = sandbox();
      const root = repository('app', { 'ci.yml': 'on: push\n' });
      const grows = ['.git/objects', '.git/refs/heads/harden-builds', '.git/logs/refs/heads/harden-builds'];
      const before = digests(root, grows);
      for (const moment of moments) {
        expect(run(root, moment, signal).signal).toBe(signal);
        const branches = git('app', 'for-each-ref', '--format=%(refname:short)', 'refs/heads').trim().split('\n');
        expect(branches).toEqual(moment === `+${CALLS}` ? ['harden-builds/init', 'main'] : ['main']);
        expect(digests(root, grows)).toEqual(before);
        git('app', 'fsck', '--strict');
      }
      expect(run(root, 'never', signal).stdout).not.toBe('');
      expect(git('app', 'show', 'harden-builds/init:ci.yml')).toBe('on: pull\n');
    },
  );
});
