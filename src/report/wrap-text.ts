import stringWidth from 'string-width';

/** Breaks a text into lines of at most `width` columns; a word that is wider keeps a line of its own. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, Math.max(1, width)));
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of paragraph.split(' ').filter((each) => each !== '')) {
    const size = stringWidth(word);
    if (used > 0 && used + 1 + size > width) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      line = used === 0 ? word : `${line} ${word}`;
      used += used === 0 ? size : size + 1;
    }
  }
  return used > 0 || lines.length === 0 ? [...lines, line] : lines;
}

/** Spaces after a text until it is this wide. */
export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
