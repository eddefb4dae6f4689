/** What a reference to an action means: the commit, and the most precise version that names it. */
export type Pin = {
  readonly sha: string;
  /** The most precise tag at that commit, as it is spelled: `v6.0.2`. Null when no tag names the commit. */
  readonly version: string | null;
  readonly source: 'api' | 'repository' | 'catalogue';
};

/**
 * Every `owner/repo@ref` that planning may look up, resolved before the plan is made: planning never goes online.
 * Keys are `owner/repo@ref` with owner and repo in lower case; for what packs write, `owner/repo@latest`.
 */
export type PinCatalogue = {
  readonly pins: Readonly<Record<string, Pin>>;
  /** Commit ids that are annotated tag objects, not commits: a frequent and broken pin. Key: tag object id. */
  readonly tagObjects: Readonly<
    Record<string, { readonly action: string; readonly tag: string; readonly sha: string }>
  >;
  /** Version that a full commit id is known to be: key `owner/repo@<sha>`. For version comments that lie. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  /** The day the offline catalogue's evidence ends, ISO date; null when every pin was resolved online. */
  readonly offlineSince: string | null;
};

/** What a tag of an image means: the digest of its list of platforms, or of its only one. */
export type ImagePin = { readonly digest: string; readonly source: 'repository' | 'registry' };

export const pinKey = (action: string, ref: string): string => `${action.toLowerCase()}@${ref}`;
