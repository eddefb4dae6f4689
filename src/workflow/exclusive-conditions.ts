import { Binary, type Expr, FunctionCall, Grouping, Literal, Logical, Unary } from '@actions/expressions/ast';
import { TokenType } from '@actions/expressions/lexer';
import { parseExpression, pathOf } from './expression-flow.ts';

/**
 * Whether two places of one run surely never both run. Each is said by the conditions that all have to hold for it (of its job, of its
 * step; null = none). Says no when it cannot tell.
 */
export function excludeEachOther(one: readonly (string | null)[], other: readonly (string | null)[]): boolean {
  const [ways, others] = [waysOf(one), waysOf(other)];
  return ways.every((way) =>
    others.every((another) => way.some((atom) => another.some((each) => contradicts(atom, each)))),
  );
}

/** Something that is so or not so: a value that equals or begins with a text, or anything else that is written the same. */
type Atom = {
  readonly kind: 'equals' | 'begins' | 'holds';
  readonly of: string;
  readonly text: string;
  readonly isSo: boolean;
};
/** What holds together in one of the ways a condition can be met. */
type Way = readonly Atom[];

const MOST_WAYS = 64;

function waysOf(conditions: readonly (string | null)[]): readonly Way[] {
  return conditions.reduce<readonly Way[]>(
    (ways, condition) => {
      const tree = condition === null ? null : parseExpression(condition.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1'));
      return tree === null ? ways : both(ways, waysToMeet(tree, true));
    },
    [[]],
  );
}

/** Too many ways are taken for one that says nothing. */
const both = (some: readonly Way[], others: readonly Way[]): readonly Way[] =>
  some.length * others.length > MOST_WAYS ? [[]] : some.flatMap((way) => others.map((other) => [...way, ...other]));

function waysToMeet(tree: Expr, isSo: boolean): readonly Way[] {
  if (tree instanceof Grouping) return waysToMeet(tree.group, isSo);
  if (tree instanceof Unary) return waysToMeet(tree.expr, !isSo);
  if (!(tree instanceof Logical)) return [atomsOf(tree, isSo)];
  const parts = tree.args.map((part) => waysToMeet(part, isSo));
  const isAll = (tree.operator.type === TokenType.AND) === isSo;
  return isAll ? parts.reduce(both, [[]]) : parts.flat();
}

function atomsOf(tree: Expr, isSo: boolean): Way {
  if (tree instanceof Binary) {
    const isEqual = tree.operator.type === TokenType.EQUAL_EQUAL;
    if (isEqual || tree.operator.type === TokenType.BANG_EQUAL) return compared(tree, isEqual === isSo);
  }
  if (tree instanceof FunctionCall && tree.functionName.lexeme.toLowerCase() === 'startswith') {
    const [of, text] = tree.args.map(written);
    const literal = tree.args[1];
    if (of != null && text != null && literal instanceof Literal)
      return [{ kind: 'begins', of, text: plainText(literal), isSo }];
  }
  const of = written(tree);
  return of === null ? [] : [{ kind: 'holds', of, text: '', isSo }];
}

function compared({ left, right }: Binary, isSo: boolean): Way {
  const [value, literal] = left instanceof Literal ? [right, left] : [left, right];
  const of = written(value);
  return of === null || !(literal instanceof Literal) ? [] : [{ kind: 'equals', of, text: plainText(literal), isSo }];
}

const plainText = (literal: Literal): string => literal.literal.coerceString().toLowerCase();

/** Contexts that differ from job to job or step to step of one run, and functions that ask how far a job is. */
const CHANGING = /^(?:matrix|strategy|steps|job|runner|env)\b/;
const STATUS = /^(?:always|success|failure|cancelled|hashfiles)$/;

/** The same text for the same meaning; null for what may change within a run. */
function written(tree: Expr): string | null {
  if (tree instanceof Grouping) return written(tree.group);
  if (tree instanceof Literal) return JSON.stringify(plainText(tree));
  const path = pathOf(tree);
  if (path !== null) return CHANGING.test(path) || path.includes('*') ? null : path;
  if (!(tree instanceof FunctionCall)) return null;
  const name = tree.functionName.lexeme.toLowerCase();
  const args = tree.args.map(written);
  return STATUS.test(name) || args.includes(null) ? null : `${name}(${args.join()})`;
}

function contradicts(one: Atom, other: Atom): boolean {
  if (one.of !== other.of) return false;
  if (one.kind === other.kind && one.text === other.text) return one.isSo !== other.isSo;
  if (one.kind === 'holds' || other.kind === 'holds') return false;
  if (!one.isSo && !other.isSo) return false;
  if (one.isSo && other.isSo) return !mayBeBoth(one, other);
  const [is, isNot] = one.isSo ? [one, other] : [other, one];
  return isNot.kind === 'begins' && is.text.startsWith(isNot.text);
}

/** Two different texts that one value equals or begins with. */
function mayBeBoth(one: Atom, other: Atom): boolean {
  if (one.kind === 'equals' && other.kind === 'equals') return false;
  if (one.kind === 'equals') return one.text.startsWith(other.text);
  if (other.kind === 'equals') return other.text.startsWith(one.text);
  return one.text.startsWith(other.text) || other.text.startsWith(one.text);
}
