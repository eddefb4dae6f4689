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
  const { program, words } = compiled(row.run);
  if (program === null || !program.test(invocation.program)) return false;
  if (row.unless !== undefined && isSurelyGiven(invocation, ...row.unless)) return false;
  if (row.only !== undefined && !hasOption(invocation, ...row.only)) return false;
  return wordsMatch(words, 0, invocation.words, 0);
}

export const firstMatch = <Row extends CommandRow>(rows: readonly Row[], invocation: Invocation): Row | null =>
  rowsOf(rows, invocation).find((row) => matches(row, invocation)) ?? null;

const NAMED = new WeakMap<readonly CommandRow[], Map<string, readonly CommandRow[]>>();

/** The rows of a table that speak of this program at all, in their order: most programs are in no row. */
export function rowsOf<Row extends CommandRow>(rows: readonly Row[], { program }: Invocation): readonly Row[] {
  const known = NAMED.get(rows) ?? new Map<string, readonly CommandRow[]>();
  NAMED.set(rows, known);
  // What is kept for a table is made of its own rows.
  const before = known.get(program) as readonly Row[] | undefined;
  if (before !== undefined) return before;
  const named = rows.filter(({ run }) => compiled(run).program?.test(program) ?? false);
  known.set(program, named);
  return named;
}

/** `null` stands for `…`. */
type Token = RegExp | null;

/** Whether the tokens from `first` on find their words from `from` on. */
function wordsMatch(tokens: readonly Token[], first: number, words: readonly string[], from: number): boolean {
  const token = tokens[first];
  if (token === undefined) return true;
  if (token === null) {
    for (let at = from; at < words.length; at += 1) if (wordsMatch(tokens, first + 1, words, at)) return true;
    return false;
  }
  const word = words[from];
  return word !== undefined && token.test(word) && wordsMatch(tokens, first + 1, words, from + 1);
}

type Compiled = { readonly program: Token; readonly words: readonly Token[] };

const COMPILED = new Map<string, Compiled>();

function compiled(run: string): Compiled {
  let row = COMPILED.get(run);
  if (row === undefined) {
    const [program = null, ...words] = run.split(' ').map((token) => (token === '…' ? null : wordPattern(token)));
    row = { program, words };
    COMPILED.set(run, row);
  }
  return row;
}

const wordPattern = (token: string): RegExp =>
  new RegExp(`^(?:${token.replace(/[.+?^${}()[\]\\]/g, '\\$&').replaceAll('*', '.*')})$`);
