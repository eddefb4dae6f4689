/**
 * Whether a CODEOWNERS pattern covers a path (GitHub, "About code owners"): gitignore rules, where `*` stays within a folder,
 * a pattern without an inner slash fits at any depth, a folder covers what is below it, and `dir/*` covers only its direct files.
 */
export function coversPath(pattern: string, path: string): boolean {
  const anchored = pattern.replace(/\/+$/, '').includes('/');
  const parts = pattern.split('/').filter((part) => part !== '');
  const segments = anchored || parts[0] === '**' ? parts : ['**', ...parts];
  const isFolder = pattern.endsWith('/');
  if (parts.length === 0) return false;
  return fits(isFolder ? [...segments, '**'] : segments, path.split('/'), isFolder);
}

/** Walks the segments, keeping how many names each could have taken. A last `*` covers files, not what lies in folders. */
function fits(segments: readonly string[], names: readonly string[], isFolder: boolean): boolean {
  const last = segments.at(-1);
  const coversBelow = !isFolder && last !== '*' && last !== '**';
  let reached = new Set([0]);
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    const next = new Set<number>();
    for (const from of reached) {
      if (segment !== '**') {
        const name = names[from];
        if (name !== undefined && fitsName(segment, name)) next.add(from + 1);
        continue;
      }
      // At the end `**` needs something to cover; elsewhere it may stand for no folder at all.
      for (let to = isLast ? from + 1 : from; to <= names.length; to++) next.add(to);
    }
    reached = next;
  });
  return coversBelow ? reached.size > 0 : reached.has(names.length);
}

/** `*` and `?` within one name, in time proportional to the product of the lengths. */
function fitsName(segment: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < name.length) {
    if (segment[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < segment.length && (segment[at] === '?' || segment[at] === name[index])) {
      at++;
      index++;
    } else if (star !== -1) {
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (segment[at] === '*') at++;
  return at === segment.length;
}
