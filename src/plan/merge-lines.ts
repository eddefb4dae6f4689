import { diffArrays } from 'diff';
import { linesOf } from './line-history.ts';

/** Two changes of the same lines that are not the same change. Lines keep their ends. */
export type LineConflict = {
  /** 1-based line of the base that it begins at. */
  readonly line: number;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
};

export type Merged =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly conflicts: readonly LineConflict[] };

/** A run of base lines (`from` up to, not with, `to`) and what stands there instead. */
type Edit = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

/**
 * Three-way merge by lines: what only one side changed is taken from it, what both changed alike is taken once. Changes that
 * overlap, or touch without a line between them, are a conflict.
 */
export function mergeLines(base: string, mine: string, theirs: string): Merged {
  const lines = linesOf(base);
  const [own, other] = [editsOf(lines, linesOf(mine)), editsOf(lines, linesOf(theirs))];
  const merged: string[] = [];
  const conflicts: LineConflict[] = [];
  let at = 0;
  while (own.length > 0 || other.length > 0) {
    const group = nextGroup(own, other);
    merged.push(...lines.slice(at, group.from));
    const [a, b] = [group.own, group.other].map((edits) => spelled(edits, group, lines));
    const [left = [], right = []] = [a, b];
    if (group.own.length === 0) merged.push(...right);
    else if (group.other.length === 0 || left.join('') === right.join('')) merged.push(...left);
    else conflicts.push({ line: group.from + 1, mine: left, theirs: right });
    at = group.to;
  }
  merged.push(...lines.slice(at));
  return conflicts.length > 0 ? { ok: false, conflicts } : { ok: true, text: merged.join('') };
}

function editsOf(base: readonly string[], changed: readonly string[]): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: { from: number; to: number; lines: string[] } | null = null;
  for (const part of diffArrays([...base], [...changed])) {
    if (!part.added && !part.removed) {
      if (open !== null) edits.push(open);
      open = null;
      at += part.value.length;
      continue;
    }
    open ??= { from: at, to: at, lines: [] };
    if (part.added) open.lines.push(...part.value);
    else {
      at += part.value.length;
      open.to = at;
    }
  }
  if (open !== null) edits.push(open);
  return edits;
}

type Group = { from: number; to: number; readonly own: Edit[]; readonly other: Edit[] };

/** Takes the first edit and all that overlap or touch what was taken, from both lists. */
function nextGroup(own: Edit[], other: Edit[]): Group {
  const first = Math.min(own[0]?.from ?? Number.POSITIVE_INFINITY, other[0]?.from ?? Number.POSITIVE_INFINITY);
  const group: Group = { from: first, to: first, own: [], other: [] };
  for (let grew = true; grew; ) {
    grew = false;
    for (const [edits, taken] of [
      [own, group.own],
      [other, group.other],
    ] as const) {
      const next = edits[0];
      if (next === undefined || next.from > group.to) continue;
      edits.shift();
      taken.push(next);
      group.to = Math.max(group.to, next.to);
      grew = true;
    }
  }
  return group;
}

/** The lines of a group as one side has them. */
function spelled(edits: readonly Edit[], { from, to }: Group, base: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let at = from;
  for (const edit of edits) {
    lines.push(...base.slice(at, edit.from), ...edit.lines);
    at = edit.to;
  }
  return [...lines, ...base.slice(at, to)];
}
