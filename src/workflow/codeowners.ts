import { isReadable, type TextFile, type TextFiles, type TreeEntry } from '../model/files.ts';
import { coversPath } from './codeowners-pattern.ts';

/** Where GitHub looks, in this order; the first that is there is the only one that counts. */
export const CODEOWNERS_PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** A larger file is not loaded, and nobody is asked for a review (GitHub, "About code owners"). */
const SIZE_LIMIT = 3 * 1024 * 1024;

export type EffectiveCodeowners =
  | { readonly path: string; readonly file: TextFile }
  | { readonly path: string; readonly unreadable: string };

/** The file that counts, or null when there is none. */
export function effectiveCodeowners(tree: readonly TreeEntry[], texts: TextFiles): EffectiveCodeowners | null {
  for (const path of CODEOWNERS_PLACES) {
    const entry = tree.find((each) => each.path === path || each.path.startsWith(`${path}/`));
    if (entry === undefined) continue;
    const file = Object.hasOwn(texts, path) ? texts[path] : undefined;
    if (entry.path !== path || entry.mode === '040000') return { path, unreadable: 'is a folder' };
    if ((entry.size ?? 0) >= SIZE_LIMIT) return { path, unreadable: 'is 3 MB or larger, so GitHub does not load it' };
    if (file === undefined) return { path, unreadable: 'was not read' };
    return isReadable(file) ? { path, file } : { path, unreadable: file.detail };
  }
  return null;
}

export type CodeownersRule = { readonly pattern: string; readonly owners: readonly string[]; readonly line: number };

/** `rules` are the lines that count; `skipped` those that GitHub passes over, with the reason. Lines are 1-based. */
export type Codeowners = {
  readonly rules: readonly CodeownersRule[];
  readonly skipped: readonly { readonly line: number; readonly text: string; readonly because: string }[];
};

export function parseCodeowners(text: string): Codeowners {
  const rules: CodeownersRule[] = [];
  const skipped: Codeowners['skipped'][number][] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((written, index) => {
      const words = wordsOf(written);
      const [pattern, ...owners] = words;
      if (pattern === undefined) return;
      const because = complaint(pattern, owners);
      if (because === null) rules.push({ pattern: pattern.replaceAll('\\ ', ' '), owners, line: index + 1 });
      else skipped.push({ line: index + 1, text: written.trim(), because });
    });
  return { rules, skipped };
}

/** Who owns a path, by the last rule that covers it: a rule without owners releases it. Null when no rule covers it. */
export function ownersOf(
  { rules }: Codeowners,
  path: string,
): { readonly owners: readonly string[]; readonly line: number } | null {
  const rule = rules.findLast(({ pattern }) => coversPath(pattern, path));
  return rule === undefined ? null : { owners: rule.owners, line: rule.line };
}

/** Words up to the comment; `\ ` is a space inside a word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\ |\S)+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}

function complaint(pattern: string, owners: readonly string[]): string | null {
  if (pattern.startsWith('!')) return 'CODEOWNERS cannot negate a pattern with !';
  if (/[[\]]/.test(pattern)) return 'CODEOWNERS knows no character ranges in [ ]';
  if (pattern.startsWith('\\#')) return 'CODEOWNERS cannot escape a leading #';
  const odd = owners.find((owner) => !isOwner(owner));
  return odd === undefined ? null : `"${odd}" is not an owner: @user, @organisation/team or an e-mail address`;
}

const isOwner = (word: string): boolean =>
  /^@[\w.-]+(?:\/[\w.-]+)?$/.test(word) || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(word);
