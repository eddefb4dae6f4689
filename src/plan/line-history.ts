import { diffArrays } from 'diff';
import type { Hunk } from '../model/plan.ts';

/** A line of the current text: which base line it is, or who wrote it. */
type Line = { readonly text: string; readonly base: number | null; readonly by: readonly string[] };

/** Follows a text through several edits, so that each changed line knows the controls that caused it. */
export type LineHistory = {
  readonly base: readonly string[];
  readonly lines: readonly Line[];
  /** Base line → controls that removed it. */
  readonly removed: ReadonlyMap<number, readonly string[]>;
};

/** Lines with their line ends, so that joining gives the text back. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

export const historyOf = (text: string): LineHistory => {
  const base = linesOf(text);
  return { base, lines: base.map((line, index) => ({ text: line, base: index, by: [] })), removed: new Map() };
};

/** The history after a control, or nobody in particular, has turned the text into `after`. What replaces another control's line keeps its name too. */
export function rewrite(history: LineHistory, after: string, control: string | null): LineHistory {
  const author = control === null ? [] : [control];
  const parts = diffArrays(
    history.lines.map((line) => line.text),
    [...linesOf(after)],
  );
  const lines: Line[] = [];
  const removed = new Map(history.removed);
  let at = 0;
  let causes: readonly string[] = author;
  let fresh: string[] = [];
  const settle = () => {
    lines.push(...fresh.map((text) => ({ text, base: null, by: causes })));
    fresh = [];
    causes = author;
  };
  for (const part of parts) {
    if (part.added) {
      fresh.push(...part.value);
      continue;
    }
    const span = history.lines.slice(at, at + part.value.length);
    at += part.value.length;
    if (!part.removed) {
      settle();
      lines.push(...span);
      continue;
    }
    for (const line of span) {
      causes = unite(line.by, causes);
      if (line.base !== null) removed.set(line.base, unite(removed.get(line.base) ?? [], author));
    }
  }
  settle();
  return { base: history.base, lines, removed };
}

/** The runs of changed lines between the base and now, in order. */
export function hunksOf({ base, lines, removed }: LineHistory): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let beforeAt = 0;
  let afterAt = 0;
  while (beforeAt < base.length || afterAt < lines.length) {
    const line = lines[afterAt];
    if (line !== undefined && line.base === beforeAt) {
      beforeAt += 1;
      afterAt += 1;
      continue;
    }
    const start = { before: beforeAt, after: afterAt };
    let controls: readonly string[] = [];
    while (afterAt < lines.length && lines[afterAt]?.base === null) {
      controls = unite(controls, lines[afterAt]?.by ?? []);
      afterAt += 1;
    }
    const until = lines[afterAt]?.base ?? base.length;
    for (; beforeAt < until; beforeAt += 1) controls = unite(controls, removed.get(beforeAt) ?? []);
    hunks.push({
      before: { line: start.before + 1, count: beforeAt - start.before },
      after: { line: start.after + 1, count: afterAt - start.after },
      controls,
    });
  }
  return hunks;
}

const unite = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])];
