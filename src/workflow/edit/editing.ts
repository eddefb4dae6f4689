/** One range of the text without its byte-order mark, and what replaces it. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string };

/** What an operation comes to: ranges to replace, nothing because its effect is already there, or the reason it cannot be done. */
export type Editing =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string };

export const SAME: Editing = { kind: 'same' };

export const refused = (reason: string): Editing => ({ kind: 'refused', reason });

export const edits = (...all: readonly TextEdit[]): Editing => ({ kind: 'edits', edits: all });

export const insertion = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

/** Replaces ranges, which must not overlap. Those that start at one offset are written in the order given. */
export function withEdits(body: string, all: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text } of all.toSorted((a, b) => a.start - b.start)) {
    result += body.slice(from, start) + text;
    from = end;
  }
  return result + body.slice(from);
}

/** Whether the places that different operations change lie apart from each other. */
export function areApart(all: readonly (readonly TextEdit[])[]): boolean {
  const spans = all.map((each) => ({
    start: Math.min(...each.map(({ start }) => start)),
    end: Math.max(...each.map(({ end }) => end)),
  }));
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  return sorted.every(({ start }, index) => index === 0 || start > (sorted[index - 1]?.end ?? -1));
}
