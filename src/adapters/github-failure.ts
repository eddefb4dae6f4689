import type { ApiFailure, ApiFailureKind } from '../model/api-failure.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** The parts of octokit's RequestError that are read; without `response` no answer came, whatever `status` says. */
type ThrownByOctokit = {
  readonly message: string;
  readonly response?: { readonly status: number; readonly headers: Headers; readonly data: unknown };
};

const LONGEST_MESSAGE = 400;

/** Turns what octokit threw into our closed type. The token is taken out of every word the host said. */
export function failureOf(thrown: unknown, token: string | null): ApiFailure {
  const { message, response }: ThrownByOctokit = isThrown(thrown) ? thrown : { message: String(thrown) };
  if (response === undefined) return noAnswer(clean(message, token));
  // Its plugins throw for some GraphQL answers, whose status is 200.
  if (response.status === 200) return graphqlFailure(errorsOf(response.data), response.headers, token);
  const said = clean(wordsOf(response.data) || message, token);
  return failure(kindOf(response.status, response.headers, said), response.status, said, response.headers);
}

export type GraphqlError = { readonly type?: unknown; readonly message?: unknown; readonly path?: unknown };

/** The errors that a GraphQL answer carries beside its data. */
export const errorsOf = (body: unknown): readonly GraphqlError[] =>
  typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors) ? body.errors : [];

/** A GraphQL answer comes with status 200 whatever happened: the first error's type tells. */
export function graphqlFailure(errors: readonly GraphqlError[], headers: Headers, token: string | null): ApiFailure {
  const kinds: Readonly<Record<string, ApiFailureKind>> = {
    RATE_LIMITED: 'rate-limited',
    RATE_LIMIT: 'rate-limited',
    NOT_FOUND: 'not-found',
    FORBIDDEN: 'forbidden',
    INSUFFICIENT_SCOPES: 'forbidden',
    STALE_DATA: 'conflict',
  };
  const said = errors.map((each) => String(each.message)).join('; ');
  const stumbled = /something went wrong|timed? ?out/i.test(said);
  const kind = kinds[String(errors[0]?.type)] ?? (stumbled ? 'server' : 'invalid');
  return failure(kind, 200, clean(said, token), headers);
}

export const noAnswer = (message: string): ApiFailure => failure('unreachable', null, message, {});

function failure(kind: ApiFailureKind, status: number | null, message: string, headers: Headers): ApiFailure {
  return {
    kind,
    status,
    message,
    requestId: text(headers['x-github-request-id']),
    acceptedPermissions: text(headers['x-accepted-github-permissions']),
    ssoUrl: /url=([^;\s]+)/.exec(text(headers['x-github-sso']) ?? '')?.[1] ?? null,
    resetAt: kind === 'rate-limited' ? Number(headers['x-ratelimit-reset']) || null : null,
  };
}

function kindOf(status: number, headers: Headers, said: string): ApiFailureKind {
  const limited =
    headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(said);
  if (status === 429 || (status === 403 && limited)) return 'rate-limited';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    case 410:
    case 451:
      return 'gone';
    default:
      if (status >= 500) return 'server';
      // Only a redirect that was not followed gets here: another host stands where this one should answer.
      return status < 400 ? 'unreachable' : 'invalid';
  }
}

/** `message` and the messages inside `errors`, as GitHub sends them. */
function wordsOf(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('message' in data)) return '';
  const details = 'errors' in data && Array.isArray(data.errors) ? data.errors.map(detailOf) : [];
  return [String(data.message), ...details].filter((words) => words !== '').join(': ');
}

function detailOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  if ('message' in error) return String(error.message);
  return 'code' in error ? `${'field' in error ? `${String(error.field)} ` : ''}${String(error.code)}` : '';
}

function clean(words: string, token: string | null): string {
  const without = token === null ? words : words.split(token).join('***');
  return without
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, LONGEST_MESSAGE);
}

const text = (value: string | number | undefined): string | null =>
  value === undefined || value === '' ? null : clean(String(value), null);

const isThrown = (thrown: unknown): thrown is ThrownByOctokit =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown;
