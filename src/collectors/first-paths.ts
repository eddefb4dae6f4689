import type { TreeEntry } from '../model/files.ts';

const ALWAYS =
  /^(\.github\/(workflows\/[^/]+\.ya?ml|CODEOWNERS|dependabot\.ya?ml|actions\/.*action\.ya?ml)|(docs\/)?CODEOWNERS|action\.ya?ml)$/;

/** The places that are read whatever the repository is. */
export const firstPaths = (tree: readonly TreeEntry[]): readonly TreeEntry[] =>
  tree.filter((entry) => ALWAYS.test(entry.path));
