import type { FactName, FactValues } from './facts.ts';

/** Where a fact came from: the request or the file that proves it. */
export type Source = { readonly via: 'api' | 'file' | 'git' | 'catalogue' | 'user'; readonly at: string };

/**
 * Why something could not be learned.
 * `forbidden` the token may not look · `unsupported` the plan or visibility has no such thing · `unserved` the host does not
 * answer this question · `unreachable` no answer · `unreadable` an answer that cannot be understood · `unresolvable` depends
 * on something only known when the workflow runs · `not-asked` a limit or a flag kept us from asking.
 */
export type UnknownReason =
  | 'forbidden'
  | 'unsupported'
  | 'unserved'
  | 'unreachable'
  | 'unreadable'
  | 'unresolvable'
  | 'not-asked';

export type Known<T> = { readonly state: 'known'; readonly value: T; readonly source: Source };

/** `unlock` is one sentence that says how the answer could be had. */
export type Unknown = {
  readonly state: 'unknown';
  readonly reason: UnknownReason;
  readonly unlock: string;
  readonly source: Source;
};

/** Something known about the target, or the reason it is not known. *Absent* is a known value. */
export type Fact<T> = Known<T> | Unknown;

export const known = <T>(value: T, source: Source): Known<T> => ({ state: 'known', value, source });

export const unknown = (reason: UnknownReason, unlock: string, source: Source): Unknown => ({
  state: 'unknown',
  reason,
  unlock,
  source,
});

export type Facts = { readonly [N in FactName]: Fact<FactValues[N]> };

/** The values of the facts a control needs. */
export type KnownFacts<N extends FactName> = { readonly [K in N]: FactValues[K] };

/** The facts a control can use, each known or not. */
export type MaybeFacts<U extends FactName> = { readonly [K in U]: Fact<FactValues[K]> };
