import { Lexer, type Token, TokenType } from '@actions/expressions/lexer';

/** One `${{ … }}`: what stands inside, and the offsets of the whole in the text. The end is exclusive. */
export type Expression = { readonly text: string; readonly start: number; readonly end: number };

/** Every closed `${{ … }}` of a text; `}}` inside a quoted string does not close it. */
export function expressionsIn(text: string): readonly Expression[] {
  const found: Expression[] = [];
  for (let start = text.indexOf('${{'); start !== -1; ) {
    const end = endOfExpression(text, start + 3);
    if (end === null) break;
    found.push({ text: text.slice(start + 3, end - 2).trim(), start, end });
    start = text.indexOf('${{', end);
  }
  return found;
}

/**
 * Replaces every `${{ … }}` up to the first `}}`, quoted or not. One walk over the text: a pattern would look for the end of each
 * opening anew, which takes for ever where thousands are never closed.
 */
export function replaceExpressions(text: string, replacement: (whole: string) => string): string {
  let replaced = '';
  let from = 0;
  for (let start = text.indexOf('${{'); start !== -1; start = text.indexOf('${{', from)) {
    const close = text.indexOf('}}', start + 3);
    if (close === -1) break;
    replaced += text.slice(from, start) + replacement(text.slice(start, close + 2));
    from = close + 2;
  }
  return replaced + text.slice(from);
}

function endOfExpression(text: string, from: number): number | null {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith('}}', at)) return at + 2;
  }
  return null;
}

export type ContextPaths =
  | { readonly known: true; readonly paths: readonly string[] }
  | { readonly known: false; readonly because: string };

/**
 * The contexts an expression reads, as dotted paths: `github.event.issue.title`, `secrets.TOKEN`. A computed index is `*`, and
 * the context's own name is in lower case; contexts are not case-sensitive.
 */
export function contextPathsIn(expression: string): ContextPaths {
  try {
    const { tokens } = new Lexer(expression).lex();
    return { known: true, paths: tokens.flatMap((_, index) => pathFrom(tokens, index)) };
  } catch (error) {
    return { known: false, because: error instanceof Error ? error.message : String(error) };
  }
}

function pathFrom(tokens: readonly Token[], index: number): readonly string[] {
  const head = tokens[index];
  if (head?.type !== TokenType.IDENTIFIER) return [];
  if (tokens[index - 1]?.type === TokenType.DOT || tokens[index + 1]?.type === TokenType.LEFT_PAREN) return [];
  const parts = [head.lexeme.toLowerCase()];
  let at = index + 1;
  for (;;) {
    const [here, next] = [tokens[at], tokens[at + 1]];
    if (here?.type === TokenType.DOT && next !== undefined) {
      parts.push(next.type === TokenType.STAR ? '*' : next.lexeme);
      at += 2;
    } else if (here?.type === TokenType.LEFT_BRACKET) {
      const literal = next?.type === TokenType.STRING && tokens[at + 2]?.type === TokenType.RIGHT_BRACKET;
      parts.push(literal ? String(next.value) : '*');
      at = closing(tokens, at) + 1;
    } else {
      return [parts.join('.')];
    }
  }
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const type = tokens[at]?.type;
    if (type === TokenType.LEFT_BRACKET) depth++;
    if (type === TokenType.RIGHT_BRACKET && --depth === 0) return at;
  }
  return tokens.length;
}
