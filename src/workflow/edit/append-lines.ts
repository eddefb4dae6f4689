/** Adds whole lines at the end, in the file's own line breaks; done already when they stand there together. */
export function appendLines(text: string, lines: readonly string[]): string {
  const there = text.split(/\r?\n/);
  const isThere = there.some((_, from) => lines.every((line, index) => there[from + index] === line));
  if (lines.length === 0 || isThere) return text;
  const feed = text.indexOf('\n');
  const mark = feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
  const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : mark;
  return text + gap + lines.map((line) => line + mark).join('');
}
