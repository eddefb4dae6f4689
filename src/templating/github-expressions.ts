/** Stands for one GitHub expression while Handlebars runs. Private-use characters, which no value may contain. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

export type Hidden =
  | { readonly ok: true; readonly text: string; readonly expressions: readonly string[] }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/**
 * Replaces every `${{ … }}` by a placeholder on the same line, because Handlebars takes the braces for its own. Templates
 * then write GitHub's expressions exactly as GitHub wants them. Numbers go on from `firstNumber` where texts are put together. Ours inside one is refused: it would build code from text.
 */
export function hideExpressions(source: string, firstNumber = 0): Hidden {
  if (/[\uE000\uE001]/u.test(source)) {
    const line = lineAt(source, source.search(/[\uE000\uE001]/u));
    return { ok: false, line, problem: 'holds a private-use character (U+E000 or U+E001)' };
  }
  const expressions: string[] = [];
  let text = '';
  let from = 0;
  for (let start = source.indexOf('${{'); start !== -1; start = source.indexOf('${{', from)) {
    const end = endOfExpression(source, start + 3);
    const expression = source.slice(start, end ?? source.length);
    if (end === null || expression.includes('\n')) {
      return { ok: false, line: lineAt(source, start), problem: 'a GitHub expression is not closed on its line' };
    }
    if (expression.indexOf('{{', 3) !== -1) {
      return {
        ok: false,
        line: lineAt(source, start),
        problem: `template text inside a GitHub expression: ${expression}`,
      };
    }
    text += `${source.slice(from, start)}${OPEN}${firstNumber + expressions.length}${CLOSE}`;
    expressions.push(expression);
    from = end;
  }
  return { ok: true, text: text + source.slice(from), expressions };
}

/** Puts the expressions back, each as it was written. */
export const restoreExpressions = (text: string, expressions: readonly string[]): string =>
  text.replace(/\uE000(\d+)\uE001/gu, (placeholder, index: string) => expressions[Number(index)] ?? placeholder);

/** Where the expression ends; `}}` inside its quoted strings does not count. */
function endOfExpression(source: string, from: number): number | null {
  let quoted = false;
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === "'") quoted = !quoted;
    else if (!quoted && source.startsWith('}}', at)) return at + 2;
  }
  return null;
}

const lineAt = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;
