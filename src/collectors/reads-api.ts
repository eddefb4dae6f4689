import type { ApiAnswer } from '../model/api-failure.ts';

/** What a token says about itself. `scopes` is null unless the host tells them (classic tokens only). */
export type TokenKind = { readonly signedIn: boolean; readonly scopes: readonly string[] | null };

/** Values are encoded by the adapter. */
export type Query = Readonly<Record<string, string | number>>;

/** The host's API as collectors use it: answers are data or a reason, never an exception for what GitHub can say. */
export interface ReadsApi {
  /** Reads one path, `/repos/octo/app`; its parts are encoded by the caller. `apiVersion` for what is newer than the usual. */
  get(path: string, query?: Query, apiVersion?: string): Promise<ApiAnswer>;
  /** For the few questions GitHub answers by POST; must not change anything. */
  ask(path: string, body: Readonly<Record<string, unknown>>, query?: Query): Promise<ApiAnswer>;
  /** The `data` of the answer. It may be partial: what the host could not answer is null. No data at all is a failure. */
  graphql(document: string, variables: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
  /** Known once something was asked. */
  token(): TokenKind;
}
