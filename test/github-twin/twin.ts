import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, notFound } from './answer.ts';
import { GIT_ROUTES } from './git-routes.ts';
import { answerGraphql } from './graphql.ts';
import { POLICY_ROUTES } from './policy-routes.ts';
import { PULL_ROUTES } from './pull-routes.ts';
import type { Caller } from './rights.ts';
import type { Route } from './route.ts';
import { HOST_ROUTES, OWNER_ROUTES, SETTINGS_ROUTES } from './settings-routes.ts';
import { etagOf, stateOf, type TwinRepository, type TwinSeed, type TwinState } from './state.ts';

export type LoggedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  status: number;
};

/** Answers instead of the routes. `times` counts down; without it the fault stays. `hang` never answers. */
export type Fault = {
  readonly on: RegExp;
  readonly answer: Answer | 'hang' | 'cut';
  times?: number;
};

/** A request that is kept waiting. Every later one of its kind passes. */
export type Held = {
  /** Resolves once the request is there. */
  readonly asked: Promise<void>;
  /** Lets it be answered. */
  release(): void;
};

/** What kind of host this is: `imitation` sends no request ids and answers 404 to what it does not know. */
export type TwinKind = 'github' | 'imitation';

export type Twin = {
  readonly url: string;
  readonly graphqlUrl: string;
  readonly requests: readonly LoggedRequest[];
  readonly state: TwinState;
  repository(slug: string): TwinRepository;
  /** The fault's pattern is matched against `METHOD /path?query`, and `POST /graphql Operation`. */
  fail(fault: Fault): void;
  /** Keeps the first request that the pattern matches waiting, as a slow host would. */
  hold(on: RegExp): Held;
  /** Throws when something was asked that the twin does not know. */
  close(): Promise<void>;
};

const ROUTES: readonly Route[] = [...SETTINGS_ROUTES, ...POLICY_ROUTES, ...GIT_ROUTES, ...PULL_ROUTES];

/** A stand-in for GitHub on the loopback interface: stateful, with real git objects and the rights of each token. */
export async function startTwin(seed: TwinSeed, kind: TwinKind = 'github'): Promise<Twin> {
  const state = stateOf(seed);
  const requests: LoggedRequest[] = [];
  const unexpected: string[] = [];
  const faults: Fault[] = [];
  const holds: { readonly on: RegExp; arrive(): void; readonly released: Promise<void> }[] = [];

  const server = createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://twin.invalid');
    const raw = await bodyOf(request);
    const body: Readonly<Record<string, unknown>> = raw === '' ? {} : JSON.parse(raw);
    const method = request.method ?? 'GET';
    const logged: LoggedRequest = {
      method,
      path: `${url.pathname}${url.search}`,
      headers: headersOf(request),
      body,
      status: 0,
    };
    requests.push(logged);
    const operation = url.pathname === '/graphql' ? ` ${/^\w+ (\w+)/.exec(String(body.query))?.[1] ?? ''}` : '';
    const asked = `${method} ${logged.path}${operation}`;
    const held = holds.findIndex(({ on }) => on.test(asked));
    if (held !== -1) {
      const [hold] = holds.splice(held, 1);
      hold?.arrive();
      await hold?.released;
    }
    const fault = faults.find(({ on, times }) => times !== 0 && on.test(asked));
    if (fault?.times !== undefined) fault.times--;
    if (fault?.answer === 'hang') return;
    if (fault?.answer === 'cut') return void request.socket.destroy();
    const caller = callerOf(request, state);
    const answer = fault?.answer ?? (caller === 'refused' ? BAD_CREDENTIALS : answerTo(method, url, body, caller));
    logged.status = send(response, request, answer, caller);
  }

  function answerTo(method: string, url: URL, body: Readonly<Record<string, unknown>>, caller: Caller): Answer {
    if (method === 'POST' && url.pathname === '/graphql' && kind === 'github') {
      const answered = answerGraphql(
        state,
        caller,
        String(body.query),
        (body.variables ?? {}) as Record<string, unknown>,
      );
      if (answered !== null) return answered;
    }
    const path = decodeURIComponent(url.pathname);
    for (const { route, answer } of [...OWNER_ROUTES, ...HOST_ROUTES]) {
      const [verb = '', pattern = ''] = route.split(' ');
      const match = new RegExp(`^${pattern.replace(':owner', '([^/]+)')}$`).exec(path);
      if (verb === method && match !== null) {
        const repositories = [...state.repositories.values()];
        const { advisories } = state;
        return answer({ repositories, advisories, query: url.searchParams, body, owner: match[1] ?? '' });
      }
    }
    const [, slug = '', tail = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(path) ?? [];
    const found = ROUTES.map((each) => ({ each, rest: matched(each.route, method, tail) })).find(
      ({ rest }) => rest !== null,
    );
    if (found === undefined || found.rest === null) {
      if (kind === 'github') unexpected.push(`${method} ${url.pathname}`);
      return kind === 'github' ? { status: 500, body: { message: 'the twin does not know this request' } } : notFound;
    }
    const repository = state.repositories.get(slug.toLowerCase());
    if (repository === undefined) return notFound;
    return found.each.answer({ state, repository, caller, rest: found.rest, query: url.searchParams, body });
  }

  function send(
    response: ServerResponse,
    request: IncomingMessage,
    answer: Answer,
    caller: Caller | 'refused',
  ): number {
    const text = answer.body === null ? '' : JSON.stringify(answer.body);
    const etag = etagOf(text);
    const unchanged = answer.status === 200 && request.method === 'GET' && request.headers['if-none-match'] === etag;
    const status = unchanged ? 304 : answer.status;
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      ...(kind === 'github' ? { 'x-github-request-id': `TWIN:${requests.length}`, etag } : {}),
      ...(kind === 'github' && caller !== null && caller !== 'refused' && caller.kind === 'classic'
        ? { 'x-oauth-scopes': caller.scopes.join(', ') }
        : {}),
      'x-ratelimit-remaining': '4000',
      ...answer.headers,
    });
    response.end(unchanged || status === 204 ? undefined : text);
    return status;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    graphqlUrl: `${url}/graphql`,
    requests,
    state,
    repository(slug) {
      const found = state.repositories.get(slug.toLowerCase());
      if (found === undefined) throw new Error(`the twin has no ${slug}`);
      return found;
    },
    fail: (fault) => void faults.unshift(fault),
    hold(on) {
      let arrive: () => void = () => {};
      let release: () => void = () => {};
      const asked = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      holds.push({ on, arrive: () => arrive(), released });
      return { asked, release: () => release() };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (unexpected.length > 0) throw new Error(`requests that the twin does not know: ${unexpected.join(', ')}`);
    },
  };
}

const BAD_CREDENTIALS: Answer = { status: 401, body: { message: 'Bad credentials' } };

/** What a trailing star stands for; the empty text when there is none; null when the route is another. */
function matched(route: string, method: string, tail: string): string | null {
  const [verb = '', pattern = ''] = route.split(' ');
  const fixed = pattern.replace('/repos/:owner/:repo', '');
  if (verb !== method) return null;
  if (!fixed.endsWith('/*')) return fixed === tail ? '' : null;
  const start = fixed.slice(0, -1);
  return tail.startsWith(start) && tail.length > start.length ? tail.slice(start.length) : null;
}

function callerOf(request: IncomingMessage, state: TwinState): Caller | 'refused' {
  const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return token === undefined ? null : (state.tokens[token] ?? 'refused');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const headersOf = (request: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
