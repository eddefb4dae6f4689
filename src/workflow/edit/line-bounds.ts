/** Offset of the first character of the line. */
export const lineStart = (body: string, offset: number): number =>
  offset === 0 ? 0 : body.lastIndexOf('\n', offset - 1) + 1;

/** Offset just before the line's end mark, or the end of the text. */
export function lineEnd(body: string, offset: number): number {
  const feed = body.indexOf('\n', offset);
  const end = feed === -1 ? body.length : feed;
  return end > offset && body[end - 1] === '\r' ? end - 1 : end;
}

/** Offset of the next line's first character, or the end of the text. */
export function nextLine(body: string, offset: number): number {
  const feed = body.indexOf('\n', offset);
  return feed === -1 ? body.length : feed + 1;
}

/** The end mark in use around an offset: that of its line, else that of the text's first line. */
export function endMark(body: string, offset: number): '\n' | '\r\n' {
  const own = body.indexOf('\n', offset);
  const feed = own === -1 ? body.indexOf('\n') : own;
  return feed > 0 && body[feed - 1] === '\r' ? '\r\n' : '\n';
}

export const columnOf = (body: string, offset: number): number => offset - lineStart(body, offset);

/** Where the comment lines directly above a line begin: same column, no blank line between, none before `floor`. */
export function commentsAbove(body: string, offset: number, floor: number): number {
  const column = columnOf(body, offset);
  let start = lineStart(body, offset);
  while (start > 0) {
    const above = lineStart(body, start - 1);
    const line = body.slice(above, lineEnd(body, above));
    if (above < floor || line[column] !== '#' || line.slice(0, column).trim() !== '') break;
    start = above;
  }
  return start;
}

export const isBlankLine = (body: string, offset: number): boolean =>
  body.slice(lineStart(body, offset), lineEnd(body, offset)).trim() === '';

/**
 * The end of the comment lines below a value that are indented deeper than its column: they speak of the value. The offset itself when
 * there are none.
 */
export function commentsBelow(body: string, offset: number, column: number): number {
  let end = offset;
  for (let line = nextLine(body, offset); line < body.length; line = nextLine(body, line)) {
    if (isBlankLine(body, line)) continue;
    const text = body.slice(line, lineEnd(body, line));
    const indent = text.search(/\S/);
    if (text[indent] !== '#' || indent <= column) break;
    end = line + text.length;
  }
  return end;
}
