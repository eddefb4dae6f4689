import Handlebars from 'handlebars';

type At = { readonly loc: { readonly start: { readonly line: number } } };

export type PathNode = At & {
  readonly type: 'PathExpression';
  /** `@root`, `@index`. */
  readonly data: boolean;
  /** How many `../` stand before it. */
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
};

export type CallNode = At & {
  readonly type: 'SubExpression' | 'MustacheStatement';
  readonly path: ExpressionNode;
  readonly params: readonly ExpressionNode[];
  readonly hash?: HashNode;
};

type LiteralNode = At & {
  readonly type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'UndefinedLiteral' | 'NullLiteral';
  readonly value?: string | number | boolean;
};

export type ExpressionNode = PathNode | CallNode | LiteralNode;

export type HashNode = { readonly pairs: readonly { readonly key: string; readonly value: ExpressionNode }[] };

export type BlockNode = At & {
  readonly type: 'BlockStatement';
  readonly path: PathNode;
  readonly params: readonly ExpressionNode[];
  readonly hash?: HashNode;
  readonly program?: ProgramNode;
  readonly inverse?: ProgramNode;
};

export type PartialNode = At & {
  readonly type: 'PartialStatement';
  readonly name: ExpressionNode;
  readonly params: readonly ExpressionNode[];
  readonly hash?: HashNode;
};

export type StatementNode =
  | CallNode
  | BlockNode
  | PartialNode
  | (At & { readonly type: 'ContentStatement' | 'CommentStatement' })
  | (At & { readonly type: 'PartialBlockStatement' | 'Decorator' | 'DecoratorBlock' });

export type ProgramNode = {
  readonly body: readonly StatementNode[];
  readonly blockParams?: readonly string[];
  readonly chained?: boolean;
};

export type ParsedTemplate =
  | { readonly ok: true; readonly program: ProgramNode }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** The tree of a template whose GitHub expressions are hidden already. */
export function parseTemplate(text: string): ParsedTemplate {
  try {
    // The library types its nodes as one loose interface; the union above is its documented tree (handlebars 4.7, compiler-api.md).
    return { ok: true, program: Handlebars.parse(text) as unknown as ProgramNode };
  } catch (error) {
    return { ok: false, ...whereItFailed(error) };
  }
}

/** The line and the sentence of an error that Handlebars threw. */
export function whereItFailed(error: unknown): { readonly line: number; readonly problem: string } {
  const message = error instanceof Error ? error.message : String(error);
  const line = /on line (\d+)/u.exec(message)?.[1] ?? / - (\d+):\d+/u.exec(message)?.[1];
  const sentence = message.split('\n').filter((each) => each !== '');
  const told = (sentence.at(-1) ?? message).replace(/ - \d+:\d+$/u, '');
  // The parser's own words name its tokens.
  const said = /^Expecting .* got 'EOF'$/u.test(told) ? 'a block or a tag is opened and not closed' : told;
  return { line: Number(line ?? 1), problem: `cannot be read: ${said}` };
}
