/** What `uses:` names. `self` is `$/path`, the repository's own files at the running commit. */
export type UsesReference =
  | {
      readonly kind: 'action' | 'reusable-workflow';
      readonly owner: string;
      readonly repo: string;
      /** Path inside the repository; empty for its root. */
      readonly path: string;
      readonly ref: string;
      readonly text: string;
      /** The trailing comment on the line, without `#`; null when there is none. */
      readonly comment: string | null;
    }
  | { readonly kind: 'docker'; readonly image: string; readonly text: string; readonly comment: string | null }
  | { readonly kind: 'local' | 'self'; readonly path: string; readonly text: string; readonly comment: string | null }
  | { readonly kind: 'expression' | 'malformed'; readonly text: string; readonly comment: string | null };
