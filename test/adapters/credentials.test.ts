import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCredential } from '../../src/adapters/credentials.ts';
import { apiAddressOf } from '../../src/adapters/github-hosts.ts';
import { Refusal } from '../../src/model/refusal.ts';

const ALL = {
  GH_TOKEN: 'cloud-1',
  GITHUB_TOKEN: 'cloud-2',
  GH_ENTERPRISE_TOKEN: 'enterprise-1',
  GITHUB_ENTERPRISE_TOKEN: 'enterprise-2',
};
const stored = async (): Promise<string> => 'stored';
const find = async (host: string, env: Record<string, string>) =>
  (await findCredential(host, apiAddressOf(host, env), env, stored))?.token ?? null;

describe('findCredential', () => {
  test.each<[string, string, Record<string, string>, string | null]>([
    ['GH_TOKEN first', 'github.com', ALL, 'cloud-1'],
    ['then GITHUB_TOKEN', 'octo.ghe.com', { ...ALL, GH_TOKEN: '' }, 'cloud-2'],
    ['enterprise variables for another host', 'git.example.org', ALL, 'enterprise-1'],
    ['GITHUB_ENTERPRISE_TOKEN second', 'git.example.org', { ...ALL, GH_ENTERPRISE_TOKEN: '' }, 'enterprise-2'],
    ['never a token of github.com to another host', 'git.example.org', { GH_TOKEN: 'cloud-1' }, 'stored'],
    ['then what gh keeps', 'github.com', {}, 'stored'],
    ['never an enterprise token to github.com', 'github.com', { GH_ENTERPRISE_TOKEN: 'enterprise-1' }, 'stored'],
    [
      'a stated address gets the stated token',
      'github.com',
      { GITHUB_API_URL: 'http://localhost:1', ...ALL },
      'cloud-1',
    ],
    ['a stated address never gets a stored one', 'github.com', { GITHUB_API_URL: 'http://localhost:1' }, null],
    ['nor does a foreign GraphQL address', 'github.com', { GITHUB_GRAPHQL_URL: 'https://elsewhere.example/g' }, null],
    [
      'the job token of a runner of the same enterprise host',
      'git.example.org',
      { GITHUB_API_URL: 'https://git.example.org/api/v3', GITHUB_TOKEN: 'job' },
      'job',
    ],
  ])('%s', async (_name, host, env, expected) => {
    expect(await find(host, env)).toBe(expected);
  });

  test.each(['two words', 'line\n', 'null\u0000', 'ümlaut'])(
    'a token like %j is refused without showing it',
    async (token) => {
      const refused = await findCredential('github.com', apiAddressOf('github.com', {}), { GH_TOKEN: token }).catch(
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(Refusal);
      expect(JSON.stringify({ ...(refused as Refusal), message: (refused as Refusal).message })).not.toContain(token);
    },
  );
});

describe.skipIf(process.platform === 'win32')('what gh keeps', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gh-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const gh = (script: string) => {
    const path = join(folder, 'gh');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    const env = { GH_PATH: path, PATH: process.env.PATH ?? '', GH_ENTERPRISE_TOKEN: 'other' };
    return findCredential('github.com', apiAddressOf('github.com', env), env);
  };

  test('is asked for by host, without our variables in its environment', async () => {
    const found = await gh(
      '[ -z "$GH_ENTERPRISE_TOKEN" ] && [ "$*" = "auth token --hostname github.com" ] && echo kept',
    );
    expect(found).toEqual({ token: 'kept', origin: 'gh auth token --hostname github.com' });
  });

  test.each(['exit 1', 'echo', 'echo secret; exit 4'])('"%s" means none', async (script) => {
    expect(await gh(script)).toBeNull();
  });

  test('a gh that is not there means none', async () => {
    const env = { GH_PATH: join(folder, 'absent') };
    expect(await findCredential('github.com', apiAddressOf('github.com', env), env)).toBeNull();
  });
});
