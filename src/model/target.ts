/** Where the answer about the repository comes from: the checkout alone, or the API as well. */
export type Mode = 'local' | 'api';

/** The commit that everything is judged and planned against. */
export type Base = { readonly ref: string; readonly sha: string; readonly dirty: boolean };

/** Which repository, on which host, at which commit. Owner and name are null for a repository without a GitHub remote. */
export type Target = {
  readonly mode: Mode;
  readonly host: string;
  readonly owner: string | null;
  readonly name: string | null;
  readonly base: Base;
};

export const slugOf = (target: Target): string | null =>
  target.owner === null || target.name === null ? null : `${target.owner}/${target.name}`;
