import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as single characters. */
export const charactersOf = (text: string): readonly string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** Columns that a terminal needs: two for a CJK character. */
export const widthOf = (text: string): number => stringWidth(text);

/** As much of a text as fits into this many columns, ending in the ellipsis when something had to go. */
export function fitted(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  if (room <= 0) return ellipsis.slice(0, Math.max(0, width));
  return within(text, room) + ellipsis;
}

/** The beginning of a text that takes at most this many columns. */
export function within(text: string, room: number): string {
  let used = 0;
  let taken = '';
  for (const character of charactersOf(text)) {
    used += widthOf(character);
    if (used > room) break;
    taken += character;
  }
  return taken;
}

/** Breaks a text at spaces into lines of at most this width; a longer word is broken where it must be. */
export function wrapped(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const pieces = chopped(word, room);
    const joined = line === '' ? (pieces[0] ?? '') : `${line} ${pieces[0] ?? ''}`;
    if (pieces.length === 1 && widthOf(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

/** Cuts a text into pieces of at most this width, keeping every character: for code, where spaces count. */
export function chopped(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of charactersOf(text)) {
    const wide = widthOf(character);
    if (used + wide > room && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += wide;
  }
  return [...pieces, piece];
}
