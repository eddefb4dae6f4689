import { Lexer } from 'yaml';
import { withVersion } from '../edit/trailing-comment.ts';
import type { TouchedLines } from './touched-lines.ts';

/** A comment on a line that was only edited, and whose words are gone; null when there is none. A leading version may be replaced. */
export function lostComment(before: string, after: string, touched: TouchedLines): string | null {
  const now = commentsIn(after).map(({ text }) => text);
  const lost = commentsIn(before).find(({ line, text }) => {
    if (touched.get(line) !== 'edited') return false;
    const words = withVersion(text, '').trim();
    return !now.some((each) => each.includes(words));
  });
  return lost === undefined ? null : `the comment on line ${lost.line + 1} is gone: # ${lost.text}`;
}

const SCALAR_FOLLOWS = '\u001f';

/** Comments of a YAML text without `#`, with their lines from 0. A `#` inside a value is none. */
function commentsIn(body: string): readonly { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  let line = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(body)) {
    if (!isScalar && lexeme.startsWith('#')) found.push({ line, text: lexeme.slice(1).trim() });
    isScalar = lexeme === SCALAR_FOLLOWS;
    for (const character of lexeme) if (character === '\n') line++;
  }
  return found;
}
