import type { TouchedLines } from './touched-lines.ts';

/** A line of the original that no operation touches and that is gone or differs; null when all are there, in their order. */
export function lostLine(before: string, after: string, touched: TouchedLines): string | null {
  const now = linesOf(after);
  let at = 0;
  for (const [index, line] of linesOf(before).entries()) {
    // A blank line means nothing, and inside a value the data tells.
    if (touched.has(index) || line.trim() === '') continue;
    while (at < now.length && !isSame(line, now[at] ?? '')) at++;
    if (at === now.length) return `line ${index + 1} changed: ${line.trim()}`;
    at++;
  }
  return null;
}

/** Lines with their line breaks. */
const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/);

/** Without its line break, the last line is the same line. */
const isSame = (line: string, now: string): boolean =>
  line === now ||
  ((!line.endsWith('\n') || !now.endsWith('\n')) && line.replace(/\r?\n$/, '') === now.replace(/\r?\n$/, ''));
