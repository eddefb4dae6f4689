import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/adapters/github-cache.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';

const ADMIN = 'token-of-an-admin';
let twin: Twin;

beforeEach(async () => {
  twin = await startTwin({
    repositories: { 'octo/app': { roles: { ada: 'admin' } } },
    tokens: { [ADMIN]: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] } },
  });
});
afterEach(() => twin.close());

const failureOf = async (answer: Promise<{ ok: boolean; failure?: unknown }>) => {
  const { failure } = await answer;
  return failure;
};

describe('what is sent', () => {
  test('one API version, our name and the token', async () => {
    await clientOf(twin, ADMIN).get('/repos/octo/app');
    expect(twin.requests[0]?.headers).toMatchObject({
      'x-github-api-version': '2022-11-28',
      'user-agent': expect.stringContaining('harden-builds/1.2.3'),
      authorization: `token ${ADMIN}`,
    });
  });

  test('no authorization without a token', async () => {
    await clientOf(twin, null).get('/repos/octo/app');
    expect(twin.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('the scopes of a classic token are known after the first answer', async () => {
    const client = clientOf(twin, ADMIN);
    expect(client.token()).toEqual({ signedIn: true, scopes: null });
    await client.get('/repos/octo/app');
    expect(client.token()).toEqual({ signedIn: true, scopes: ['repo', 'workflow'] });
  });

  test('query values are encoded', async () => {
    await clientOf(twin, ADMIN).get('/repos/octo/app/pulls', { head: 'octo:a/b&c=d' });
    expect(twin.requests[0]?.path).toBe('/repos/octo/app/pulls?head=octo%3Aa%2Fb%26c%3Dd');
  });
});

describe('redirects', () => {
  test('are followed on the same host with the token', async () => {
    twin.fail({
      on: /GET \/repos\/octo\/old$/,
      answer: { status: 301, body: {}, headers: { location: `${twin.url}/repos/octo/app` } },
    });
    expect(await clientOf(twin, ADMIN).get('/repos/octo/old')).toMatchObject({ ok: true, data: { name: 'app' } });
  });

  test('to another host are not followed, so the token stays', async () => {
    const asked: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.headers);
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/repos/octo/app`;
    twin.fail({ on: /octo\/app/, answer: { status: 302, body: {}, headers: { location } } });
    expect(await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'))).toMatchObject({ kind: 'unreachable' });
    expect(asked).toEqual([]);
    elsewhere.close();
  });

  test('in a circle end', async () => {
    twin.fail({
      on: /octo\/app/,
      answer: { status: 302, body: {}, headers: { location: `${twin.url}/repos/octo/app` } },
    });
    expect(await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'))).toMatchObject({ kind: 'unreachable' });
    expect(twin.requests.length).toBeLessThan(10);
  });
});

describe('conditional requests', () => {
  test('an unchanged answer costs no body and reads the same', async () => {
    const store = memoryStore();
    const first = await clientOf(twin, ADMIN, { store }).get('/repos/octo/app');
    const second = await clientOf(twin, ADMIN, { store }).get('/repos/octo/app');
    expect(twin.requests.map(({ status }) => status)).toEqual([200, 304]);
    expect(second).toEqual(first);
  });

  test('a changed one is read anew', async () => {
    const store = memoryStore();
    await clientOf(twin, ADMIN, { store }).get('/repos/octo/app');
    twin.repository('octo/app').archived = true;
    expect(await clientOf(twin, ADMIN, { store }).get('/repos/octo/app')).toMatchObject({ data: { archived: true } });
  });

  test('another token does not see what the first was told', async () => {
    const store = memoryStore();
    await clientOf(twin, ADMIN, { store }).get('/repos/octo/app');
    await clientOf(twin, null, { store }).get('/repos/octo/app');
    expect(twin.requests[1]?.headers).not.toHaveProperty('if-none-match');
  });

  test('a next page is still there in the kept answer', async () => {
    const releases = Array.from({ length: 3 }, (_, n) => ({ tag: `v${n}` }));
    twin.repository('octo/app').releases = releases;
    const client = clientOf(twin, ADMIN);
    const ask = () => client.get('/repos/octo/app/releases', { per_page: 2 });
    expect(await ask()).toMatchObject({ more: true });
    expect(await ask()).toMatchObject({ more: true });
    expect(twin.requests.at(-1)?.status).toBe(304);
  });
});

describe('failures', () => {
  test.each([
    [403, { message: 'Resource not accessible by integration' }, {}, 'forbidden'],
    [403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0' }, 'rate-limited'],
    [403, { message: 'You have exceeded a secondary rate limit' }, { 'retry-after': '3600' }, 'rate-limited'],
    [429, { message: 'slow' }, { 'retry-after': '3600' }, 'rate-limited'],
    [404, { message: 'Not Found' }, {}, 'not-found'],
    [409, { message: 'Git Repository is empty.' }, {}, 'conflict'],
    [410, { message: 'Gone' }, {}, 'gone'],
    [422, { message: 'Validation Failed' }, {}, 'invalid'],
  ] as const)('%i %j is told apart and not repeated', async (status, body, headers, kind) => {
    twin.fail({ on: /octo\/app/, answer: { status, body, headers } });
    expect(await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'))).toMatchObject({ kind, status });
    expect(twin.requests).toHaveLength(1);
  });

  test('the headers that say what is missing are kept', async () => {
    twin.fail({
      on: /octo\/app/,
      answer: {
        status: 403,
        body: { message: 'no' },
        headers: {
          'x-accepted-github-permissions': 'administration=read',
          'x-github-sso': 'required; url=https://github.com/orgs/octo/sso?authorization_request=x',
        },
      },
    });
    expect(await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'))).toMatchObject({
      acceptedPermissions: 'administration=read',
      ssoUrl: 'https://github.com/orgs/octo/sso?authorization_request=x',
      requestId: expect.stringContaining('TWIN'),
    });
  });

  test('neither the token nor control characters come out of a message', async () => {
    twin.fail({ on: /octo\/app/, answer: { status: 422, body: { message: `bad ${ADMIN}\u001b[31m\nred` } } });
    expect(await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'))).toMatchObject({
      message: 'bad *** [31m red',
    });
  });

  test('a stumbling host is asked again, twice at most', async () => {
    twin.fail({ on: /octo\/app/, answer: { status: 502, body: {} }, times: 2 });
    expect(await clientOf(twin, ADMIN).get('/repos/octo/app')).toMatchObject({ ok: true });
    twin.fail({ on: /octo\/app/, answer: { status: 502, body: {} } });
    expect(await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'))).toMatchObject({
      kind: 'server',
      status: 502,
    });
    expect(twin.requests).toHaveLength(6);
  });

  test('a cut connection is unreachable, not a failure of the host', async () => {
    twin.fail({ on: /octo\/app/, answer: 'cut' });
    const failure = await failureOf(clientOf(twin, ADMIN).get('/repos/octo/app'));
    expect(failure).toMatchObject({ kind: 'unreachable', status: null });
  });

  test('a write is never repeated', async () => {
    twin.fail({ on: /POST/, answer: { status: 502, body: {} } });
    const sent = clientOf(twin, ADMIN).write((octokit) =>
      octokit.rest.git.createRef({ owner: 'octo', repo: 'app', ref: 'refs/heads/x', sha: 'x' }),
    );
    expect(await failureOf(sent)).toMatchObject({ kind: 'server' });
    expect(twin.requests).toHaveLength(1);
  });

  test('a host that does not answer is given up, once', async () => {
    twin.fail({ on: /octo\/app/, answer: 'hang' });
    const client = clientOf(twin, ADMIN, { limits: { firstByte: 50, whole: 100 } });
    expect(await failureOf(client.get('/repos/octo/app'))).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('did not answer in time'),
    });
    expect(twin.requests).toHaveLength(1);
  });

  test('nothing listens there', async () => {
    const nowhere = { url: 'http://127.0.0.1:9', graphqlUrl: 'http://127.0.0.1:9/graphql' };
    expect(await failureOf(clientOf(nowhere, ADMIN).get('/repos/octo/app'))).toMatchObject({ kind: 'unreachable' });
  });

  test('a refused token ends the run and is not shown', async () => {
    const refused = await clientOf(twin, 'revoked-token')
      .get('/repos/octo/app')
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ exitCode: 3, message: expect.stringContaining('GH_TOKEN') });
    expect(JSON.stringify([refused, String(refused)])).not.toContain('revoked-token');
  });

  test('without a token 401 is an answer', async () => {
    twin.fail({ on: /octo\/app/, answer: { status: 401, body: { message: 'Requires authentication' } } });
    expect(await failureOf(clientOf(twin, null).get('/repos/octo/app'))).toMatchObject({ kind: 'unauthorized' });
  });

  test('nothing is printed; what octokit says goes to the log', async () => {
    const lines: string[] = [];
    twin.fail({ on: /octo\/app/, answer: { status: 404, body: {} } });
    await clientOf(twin, ADMIN, { onLog: (line) => lines.push(line) }).get('/repos/octo/app');
    expect(lines.join()).toContain('404');
    expect(lines.join()).not.toContain(ADMIN);
  });
});

describe('GraphQL', () => {
  const ask = (token: string | null) => clientOf(twin, token).graphql('query HardenPins { x }', {});

  test.each([
    [{ data: null, errors: [{ type: 'RATE_LIMITED', message: 'x' }] }, 'rate-limited'],
    [{ data: { r: null }, errors: [{ type: 'NOT_FOUND', message: 'x' }] }, 'not-found'],
    [{ data: { r: null }, errors: [{ type: 'STALE_DATA', message: 'x' }] }, 'conflict'],
    [{ errors: [{ message: 'Field does not exist' }] }, 'invalid'],
    ['<html>a proxy</html>', 'invalid'],
  ])('%j is a failure', async (body, kind) => {
    twin.fail({ on: /POST \/graphql/, answer: { status: 200, body } });
    expect(await failureOf(ask(ADMIN))).toMatchObject({ kind });
  });

  test('partial data is data', async () => {
    const body = { data: { a: { b: 1 }, c: null }, errors: [{ type: 'NOT_FOUND', message: 'c' }] };
    twin.fail({ on: /POST \/graphql/, answer: { status: 200, body } });
    expect(await ask(ADMIN)).toMatchObject({ ok: true, data: { a: { b: 1 }, c: null } });
  });
});
