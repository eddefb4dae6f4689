import type { ReadsApi, TokenKind } from '../collectors/reads-api.ts';
import type { ApiAnswer } from '../model/api-failure.ts';
import { Refusal } from '../model/refusal.ts';
import type { Credential } from './credentials.ts';
import { type AnswerStore, memoryStore } from './github-cache.ts';
import { errorsOf, failureOf, type GraphqlError, graphqlFailure } from './github-failure.ts';
import { boundedFetch, type FetchLimits } from './github-fetch.ts';
import type { ApiAddress } from './github-hosts.ts';
import { type GitHubOctokit, octokitFor } from './github-octokit.ts';

export type ClientOptions = {
  readonly host: string;
  readonly address: ApiAddress;
  readonly credential: Credential | null;
  readonly version: string;
  /** Keeps answers between runs; without it they are kept in memory. */
  readonly store?: AnswerStore;
  readonly limits?: FetchLimits;
  /** Milliseconds before the first repetition. Repetitions happen at most twice, and only of reads. */
  readonly patience?: number;
  /** GitHub asks for a second between writes. Off only against a host of our own. */
  readonly paced?: boolean;
  /** What octokit would print. */
  onLog?(line: string): void;
};

/** Everything that may be asked of a host: reads for the collectors, typed octokit calls for the other adapters. */
export type GitHubClient = ReadsApi & {
  readonly host: string;
  /** A read by octokit's own methods: repeated when the host stumbles. */
  read<T>(call: (octokit: GitHubOctokit) => Promise<Sent<T>>): Promise<ApiAnswer<T>>;
  /** A write: never repeated. A refused token ends the run, every other failure is an answer. */
  write<T>(call: (octokit: GitHubOctokit) => Promise<Sent<T>>): Promise<ApiAnswer<T>>;
  mutate(document: string, variables: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
};

export type Sent<T> = { readonly status: number; readonly headers: ResponseHeaders; readonly data: T };
type ResponseHeaders = Readonly<Record<string, string | number | undefined>>;

const LIMITS: FetchLimits = { firstByte: 10_000, whole: 30_000 };

export function createGitHubClient(options: ClientOptions): GitHubClient {
  const token = options.credential?.token ?? null;
  const fetch = boundedFetch(token, options.store ?? memoryStore(), options.limits ?? LIMITS);
  const reading = octokitFor({ ...options, fetch, retries: 2, pause: false });
  const writing = octokitFor({ ...options, fetch, retries: 0, pause: options.paced ?? true });
  let scopes: readonly string[] | null = null;

  async function answer<T>(call: Promise<Sent<T>>): Promise<ApiAnswer<T>> {
    try {
      const { status, data, headers } = await call;
      if (status >= 300) return { ok: false, failure: failureOf(redirected(status, headers), token) };
      const said = headers['x-oauth-scopes'];
      if (said !== undefined) scopes = String(said).split(/,\s*/).filter(Boolean);
      return { ok: true, status, data, more: /rel="next"/.test(String(headers.link ?? '')) };
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const failure = failureOf(error, token);
      if (failure.kind === 'unauthorized' && options.credential !== null) throw refusedToken(options, failure.message);
      return { ok: false, failure };
    }
  }

  const graphql = (octokit: GitHubOctokit) => async (query: string, variables: Readonly<Record<string, unknown>>) => {
    let headers: ResponseHeaders = {};
    const sent = octokit.request({ method: 'POST', url: options.address.graphql, query, variables });
    const answered = await answer(
      sent.then((response) => {
        headers = response.headers;
        return response;
      }),
    );
    if (!answered.ok) return answered;
    const { data, errors } = payloadOf(answered.data);
    if (data === null) return { ok: false as const, failure: graphqlFailure(errors, headers, token) };
    const absent = errors.flatMap(({ type, path }) =>
      type === 'NOT_FOUND' && Array.isArray(path) ? String(path[0]) : [],
    );
    return { ...answered, data, absent };
  };

  return {
    host: options.host,
    get: (path, query = {}, apiVersion) => {
      const headers = apiVersion === undefined ? {} : { 'x-github-api-version': apiVersion };
      return answer(reading.request({ method: 'GET', url: withQuery(path, query), headers }));
    },
    ask: (path, body, query = {}) =>
      answer(reading.request({ method: 'POST', url: withQuery(path, query), data: body })),
    graphql: graphql(reading),
    token: (): TokenKind => ({ signedIn: token !== null, scopes }),
    read: (call) => answer(call(reading)),
    write: (call) => answer(call(writing)),
    mutate: graphql(writing),
  };
}

/** One that was not followed, because it leads to another host or nowhere. */
const redirected = (status: number, headers: ResponseHeaders) => ({
  message: `the address redirects to ${String(headers.location ?? 'nowhere')}`,
  response: { status, headers, data: null },
});

function withQuery(path: string, query: Readonly<Record<string, string | number>>): string {
  const text = Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return text === '' ? path : `${path}?${text}`;
}

/** A body that is not GraphQL's comes from something else that answers at this address. */
function payloadOf(body: unknown): { data: object | null; errors: readonly GraphqlError[] } {
  const isObject = typeof body === 'object' && body !== null;
  const data = isObject && 'data' in body && typeof body.data === 'object' ? body.data : null;
  const errors = errorsOf(body);
  const empty = data === null || Object.values(data).every((value) => value === null);
  if (errors.length > 0 && empty) return { data: null, errors };
  return data === null ? { data: null, errors: [{ message: 'the answer is not one of GraphQL' }] } : { data, errors };
}

const refusedToken = (options: ClientOptions, said: string): Refusal =>
  new Refusal(`${options.host} refused the token from ${options.credential?.origin ?? 'nowhere'}`, {
    why: `it is wrong, expired or revoked (${said})`,
    next: [`gh auth login --hostname ${options.host}`, 'or set GH_TOKEN to a token that is valid'],
    exitCode: 3,
  });
