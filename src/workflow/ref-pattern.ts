/**
 * Whether a pattern of a ruleset names a ref. Both are full (`refs/tags/v*`); `~ALL` names every ref. One star stops at a slash,
 * two do not (docs, "Using fnmatch syntax").
 */
export function refMatches(pattern: string, ref: string): boolean {
  if (pattern === '~ALL') return true;
  const source = pattern.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*\*\/|\*\*|\*|\?/g, (glob) => GLOBS[glob] ?? '');
  try {
    return new RegExp(`^${source}$`).test(ref);
  } catch {
    // A range such as `[z-a]` is no pattern at all, so it names nothing.
    return false;
  }
}

const GLOBS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
