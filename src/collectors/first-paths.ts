import type { TextFiles, TreeEntry } from '../model/files.ts';

const ALWAYS =
  /^(\.github\/(workflows\/[^/]+\.ya?ml|CODEOWNERS|dependabot\.ya?ml|actions\/.*action\.ya?ml)|(docs\/)?CODEOWNERS|action\.ya?ml)$/;

/** The places that are read whatever the repository is. */
export const firstPaths = (tree: readonly TreeEntry[]): readonly TreeEntry[] =>
  tree.filter((entry) => ALWAYS.test(entry.path));

/** What the texts refer to. */
export const referencedPaths = (_tree: readonly TreeEntry[], _texts: TextFiles): readonly TreeEntry[] => [];
