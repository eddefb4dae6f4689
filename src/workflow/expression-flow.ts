import {
  type Binary,
  type ContextAccess,
  type Expr,
  type ExprVisitor,
  type FunctionCall,
  type Grouping,
  IndexAccess,
  Literal,
  type Logical,
  Star,
  type Unary,
} from '@actions/expressions/ast';
import { Lexer, TokenType } from '@actions/expressions/lexer';
import { Parser } from '@actions/expressions/parser';

/**
 * What the text of an expression's result can be made of: dotted paths in lower case, because contexts do not tell cases apart. A path
 * that ends in `.**` is a whole object written out by `toJSON`. What only decides (comparisons, `contains`, the left side of `&&`) is
 * not part of the text.
 */
export type ExpressionFlow =
  | { readonly known: true; readonly paths: readonly string[] }
  | { readonly known: false; readonly because: string };

const CONTEXTS = 'github env vars job jobs steps runner secrets strategy matrix needs inputs'.split(' ');
const STATUS = ['always', 'success', 'failure', 'cancelled', 'hashFiles'].map((name) => ({
  name,
  minArgs: 0,
  maxArgs: 255,
}));

/** Functions whose result is made of their arguments; all others give yes, no or a hash. */
const CARRIERS: ReadonlySet<string> = new Set(['format', 'join', 'fromjson', 'case']);

const remembered = new Map<string, ExpressionFlow>();

/** Reads what stands inside `${{ }}`. */
export function flowOf(expression: string): ExpressionFlow {
  const before = remembered.get(expression);
  if (before !== undefined) return before;
  const flow = read(expression);
  if (remembered.size > 10_000) remembered.clear();
  remembered.set(expression, flow);
  return flow;
}

/** The expression as a tree; null when it cannot be understood. */
export function parseExpression(expression: string): Expr | null {
  try {
    // The parser returns nothing for an empty text, whatever its type says.
    const tree: Expr | undefined = new Parser(new Lexer(expression).lex().tokens, CONTEXTS, STATUS).parse();
    return tree ?? null;
  } catch {
    return null;
  }
}

function read(expression: string): ExpressionFlow {
  const tree = parseExpression(expression);
  if (tree === null) return { known: false, because: `the expression "${expression}" is not understood` };
  return { known: true, paths: [...new Set(tree.accept(FLOW))] };
}

/** The path of a context access in lower case, `github.event.issue.title`; null for everything else. A computed index is `*`. */
export function pathOf(tree: Expr): string | null {
  if (tree instanceof IndexAccess) {
    const base = pathOf(tree.expr);
    if (base === null) return null;
    return `${base}.${keyOf(tree.index)}`;
  }
  return 'name' in tree && isNamed(tree) ? tree.name.lexeme.toLowerCase() : null;
}

const isNamed = (tree: Expr): tree is ContextAccess => 'name' in tree && !('args' in tree);

function keyOf(index: Expr): string {
  if (index instanceof Star || !(index instanceof Literal)) return '*';
  return index.token.type === TokenType.NUMBER ? '*' : index.literal.coerceString().toLowerCase();
}

const FLOW: ExprVisitor<readonly string[]> = {
  visitLiteral: (_: Literal) => [],
  visitUnary: (_: Unary) => [],
  visitBinary: (_: Binary) => [],
  visitLogical: ({ operator, args }: Logical) => {
    // `a && b` is b, or the empty text that a was; `a || b` is the first that is not empty.
    const parts = operator.type === TokenType.AND ? args.slice(-1) : args;
    return parts.flatMap((part) => part.accept(FLOW));
  },
  visitGrouping: ({ group }: Grouping) => group.accept(FLOW),
  visitContextAccess: (access: ContextAccess) => [access.name.lexeme.toLowerCase()],
  visitIndexAccess: (access: IndexAccess) => {
    const path = pathOf(access);
    return path === null ? access.expr.accept(FLOW) : [path];
  },
  visitFunctionCall: ({ functionName, args }: FunctionCall) => {
    const name = functionName.lexeme.toLowerCase();
    const parts = name === 'case' ? args.filter((_, index) => index % 2 === 1 || index === args.length - 1) : args;
    if (name === 'tojson') return parts.flatMap((part) => part.accept(FLOW)).map((path) => `${path}.**`);
    return CARRIERS.has(name) ? parts.flatMap((part) => part.accept(FLOW)) : [];
  },
};
