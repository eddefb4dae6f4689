/** A quoted text of a program. `prefix` are the letters before the quote (`f`, `rb`). Offsets of the whole, prefix included. */
export type StringLiteral = {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly quote: string;
};

export type LiteralsAndComments = {
  readonly literals: readonly StringLiteral[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
};

/**
 * The strings and comments of a JavaScript or Python program. A template’s `${ … }` belongs to its literal and is told apart by
 * `isInsideHole`. Null when a string does not end, or when a slash cannot be told from a pattern.
 */
export function literalsIn(text: string, language: 'javascript' | 'python'): LiteralsAndComments | null {
  const literals: StringLiteral[] = [];
  const comments: { start: number; end: number }[] = [];
  const pattern = language === 'python' ? PYTHON : JAVASCRIPT;
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) break;
    const { comment, prefix = '', quote, slash } = match.groups ?? {};
    const start = match.index;
    at = pattern.lastIndex;
    if (comment !== undefined) comments.push({ start, end: at });
    else if (quote !== undefined) {
      const end = endOfLiteral(text, at, quote);
      if (end === null) return null;
      literals.push({ start, end, prefix, quote });
      at = end;
    } else if (slash !== undefined) {
      const end = endOfSlash(text, start);
      if (end === null) return null;
      at = end;
    }
  }
  return { literals, comments };
}

const PYTHON = /(?<comment>#[^\n]*)|(?<prefix>\b[rbfuRBFU]{1,2})?(?<quote>"""|'''|"|')/g;
const JAVASCRIPT = /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<quote>["'`])|(?<slash>\/)/g;

/** A plain quote does not go beyond its line. */
function endOfLiteral(text: string, from: number, quote: string): number | null {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (text[at] === '\n' && quote.length === 1 && quote !== '`') return null;
    else if (quote === '`' && text.startsWith('${', at) && !text.startsWith('${{', at)) {
      const end = endOfHole(text, at + 2);
      if (end === null) return null;
      at = end - 1;
    }
  }
  return null;
}

/** Behind the brace that closes a template’s `${`; strings inside may hold braces. */
function endOfHole(text: string, from: number): number | null {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at + 1;
    else if (/["'`]/.test(char)) {
      const end = endOfLiteral(text, at + 1, char);
      if (end === null) return null;
      at = end - 1;
    }
  }
  return null;
}

/** A slash behind a value divides; elsewhere it begins a pattern. */
function endOfSlash(text: string, at: number): number | null {
  const before = text.slice(0, at).trimEnd();
  if (/[\w$)\]]$/.test(before) && !/\b(?:return|typeof|case|in|of|await)$/.test(before)) return at + 1;
  const match = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/.exec(text.slice(at));
  return match === null ? null : at + match[0].length;
}

/** Whether an offset of a template literal lies in code, inside `${ … }`. */
export function isInsideHole(text: string, literal: StringLiteral, offset: number): boolean {
  if (literal.quote !== '`') return false;
  for (let at = literal.start + 1; at < offset; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith('${', at) && !text.startsWith('${{', at)) {
      const end = endOfHole(text, at + 2) ?? text.length;
      if (offset < end) return true;
      at = end - 1;
    }
  }
  return false;
}
