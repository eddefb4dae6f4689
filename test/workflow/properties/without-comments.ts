import { Lexer } from 'yaml';

/** Comments of a text that another has not: a version in front may have been replaced, and words may have been added. */
export function withoutComments(before: string, after: string): readonly string[] {
  const now = commentsIn(after);
  return commentsIn(before).flatMap((comment) => {
    const words = comment.replace(/^v?\d[\w.+-]*\s*/, '');
    const at = now.findIndex((each) => each.includes(words));
    if (at === -1) return [`the comment "${comment}"`];
    now.splice(at, 1);
    return [];
  });
}

function commentsIn(text: string): string[] {
  const found: string[] = [];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text.replace(/^\uFEFF/, ''))) {
    if (!isScalar && lexeme.startsWith('#')) found.push(lexeme.slice(1).trim());
    isScalar = lexeme === '\u001f';
  }
  return found;
}
