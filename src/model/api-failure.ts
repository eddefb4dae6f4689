/**
 * Why a request to the host did not bring an answer, independent of the library that sent it.
 * `not-found` is the status alone: it may also mean "not permitted" or "not served here" (collectors/unknown.ts decides).
 */
export type ApiFailureKind =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'conflict'
  | 'invalid'
  | 'rate-limited'
  | 'unreachable'
  | 'server';

export type ApiFailure = {
  readonly kind: ApiFailureKind;
  /** Null when no answer came at all. */
  readonly status: number | null;
  /** The host's own words, free of control characters and of the token. */
  readonly message: string;
  /** `x-github-request-id`: present when GitHub itself answered, so not a proxy and not an imitation. */
  readonly requestId: string | null;
  /** `x-accepted-github-permissions`: what a fine-grained token lacks. */
  readonly acceptedPermissions: string | null;
  /** The address that authorises the token for single sign-on (`x-github-sso`). */
  readonly ssoUrl: string | null;
  /** Seconds since 1970 at which a rate limit ends. */
  readonly resetAt: number | null;
};

export type ApiAnswer<T = unknown> =
  | {
      readonly ok: true;
      readonly status: number;
      readonly data: T;
      /** Whether the host has a further page. */
      readonly more: boolean;
      /** GraphQL only: first names of the paths that the host says are not there, or not for this token. */
      readonly absent?: readonly string[];
    }
  | { readonly ok: false; readonly failure: ApiFailure };
