import type { Expression } from '../workflow/expressions.ts';

/** What is written into a script in place of expressions. `start` and `end` are offsets in the script. */
export type Rewriting = {
  readonly replacements: readonly Replacement[];
  /** Why an expression is left to a person. */
  readonly byHand: ReadonlyMap<Expression, string>;
};

export type Replacement = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The expressions whose variables the text reads; none in a comment, which reads nothing. */
  readonly reads: readonly Expression[];
};

/** Rewrites the wanted expressions of one script. `nameOf` gives the variable that holds the value of each. */
export type RewritesScript = (
  script: string,
  wanted: readonly Expression[],
  nameOf: (expression: Expression) => string,
  /** Whether the value can be no text at all, which a shell drops where it stands alone and without quotes. */
  mayBeEmpty: (expression: Expression) => boolean,
) => Rewriting;

/** Either the replacement for one expression, or the reason there is none. */
export const collected = (
  wanted: readonly Expression[],
  referenceTo: (expression: Expression) => Replacement | string,
): Rewriting => {
  const replacements: Replacement[] = [];
  const byHand = new Map<Expression, string>();
  for (const expression of wanted) {
    const reference = referenceTo(expression);
    if (typeof reference === 'string') byHand.set(expression, reference);
    else replacements.push(reference);
  }
  return { replacements, byHand };
};

export const allByHand = (wanted: readonly Expression[], because: string): Rewriting => ({
  replacements: [],
  byHand: new Map(wanted.map((expression) => [expression, because])),
});

/** A comment reads no variable: the name of the context says as much as its value. */
export const inComment = (expression: Expression): Replacement => ({
  start: expression.start,
  end: expression.end,
  text: expression.text.replace(/\s+/g, ' '),
  reads: [],
});

/** Whether what stands before an offset takes away the meaning of the next character. */
export const isEscaped = (text: string, at: number, mark: string): boolean => {
  let from = at;
  while (from > 0 && text[from - 1] === mark) from--;
  return (at - from) % 2 === 1;
};
