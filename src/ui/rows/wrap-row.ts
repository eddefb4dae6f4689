import { printable } from '../../report/printable.ts';
import { widthOf } from './fit.ts';
import type { Row, Span } from './row.ts';

/** Columns that fit-row.ts keeps free before what stands at the right edge. */
const GAP = 2;

/** A row on as many lines as its words need, the later ones indented. What stands at the right edge stays on the first. */
export function wrapRow(row: Row, width: number, indent: number): readonly Row[] {
  const endWidth = (row.end ?? []).reduce((sum, { text }) => sum + widthOf(printable(text)), 0);
  const first = width - (endWidth === 0 ? 0 : endWidth + GAP);
  const words = row.spans.flatMap(wordsOf);
  const lines: Span[][] = [[]];
  let left = first;
  for (const word of words) {
    const size = widthOf(word.text.trimEnd());
    const isFresh = lines.at(-1)?.length === 0;
    const breaks = size > left && !isFresh && size <= width - indent;
    if (breaks) {
      lines.push([{ text: ' '.repeat(indent) }]);
      left = width - indent;
    }
    const text = breaks ? word.text.trimStart() : word.text;
    lines.at(-1)?.push({ ...word, text });
    left -= widthOf(text);
  }
  const [head = [], ...rest] = lines.map(withoutTrailingBlanks);
  return [{ ...row, spans: head }, ...rest.map((spans): Row => ({ spans, hidden: row.label !== undefined }))];
}

/** A blank after the last word would need a column of its own, and cost the word its end. */
function withoutTrailingBlanks(line: readonly Span[]): readonly Span[] {
  const last = line.at(-1);
  return last === undefined ? line : [...line.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}

/** Words with the blanks after them; the blanks before the first word stay with it. */
const wordsOf = (span: Span): readonly Span[] =>
  (printable(span.text).match(/^\s*\S+\s*|\S+\s*|^\s+$/g) ?? []).map((text) => ({ ...span, text }));
