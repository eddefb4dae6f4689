import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { RulePlace } from './policy.ts';

/** One mistake in a policy file: 1-based line, and a sentence that says what is expected. */
export type PolicyProblem = { readonly line: number; readonly message: string; readonly file: string };

/** A value of a policy with the place it was written at, which it keeps when layers are merged. */
export type PolicyNode =
  | { readonly kind: 'map'; readonly at: RulePlace; readonly entries: ReadonlyMap<string, PolicyNode> }
  | { readonly kind: 'list'; readonly at: RulePlace; readonly items: readonly PolicyNode[] }
  | { readonly kind: 'scalar'; readonly at: RulePlace; readonly value: unknown }
  | { readonly kind: 'other'; readonly at: RulePlace };

export type PolicyMap = Extract<PolicyNode, { kind: 'map' }>;

export type ParsedLayer =
  | { readonly ok: true; readonly root: PolicyMap }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** A policy file as nodes; the line of a value is that of its key. */
export function parsePolicy(text: string, of: Omit<RulePlace, 'line'>): ParsedLayer {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const problem = (line: number, message: string): ParsedLayer => ({
    ok: false,
    problems: [{ line, message, file: of.file }],
  });
  const syntax = document.errors[0];
  if (syntax !== undefined)
    return problem(counter.linePos(syntax.pos[0]).line, syntax.message.split('\n')[0] ?? 'not YAML');
  const lineOf = (node: unknown, otherwise: number): number => {
    const start = isScalar(node) ? node.range?.[0] : undefined;
    return start === undefined ? otherwise : counter.linePos(start).line;
  };
  const nodeOf = (node: Node | null | undefined, line: number): PolicyNode => {
    const at: RulePlace = { ...of, line };
    if (node === null || node === undefined) return { kind: 'scalar', at, value: null };
    if (isScalar(node)) return { kind: 'scalar', at, value: node.value };
    if (isSeq<Node>(node))
      return { kind: 'list', at, items: node.items.map((item) => nodeOf(item, lineOf(item, line))) };
    if (!isMap(node)) return { kind: 'other', at };
    // A parsed document holds nodes only.
    const pairs = node.items as Pair<Node, Node | null>[];
    const entries = pairs.map(({ key, value }): [string, PolicyNode] => [
      isScalar(key) ? String(key.value) : '',
      nodeOf(value, lineOf(key, line)),
    ]);
    return { kind: 'map', at, entries: new Map(entries) };
  };
  const root = nodeOf(document.contents, 1);
  return root.kind === 'map' ? { ok: true, root } : problem(1, 'the file must be a mapping with "version: 1"');
}

export const isNull = (node: PolicyNode): boolean => node.kind === 'scalar' && node.value === null;

export const entryOf = (node: PolicyNode | undefined, key: string): PolicyNode | undefined =>
  node?.kind === 'map' ? node.entries.get(key) : undefined;

/** A text, or several, as the values of lists of texts are written. */
export const textsIn = (node: PolicyNode | undefined): readonly string[] =>
  (node === undefined ? [] : node.kind === 'list' ? node.items : [node]).flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : [],
  );

/** Equal by value, wherever they were written. */
export const isEqual = (one: PolicyNode | undefined, other: PolicyNode | undefined): boolean =>
  plainText(one) === plainText(other);

function plainText(node: PolicyNode | undefined): string {
  switch (node?.kind) {
    case undefined:
      return '';
    case 'map':
      return `{${[...node.entries]
        .map(([key, value]) => `${JSON.stringify(key)}:${plainText(value)}`)
        .sort()
        .join()}}`;
    case 'list':
      return `[${node.items.map(plainText).join()}]`;
    case 'scalar':
      return JSON.stringify(node.value) ?? '';
    case 'other':
      return '?';
  }
}
