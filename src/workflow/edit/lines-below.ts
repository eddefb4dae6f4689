import type { TextEdit } from './editing.ts';
import { endMark, isBlankLine, lineEnd, nextLine } from './line-bounds.ts';

/**
 * Replaces whole lines by others: those after the line of `from` up to that of `to` (none when both are on one line). `head` is what
 * was put at the end of the line of `from`.
 */
export function linesBelow(body: string, from: number, to: number, lines: readonly string[], head = ''): TextEdit {
  const mark = endMark(body, from);
  const start = nextLine(body, from);
  const end = Math.max(start, nextLine(body, to));
  if (lineEnd(body, to) === body.length && lines.length > 0) {
    return { start: lineEnd(body, from), end: body.length, text: lines.map((line) => mark + line).join('') };
  }
  return { start, end: pastStraySpaces(body, end, [head, ...lines]), text: lines.map((line) => line + mark).join('') };
}

/** Whether one of the lines opens a literal block, which takes in whatever is indented below it. */
export const holdsLiteral = (lines: readonly string[]): boolean => lines.some((line) => /(?:^|[:-] )\|-?$/.test(line));

/** Lines of nothing but spaces that follow a literal block would become part of it, so they go. Other blank lines stay. */
function pastStraySpaces(body: string, offset: number, lines: readonly string[]): number {
  if (!holdsLiteral(lines)) return offset;
  let end = offset;
  while (end < body.length && isBlankLine(body, end) && lineEnd(body, end) > end) end = nextLine(body, end);
  return end;
}
