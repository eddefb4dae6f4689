import { hasOption, type Invocation, isSurelyGiven } from './invocation.ts';

/**
 * A row of a table: `npm|pnpm publish`. The first token names programs, the others the words that follow in this order, each with
 * alternatives (`|`) and wildcards (`*`). `…` skips words: `mvn … deploy` finds the goal anywhere.
 */
export type CommandRow = {
  readonly run: string;
  /** Options that make it something else, such as `--dry-run`. */
  readonly unless?: readonly string[];
  /** Options without which it is something else. */
  readonly only?: readonly string[];
};

export function matches(row: CommandRow, invocation: Invocation): boolean {
  const [program, ...words] = compiled(row.run);
  if (program === undefined || program === null || !program.test(invocation.program)) return false;
  if (row.unless !== undefined && isSurelyGiven(invocation, ...row.unless)) return false;
  if (row.only !== undefined && !hasOption(invocation, ...row.only)) return false;
  return wordsMatch(words, invocation.words);
}

export const firstMatch = <Row extends CommandRow>(rows: readonly Row[], invocation: Invocation): Row | null =>
  rows.find((row) => matches(row, invocation)) ?? null;

/** `null` stands for `…`. */
type Token = RegExp | null;

function wordsMatch(tokens: readonly Token[], words: readonly string[]): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return true;
  if (token === null) return words.some((_, index) => wordsMatch(rest, words.slice(index)));
  const [word, ...others] = words;
  return word !== undefined && token.test(word) && wordsMatch(rest, others);
}

const COMPILED = new Map<string, readonly Token[]>();

function compiled(run: string): readonly Token[] {
  let tokens = COMPILED.get(run);
  if (tokens === undefined) {
    tokens = run.split(' ').map((token) => (token === '…' ? null : wordPattern(token)));
    COMPILED.set(run, tokens);
  }
  return tokens;
}

const wordPattern = (token: string): RegExp =>
  new RegExp(`^(?:${token.replace(/[.+?^${}()[\]\\]/g, '\\$&').replaceAll('*', '.*')})$`);
