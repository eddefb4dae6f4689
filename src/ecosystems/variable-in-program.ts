import type { Expression } from '../workflow/expressions.ts';
import { maskExpressions } from '../workflow/mask-expressions.ts';
import { isInsideHole, literalsIn, type StringLiteral } from './string-literals.ts';
import {
  allByHand,
  inComment,
  isEscaped,
  type Replacement,
  type RewritesScript,
  type Rewriting,
} from './variable-reference.ts';

type Language = {
  readonly name: 'javascript' | 'python';
  readonly read: (name: string) => string;
  /** The value inside a text that holds places for values; null when this literal is not such a text. */
  readonly inside: (name: string, literal: StringLiteral) => string | null;
  readonly isPlain: (literal: StringLiteral) => boolean;
};

/** The object that holds the environment in Node; this file itself reads none. */
const OBJECT = 'process';

const JAVASCRIPT: Language = {
  name: 'javascript',
  read: (name) => `${OBJECT}.env.${name}`,
  inside: (name, { quote }) => (quote === '`' ? `\${${OBJECT}.env.${name}}` : null),
  isPlain: () => true,
};

const PYTHON: Language = {
  name: 'python',
  read: (name) => `os.environ["${name}"]`,
  inside: (name, { prefix, quote }) => {
    if (!/^[fF]$/.test(prefix)) return null;
    // Before Python 3.12 the quotes of the text itself may not stand in its braces.
    const other = quote.startsWith('"') ? "'" : '"';
    return `{os.environ[${other}${name}${other}]}`;
  },
  isPlain: ({ prefix }) => /^[uU]?$/.test(prefix),
};

/** Node’s reference to the variable in place of each expression of a script. */
export const variablesInJavascript: RewritesScript = (script, wanted, nameOf) =>
  inProgram(script, wanted, nameOf, JAVASCRIPT);

/** `os.environ["NAME"]` in place of each expression of a Python script, with the import where it is missing. */
export const variablesInPython: RewritesScript = (script, wanted, nameOf) => {
  const rewriting = inProgram(script, wanted, nameOf, PYTHON);
  const reads = rewriting.replacements.some((each) => each.reads.length > 0);
  if (!reads || /^import (?:[\w., ]*,\s*)?os\b(?!\.| as)/m.test(script)) return rewriting;
  const first = /^[^\n]*\n/.exec(script)?.[0];
  // A future import, a documentation string and an encoding have to come first.
  if (first === undefined || !/^(?:import|from) /.test(first) || script.includes('__future__')) {
    return allByHand(wanted, 'the script has to import os first');
  }
  if (rewriting.replacements.some(({ start }) => start < first.length)) {
    return allByHand(wanted, 'the script has to import os first');
  }
  const imported: Replacement = {
    start: 0,
    end: first.length - 1,
    text: `import os\n${first.slice(0, -1)}`,
    reads: [],
  };
  return { ...rewriting, replacements: [imported, ...rewriting.replacements] };
};

function inProgram(
  script: string,
  wanted: readonly Expression[],
  nameOf: (expression: Expression) => string,
  language: Language,
): Rewriting {
  const masked = maskExpressions(script);
  const found = literalsIn(masked, language.name);
  if (found === null) return allByHand(wanted, 'the strings of the program are not understood');
  const { literals, comments } = found;
  const replacements: Replacement[] = [];
  const byHand = new Map<Expression, string>();
  const perLiteral = new Map<StringLiteral, Expression[]>();
  for (const expression of wanted) {
    const isAround = (each: { start: number; end: number }) =>
      each.start <= expression.start && expression.end <= each.end;
    const literal = literals.find(isAround);
    if (comments.some(isAround)) replacements.push(inComment(expression));
    else if (literal !== undefined && !isInsideHole(masked, literal, expression.start)) {
      perLiteral.set(literal, [...(perLiteral.get(literal) ?? []), expression]);
    } else if (literal === undefined && language.name === 'javascript' && isJson(expression.text)) {
      const text = `JSON.parse(${language.read(nameOf(expression))})`;
      replacements.push({ start: expression.start, end: expression.end, text, reads: [expression] });
    } else byHand.set(expression, 'it stands outside of every string, so its text is taken for code on purpose');
  }
  for (const [literal, own] of perLiteral) {
    const written = inLiteral(masked, script, literal, own, nameOf, language);
    if (typeof written === 'string') for (const each of own) byHand.set(each, written);
    else replacements.push(...written);
  }
  return { replacements: replacements.toSorted((a, b) => a.start - b.start), byHand };
}

/** What is written out as JSON is a value of the language as it stands. */
const isJson = (expression: string): boolean => /^toJSON\((?:[^()']|'[^']*')*\)$/i.test(expression);

function inLiteral(
  masked: string,
  script: string,
  literal: StringLiteral,
  own: readonly Expression[],
  nameOf: (expression: Expression) => string,
  language: Language,
): readonly Replacement[] | string {
  if (own.some(({ start }) => isEscaped(masked, start, '\\'))) return 'a backslash stands before it';
  const inside = own.map((expression) => language.inside(nameOf(expression), literal));
  if (inside.every((text) => text !== null)) {
    return own.map((expression, index) => ({
      start: expression.start,
      end: expression.end,
      text: inside[index] ?? '',
      reads: [expression],
    }));
  }
  if (!language.isPlain(literal)) return 'the string has a prefix that changes what stands in it';
  const [before, behind] = [masked.slice(0, literal.start).trimEnd(), masked.slice(literal.end).trimStart()];
  if (behind.startsWith(':')) return 'the string is a name or a case';
  if (/["'`]$/.test(before) || /^["'`]/.test(behind)) return 'the string is joined to the one beside it';
  if (/\b(?:import|from)$/.test(before)) return 'the string names a module';
  const pieces: string[] = [];
  let from = literal.start + literal.prefix.length + literal.quote.length;
  const piece = (to: number) => {
    if (to > from) pieces.push(literal.quote + script.slice(from, to) + literal.quote);
  };
  for (const expression of own) {
    piece(expression.start);
    pieces.push(language.read(nameOf(expression)));
    from = expression.end;
  }
  piece(literal.end - literal.quote.length);
  const joined = pieces.join(' + ');
  return [{ start: literal.start, end: literal.end, text: pieces.length > 1 ? `(${joined})` : joined, reads: own }];
}
