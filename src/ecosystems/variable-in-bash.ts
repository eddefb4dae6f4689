import {
  type Command,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { Expression } from '../workflow/expressions.ts';
import { maskExpressions } from '../workflow/mask-expressions.ts';
import { withoutWrappers } from '../workflow/shell-wrappers.ts';
import { isProgramFile, readsProgram, runsItsWords } from './nested-program.ts';
import {
  allByHand,
  collected,
  inComment,
  isEscaped,
  type Replacement,
  type RewritesScript,
} from './variable-reference.ts';

/**
 * The shell’s own reference in place of each expression, in the quotes that its place wants. What is split into words, computed with,
 * matched as a pattern or run as a program of its own is left to a person.
 */
export const variablesInBash: RewritesScript = (script, wanted, nameOf, mayBeEmpty) => {
  const masked = maskExpressions(script);
  const parsed = parse(masked);
  const paths = new Map<Expression, readonly SyntaxNode[]>();
  const broken = walk(parsed, [], wanted, paths);
  if (broken !== null) return allByHand(wanted, `the script is not understood: ${broken}`);
  return collected(wanted, (expression) => {
    const path = paths.get(expression) ?? [];
    const place = placeOf(path, expression, masked);
    if (place === 'comment') return inComment(expression);
    if (!(place in WRITTEN)) return place;
    if (place === 'single') return inSingleQuotes(masked, path.at(-1), expression, nameOf(expression));
    const form = place === 'argument' && mayBeEmpty(expression) ? 'optional' : (place as Form);
    return replacement(expression, WRITTEN[form](nameOf(expression)));
  });
};

type Form = 'double' | 'single' | 'bare' | 'argument' | 'optional';

const WRITTEN: Readonly<Record<Form, (name: string) => string>> = {
  double: (name) => `\${${name}}`,
  single: (name) => `"\${${name}}"`,
  bare: (name) => `"\${${name}}"`,
  argument: (name) => `"\${${name}}"`,
  // No word at all for no text, as before.
  optional: (name) => `\${${name}:+"\${${name}}"}`,
};

/** The single quotes close, and open again behind it, unless nothing would stand between them. */
function inSingleQuotes(
  masked: string,
  quotes: SyntaxNode | undefined,
  expression: Expression,
  name: string,
): Replacement {
  const isFirst = quotes !== undefined && quotes.pos + 1 === expression.start;
  const isLast = quotes !== undefined && quotes.end - 1 === expression.end && masked[expression.end] === "'";
  return {
    start: expression.start - (isFirst ? 1 : 0),
    end: expression.end + (isLast ? 1 : 0),
    text: `${isFirst ? '' : "'"}${WRITTEN.single(name)}${isLast ? '' : "'"}`,
    reads: [expression],
  };
}

const replacement = (expression: Expression, text: string): Replacement => ({
  start: expression.start,
  end: expression.end,
  text,
  reads: [expression],
});

/** Finds the deepest node around each expression, with all above it; returns what the parser did not understand. */
function walk(
  node: SyntaxNode | ParsedScript,
  above: readonly SyntaxNode[],
  wanted: readonly Expression[],
  paths: Map<Expression, readonly SyntaxNode[]>,
): string | null {
  const here = [...above, node];
  for (const expression of wanted) {
    const isAround = node.pos <= expression.start && expression.end <= node.end;
    if (isAround && here.length >= (paths.get(expression)?.length ?? 0)) paths.set(expression, here);
  }
  if (node.type === 'Script') {
    const [error] = ('errors' in node && node.errors) || [];
    if (error !== undefined) return error.message;
    // Backticks with escapes are read from a text of their own, whose offsets are not those of the script.
    if (node.source !== undefined) return null;
  }
  let broken: string | null = null;
  forEachChild(node, (child) => {
    broken ??= walk(child, here, wanted, paths);
  });
  return broken;
}

/** The form to write, or the sentence that says why a person has to. */
function placeOf(
  path: readonly SyntaxNode[],
  expression: Expression,
  masked: string,
): Form | 'comment' | (string & {}) {
  const program = path.find((node, index) => isProgram(node, path, index));
  const own = path.slice(path.findLastIndex(({ type }) => type === 'Script') + 1);
  const word = own.find((node): node is Word => node.type === 'Word');
  const document = own.findIndex(({ type }) => type === 'HereDocBody');
  if (word === undefined && document === -1) return isInComment(path, expression, masked) ? 'comment' : ODD;
  if (program !== undefined) return NESTED;
  if (isEscaped(masked, expression.start, '\\')) return 'a backslash stands before it';
  const odd = own.map(({ type }) => BY_HAND[type]).find((reason) => reason !== undefined);
  if (odd !== undefined) return odd;
  if (document !== -1) {
    const owner = own[document - 1];
    const isQuoted = owner?.type === 'HereDoc' && owner.delimiter?.quoted === true;
    return isQuoted ? 'the here-document is quoted, so no variable is read in it' : 'double';
  }
  if (word === undefined) return ODD;
  const inner = own.at(-1);
  if (inner?.type === 'CommandExpansion') return ODD;
  const isDouble = own.some(({ type }) => type === 'DoubleQuoted');
  const form = inner?.type === 'SingleQuoted' ? 'single' : isDouble ? 'double' : 'bare';
  return placeOfWord(word, own, form, expression, masked);
}

function placeOfWord(
  word: Word,
  own: readonly SyntaxNode[],
  form: 'single' | 'double' | 'bare',
  expression: Expression,
  masked: string,
): Form | string {
  const holder = own[own.indexOf(word) - 1];
  const written = masked.slice(word.pos, word.end);
  const isWhole = written.replace(/^["']|["']$/g, '').length === expression.end - expression.start;
  if (holder?.type === 'Command' && holder.name === word && isWhole) return 'it is the name of the program that runs';
  if (holder?.type === 'Function' || holder?.type === 'Coproc') return ODD;
  if ((holder?.type === 'For' || holder?.type === 'Select') && holder.name === word) return ODD;
  if (holder?.type === 'Assignment' && holder.index === word) return COMPUTED;
  if (holder?.type === 'TestBinary') {
    if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(holder.operator)) return COMPUTED;
    if (holder.operator === '=~') return 'it is part of a pattern, which quotes would make a plain text';
  }
  if (holder?.type === 'TestUnary' && /^-[vR]$/.test(holder.operator)) return ODD;
  if (form !== 'bare') return form;
  if (holder?.type === 'For' || holder?.type === 'Select' || holder?.type === 'ArrayValue') return SPLIT;
  if (meansSeveralWords(expression.text)) return SPLIT;
  const isArgument = holder?.type === 'Command' && !PLAIN_READERS.test(wordsOf(holder)[0] ?? '');
  return isArgument && isWhole ? 'argument' : 'bare';
}

/** Commands for which an empty word is right, or makes no difference. */
const PLAIN_READERS = /^(?:\[|test|echo|printf)$/;

const ODD = 'it stands where a variable cannot be read';
const SPLIT = 'the shell splits it into several words there, and quotes would make one of them';
const COMPUTED = 'the shell computes with it there, and evaluates what the variable holds';
const NESTED = 'it is part of a program that another interpreter runs: hand the variable over to that program';

const BY_HAND: Readonly<Partial<Record<SyntaxNode['type'], string>>> = {
  SimpleExpansion: 'it is part of the name of another variable',
  ParameterExpansion: 'it stands inside the braces of another variable',
  ArithmeticExpansion: COMPUTED,
  ArithmeticCommand: COMPUTED,
  ArithmeticFor: COMPUTED,
  BraceExpansion: 'the shell makes several words of these braces',
  ExtendedGlob: 'it is part of a pattern',
  Glob: 'it is part of a pattern',
  AnsiCQuoted: "it stands in $'…', where escapes have a meaning",
  LocaleString: 'it stands in $"…"',
};

/** By the names of what is read: `args`, `flags` and plurals are meant as several words, as options, or as none at all. */
function meansSeveralWords(expression: string): boolean {
  if (/'(?:[^']*\s[^']*|-[^']*|)'/.test(expression)) return true;
  const names = [...expression.matchAll(/[A-Za-z][\w-]*(?:\.[\w*-]+)+/g)].map(([path]) => {
    const last = /([A-Za-z]+)[^A-Za-z]*$/.exec(path)?.[1] ?? '';
    return last.replace(/^.*(?=[A-Z][a-z]+$)/, '').toLowerCase();
  });
  return names.some((name) => MANY.test(name) || (name.length > 3 && /[^sui]s$/.test(name)));
}

const MANY = /^(?:args?|opts?|extra|params?|list|cmd|command|script|run)$/;

function isProgram(node: SyntaxNode, path: readonly SyntaxNode[], index: number): boolean {
  const next = path[index + 1];
  switch (node.type) {
    case 'Command':
      return runsCode(node) || (next !== undefined && isRead(next) && readsProgram(wordsOf(node)[0] ?? ''))
        ? !isOwnData(node, next)
        : writesProgram(node.redirects);
    case 'Redirected':
      return writesProgram(node.redirects);
    case 'Pipeline': {
      const own = node.commands.findIndex(({ pos }) => pos === next?.pos);
      return node.commands.slice(own + 1).some((command) => command.type === 'Command' && takesStream(command));
    }
    default:
      return false;
  }
}

const runsCode = (command: Command): boolean => runsItsWords(wordsOf(command));

/** An interpreter without a file to run, and without code on its command line, runs what it is sent. */
function takesStream(command: Command): boolean {
  const [name = '', ...args] = wordsOf(command);
  return readsProgram(name) && (name === 'ssh' || args.every((word) => word.startsWith('-')) || args.includes('-s'));
}

const isRead = ({ type }: SyntaxNode): boolean => type === 'HereDoc' || type === 'HereString';

/** `jq --arg name VALUE` and what jq reads from a here-string are data. */
function isOwnData(command: Command, next: SyntaxNode | undefined): boolean {
  if (!/^(?:jq|yq)$/.test(wordsOf(command)[0] ?? '') || next === undefined) return false;
  if (isRead(next)) return true;
  const words = command.suffix.filter((part) => part.type === 'Word');
  // Only a word can be one of the words.
  const at = words.indexOf(next as Word);
  return /^--(?:arg|argjson)$/.test(words[at - 2]?.value ?? '');
}

const writesProgram = (redirects: readonly Redirection[]): boolean =>
  redirects.some(
    (each) => each.type === 'Redirect' && each.operator.includes('>') && isProgramFile(each.target?.value ?? ''),
  );

function wordsOf({ name, suffix }: Command): readonly string[] {
  if (name === undefined) return [];
  const words = [name.value, ...suffix.flatMap((part) => (part.type === 'Word' ? [part.value] : []))];
  const command = withoutWrappers(words);
  return command === null ? [] : [command.name, ...command.args];
}

/** Whether a `#` stands before it on its line. Comments are no nodes, and everything else that could hold a word is one. */
function isInComment(path: readonly SyntaxNode[], { start }: Expression, masked: string): boolean {
  const line = masked.lastIndexOf('\n', start - 1) + 1;
  return AROUND_COMMENTS.has(path.at(-1)?.type ?? 'Word') && masked.slice(line, start).includes('#');
}

const AROUND_COMMENTS: ReadonlySet<SyntaxNode['type']> = new Set<SyntaxNode['type']>([
  'Script',
  'CompoundList',
  'Statement',
  'AndOr',
  'Pipeline',
  'BraceGroup',
  'Subshell',
  'If',
  'Elif',
  'For',
  'While',
  'Case',
  'CaseItem',
]);
