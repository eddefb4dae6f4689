import { describe, expect, test } from 'vitest';
import type { Asking, Rights } from '../../src/collectors/asking.ts';
import { unknownBecause } from '../../src/collectors/unknown.ts';
import type { ApiFailure } from '../../src/model/api-failure.ts';

const asking = (of: Partial<Asking> = {}): Asking => ({
  host: 'github.com',
  owner: 'octo',
  name: 'app',
  sha: 'f'.repeat(40),
  rights: 'admin',
  token: { signedIn: true, scopes: null },
  ...of,
});
const failure = (of: Partial<ApiFailure>): ApiFailure => ({
  kind: 'not-found',
  status: 404,
  message: 'Not Found',
  requestId: 'A:1',
  acceptedPermissions: null,
  ssoUrl: null,
  resetAt: null,
  ...of,
});
const NEEDED = { role: 'admin', permission: 'Administration: read' } as const;
const SOURCE = { via: 'api', at: 'GET /x' } as const;
const because = (of: Partial<ApiFailure>, as: Partial<Asking> = {}) =>
  unknownBecause(failure(of), NEEDED, asking(as), SOURCE);

describe('a 404', () => {
  test.each<[string, Partial<ApiFailure>, Partial<Asking>, string, string]>([
    ['of something that is not GitHub', { requestId: null }, {}, 'unserved', 'does not answer this question'],
    ['for somebody who is no administrator', {}, { rights: 'push' }, 'forbidden', 'administrator of octo/app'],
    ['without a login', {}, { rights: 'read', token: { signedIn: false, scopes: null } }, 'forbidden', 'gh auth login'],
    ['for an administrator, in the cloud', {}, {}, 'forbidden', 'Administration: read'],
    [
      'for an administrator whose token has every right',
      {},
      { token: { signedIn: true, scopes: ['repo'] } },
      'unserved',
      'the plan of octo',
    ],
    ['for an administrator, on a ghe.com host', {}, { host: 'octo.ghe.com' }, 'forbidden', 'classic scope repo'],
    ['for an administrator, on a server', {}, { host: 'git.example.org' }, 'unserved', 'too old'],
    ['for an unseen repository', {}, { rights: 'unseen' }, 'forbidden', 'Administration: read'],
  ])('%s', (_name, of, as, reason, words) => {
    expect(because(of, as)).toEqual({
      state: 'unknown',
      reason,
      unlock: expect.stringContaining(words),
      source: SOURCE,
    });
  });
});

describe('a 403', () => {
  test.each<[string, Partial<ApiFailure>, string, string]>([
    [
      'asks for single sign-on',
      { ssoUrl: 'https://github.com/orgs/octo/sso' },
      'forbidden',
      'https://github.com/orgs/octo/sso',
    ],
    ['names the permission', { acceptedPermissions: 'administration=read' }, 'forbidden', 'administration=read'],
    [
      'to a workflow’s own token',
      { message: 'Resource not accessible by integration' },
      'forbidden',
      'own token cannot',
    ],
    ['because of the plan', { message: 'Upgrade to GitHub Pro or make this public' }, 'unsupported', 'plan of octo'],
  ])('%s', (_name, of, reason, words) => {
    const told = because({ kind: 'forbidden', status: 403, message: 'no', ...of });
    expect(told).toMatchObject({ reason, unlock: expect.stringContaining(words) });
  });
});

test.each<[Partial<ApiFailure>, string]>([
  [{ kind: 'unauthorized', status: 401 }, 'forbidden'],
  [{ kind: 'gone', status: 410 }, 'unserved'],
  [{ kind: 'invalid', status: 422 }, 'unsupported'],
  [{ kind: 'conflict', status: 409 }, 'unsupported'],
  [{ kind: 'rate-limited', status: 403 }, 'unreachable'],
  [{ kind: 'server', status: 502 }, 'unreachable'],
  [{ kind: 'unreachable', status: null }, 'unreachable'],
])('%j is %s', (of, reason) => {
  expect(because(of)).toMatchObject({ state: 'unknown', reason });
});

test('no failure, whoever asks, becomes a value', () => {
  const kinds = [
    'unauthorized',
    'forbidden',
    'not-found',
    'gone',
    'conflict',
    'invalid',
    'rate-limited',
    'unreachable',
    'server',
  ] as const;
  const rights: readonly Rights[] = ['admin', 'push', 'read', 'unseen'];
  for (const kind of kinds) {
    for (const right of rights) {
      for (const requestId of [null, 'A:1']) {
        const told = because({ kind, requestId }, { rights: right });
        expect(told.state).toBe('unknown');
        expect(told.unlock).not.toBe('');
      }
    }
  }
});
