import type { ActionVersion } from '../workflow/action-version.ts';

/**
 * Whether a version lies in a range as GitHub writes it: `>= 1.0.0, < 45.0.8`. A floating version stands for the newest of its numbers.
 * Null when the numbers do not tell, or the range is written in another way.
 */
export function isInRange(version: ActionVersion, range: string): boolean | null {
  const answers = range.split(',').map((part) => isWithin(version, part.trim()));
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function isWithin(version: ActionVersion, part: string): boolean | null {
  const [, operator, written] = /^(>=|<=|>|<|=)\s*v?(\d+(?:\.\d+){0,2})$/.exec(part) ?? [];
  if (written === undefined) return null;
  const order = compare(version, written.split('.').map(Number));
  if (order === null) return null;
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    default:
      return order === 0;
  }
}

/** Missing numbers of the bound are zero; those of a floating version are above everything. */
function compare({ numbers, floating }: ActionVersion, bound: readonly number[]): number | null {
  for (let index = 0; index < 3; index += 1) {
    const want = bound[index] ?? 0;
    const have = numbers[index];
    if (have === undefined) return floating ? 1 : null;
    if (have !== want) return have - want;
  }
  return 0;
}
