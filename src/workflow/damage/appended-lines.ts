import type { Operation } from '../../model/operation.ts';

/** What differs between a text and its continuation by whole lines, or null when only the declared lines were added at its end. */
export function damageOfAppending(before: string, after: string, operations: readonly Operation[]): string | null {
  if (!after.startsWith(before)) return 'the text before the added lines changed';
  const known = before.split(/\r?\n/);
  const wanted: string[] = [];
  for (const operation of operations) {
    if (operation.op !== 'append-lines') return `${operation.op} has no meaning in a file that is not YAML`;
    const all = [...known.filter((line, index) => line !== '' || index < known.length - 1), ...wanted];
    if (!isThere(all, operation.lines)) wanted.push(...operation.lines);
  }
  const isOpen = before.replace('\uFEFF', '') !== '' && !before.endsWith('\n');
  const added = after.slice(before.length).split(/\r?\n/);
  const expected = [...(isOpen && wanted.length > 0 ? [''] : []), ...wanted, ''];
  const asDeclared = added.length === expected.length && added.every((line, index) => line === expected[index]);
  return asDeclared ? null : 'other lines were added than those declared';
}

const isThere = (all: readonly string[], lines: readonly string[]): boolean =>
  all.some((_, from) => lines.every((line, index) => all[from + index] === line));
