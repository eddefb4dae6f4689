import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registryDigests } from '../../src/adapters/registry-digests.ts';

const DIGEST = `sha256:${'b'.repeat(64)}`;
const NODE = { registry: 'docker.io', repository: 'library/node', tag: '22' };

/** A stand-in for a registry: what it is asked, and how it answers. */
let server: Server;
let base: string;
let asked: { method: string; url: string; accept: string; authorization: string | null }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answer = (_, response) => response.writeHead(200, { 'docker-content-digest': DIGEST }).end();
  server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, accept: headers.accept ?? '', authorization: headers.authorization ?? null });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const lookUp = (image = NODE) => registryDigests({ 'docker.io': base }, { firstByte: 300, whole: 400 })(image);

test('asks for the list of platforms, and for nothing that costs a download', async () => {
  expect(await lookUp()).toBe(DIGEST);
  expect(asked).toEqual([
    {
      method: 'HEAD',
      url: '/v2/library/node/manifests/22',
      accept: expect.stringMatching(/^application\/vnd\.oci\.image\.index/),
      authorization: null,
    },
  ]);
});

test('takes the token that everybody gets, from where the refusal says', async () => {
  answer = ({ url = '', headers }, response) => {
    if (url.startsWith('/guests')) response.end(JSON.stringify({ token: 'guest' }));
    else if (headers.authorization === 'Bearer guest')
      response.writeHead(200, { 'docker-content-digest': DIGEST }).end();
    else
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${base}/guests",service="r",scope="other"` }).end();
  };
  expect(await lookUp()).toBe(DIGEST);
  expect(asked.map(({ url }) => url)).toEqual([
    '/v2/library/node/manifests/22',
    '/guests?service=r&scope=repository%3Alibrary%2Fnode%3Apull',
    '/v2/library/node/manifests/22',
  ]);
});

test.each(['https://elsewhere.example/token', 'file:///etc/passwd', 'no address'])(
  'goes to no %s for a token',
  async (realm) => {
    answer = (_, response) => response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
    expect(await lookUp()).toBeNull();
    expect(asked.every(({ url, authorization }) => url.startsWith('/v2/') && authorization === null)).toBe(true);
  },
);

test.each([
  ['is unknown there', (response: ServerResponse) => response.writeHead(404).end()],
  ['may only be seen with a login', (response: ServerResponse) => response.writeHead(403).end()],
  ['is not told', (response: ServerResponse) => response.writeHead(200).end()],
  [
    'is told in another form',
    (response: ServerResponse) => response.writeHead(200, { 'docker-content-digest': 'sha1:00' }).end(),
  ],
  [
    'is told by another host',
    (response: ServerResponse) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
  ],
  ['does not come in time', () => {}],
])('has no digest when it %s', async (_, respond) => {
  answer = (_request, response) => respond(response);
  expect(await lookUp()).toBeNull();
});

test('asks no registry but the known ones', async () => {
  expect(await lookUp({ ...NODE, registry: base.slice('http://'.length) })).toBeNull();
  expect(await lookUp({ ...NODE, registry: '__proto__' })).toBeNull();
  expect(asked).toEqual([]);
});
