import { printable } from '../../report/printable.ts';
import { fitted, widthOf, within } from './fit.ts';
import type { Row, Span } from './row.ts';

/** Columns kept free between the text of a row and what stands at its right edge. */
const GAP = 2;

/** The spans to draw, stripped of control sequences and together no wider than the line. */
export function fitRow(row: Row, width: number, ellipsis: string): readonly Span[] {
  const end = cut((row.end ?? []).map(clean), Math.floor(width / 2), ellipsis);
  const endWidth = widthOfAll(end);
  const room = endWidth === 0 ? width : width - endWidth - GAP;
  const start = cut(row.spans.map(clean), room, ellipsis);
  if (endWidth === 0) return start;
  return [...start, { text: ' '.repeat(width - endWidth - widthOfAll(start)) }, ...end];
}

const clean = (span: Span): Span => ({ ...span, text: printable(span.text) });

const widthOfAll = (spans: readonly Span[]): number => spans.reduce((sum, { text }) => sum + widthOf(text), 0);

function cut(spans: readonly Span[], room: number, ellipsis: string): readonly Span[] {
  if (widthOfAll(spans) <= room) return spans;
  const kept: Span[] = [];
  let left = room - widthOf(ellipsis);
  for (const span of spans) {
    const text = within(span.text, left);
    left -= widthOf(text);
    if (text !== span.text) return [...kept, { ...span, text: fitted(text + ellipsis, room, '') }];
    kept.push(span);
  }
  return kept;
}
