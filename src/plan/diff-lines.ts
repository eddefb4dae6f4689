import type { PlannedFile } from '../model/plan.ts';
import { linesOf } from './line-history.ts';

export type DiffLine = {
  readonly kind: 'same' | 'add' | 'remove';
  /** 1-based line in the base text; null for an added line. */
  readonly before: number | null;
  readonly after: number | null;
  /** Without its line end. */
  readonly text: string;
  /** True for a last line without a line end. */
  readonly open: boolean;
  readonly controls: readonly string[];
};

export type DiffHunk = {
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly lines: readonly DiffLine[];
};

/** The hunks of a planned file with this many unchanged lines around each. */
export function diffHunks(file: PlannedFile, context = 3): readonly DiffHunk[] {
  const before = linesOf(file.before ?? '');
  const after = linesOf(file.after);
  const groups = grouped(file.hunks, context);
  return groups.map((hunks) => {
    const first = hunks[0] as (typeof hunks)[number]; // a group has at least one hunk
    const lead = Math.min(context, first.before.line - 1);
    let beforeAt = first.before.line - 1 - lead;
    let afterAt = first.after.line - 1 - lead;
    const start = { beforeStart: beforeAt + 1, afterStart: afterAt + 1 };
    const lines: DiffLine[] = [];
    const same = (until: number) => {
      while (beforeAt < until) {
        lines.push(line('same', beforeAt + 1, afterAt + 1, before[beforeAt] ?? '', []));
        beforeAt += 1;
        afterAt += 1;
      }
    };
    for (const hunk of hunks) {
      same(hunk.before.line - 1);
      for (let i = 0; i < hunk.before.count; i += 1, beforeAt += 1) {
        lines.push(line('remove', beforeAt + 1, null, before[beforeAt] ?? '', hunk.controls));
      }
      for (let i = 0; i < hunk.after.count; i += 1, afterAt += 1) {
        lines.push(line('add', null, afterAt + 1, after[afterAt] ?? '', hunk.controls));
      }
    }
    same(Math.min(before.length, beforeAt + context));
    return { ...start, lines };
  });
}

function grouped(hunks: PlannedFile['hunks'], context: number): readonly PlannedFile['hunks'][] {
  const groups: PlannedFile['hunks'][number][][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    const apart =
      last === undefined ? Number.POSITIVE_INFINITY : hunk.before.line - (last.before.line + last.before.count);
    if (apart <= 2 * context) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

const line = (
  kind: DiffLine['kind'],
  before: number | null,
  after: number | null,
  raw: string,
  controls: readonly string[],
): DiffLine => ({ kind, before, after, text: raw.replace(/\n$/, ''), open: !raw.endsWith('\n'), controls });
