import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { Credential } from './credentials.ts';
import type { ApiAddress } from './github-hosts.ts';

const GitHub = Octokit.plugin(retry, throttling);
export type GitHubOctokit = InstanceType<typeof GitHub>;

export type OctokitOptions = {
  readonly host: string;
  readonly address: ApiAddress;
  readonly credential: Credential | null;
  readonly version: string;
  readonly fetch: typeof globalThis.fetch;
  readonly retries: number;
  readonly patience?: number;
  /** Whether to wait between writes, as GitHub asks. Some questions travel by POST and need no pause. */
  readonly pause: boolean;
  onLog?(line: string): void;
};

/** Statuses that mean the same the next time. */
const FINAL = [400, 401, 403, 404, 405, 406, 409, 410, 412, 415, 422, 428, 429, 451];
/** Seconds that a secondary limit may make us wait, once. */
const LONGEST_WAIT = 20;

/** Octokit as we use it: silent, one API version on all hosts, repeating only what is worth repeating. */
export function octokitFor(options: OctokitOptions): GitHubOctokit {
  const say = (message: string): void => options.onLog?.(message);
  return new GitHub({
    baseUrl: options.address.rest,
    ...(options.credential === null ? {} : { auth: options.credential.token }),
    userAgent: `harden-builds/${options.version}`,
    log: { debug: () => {}, info: () => {}, warn: say, error: say },
    // Octokit takes its version header from here; `previews` and the media type stay its own.
    request: { fetch: withVersion(options.fetch) },
    retry: { retries: options.retries, retryAfterBaseValue: options.patience ?? 500, doNotRetry: FINAL },
    throttle: {
      id: `${options.host}:${options.pause ? 'write' : 'read'}`,
      ...(options.pause ? {} : { write: UNPACED, notifications: UNPACED }),
      onRateLimit: () => false,
      onSecondaryRateLimit: (after: number, _request: unknown, _octokit: unknown, tried: number) =>
        options.retries > 0 && tried === 0 && after <= LONGEST_WAIT,
    },
  });
}

const withVersion =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('x-github-api-version')) headers.set('x-github-api-version', '2022-11-28');
    return fetch(input, { ...init, headers });
  };

/** The plugin calls nothing of a group but this; its type asks for the whole class of a library that we do not import. */
const UNPACED = { key: () => ({ schedule: async () => {} }) } as never;
