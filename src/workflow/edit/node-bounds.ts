import { isCollection, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLSeq } from 'yaml';

/** Offset of the `:` of a pair; null for `? key` forms and for keys without a colon. */
export function colonOf(pair: Pair, body: string): number | null {
  const token = (pair.srcToken?.sep ?? []).find(({ type }) => type === 'map-value-ind');
  const key = pair.key as Node;
  if (token === undefined || key.range === undefined || key.range === null) return null;
  return body.slice(key.range[1], token.offset).trim() === '' ? token.offset : null;
}

/** Offset of the `-` of an item of a block sequence; null when there is none. */
export function dashOf(sequence: YAMLSeq, index: number): number | null {
  const token = sequence.srcToken;
  if (token?.type !== 'block-seq') return null;
  const dashes = token.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind') ?? []);
  return dashes[index]?.offset ?? null;
}

/** Offset where the content of a value ends, comments and blank lines after it left out. */
export function contentEnd(node: Node, body: string): number {
  const end = node.range?.[1] ?? 0;
  if (isBlockScalar(node)) return end - (/\r?\n$/.exec(body.slice(Math.max(0, end - 2), end))?.[0].length ?? 0);
  if (!isCollection(node) || node.flow === true) return end;
  if (isSeq(node)) {
    const last = node.items.at(-1) as Node | undefined;
    const dash = dashOf(node, node.items.length - 1);
    return Math.max(last === undefined ? end : contentEnd(last, body), dash === null ? 0 : dash + 1);
  }
  const last = isMap(node) ? node.items.at(-1) : undefined;
  return last === undefined ? end : pairEnd(last, body);
}

const headerOf = ({ range }: Node, body: string): string => (range ? body.slice(range[0], range[0] + 3) : '');

/** Whether a value ends in a text that takes in the blank lines below it (`|+`). */
export function keepsBlankLines(node: Node | null, body: string): boolean {
  if (isScalar(node)) return isBlockScalar(node) && /^[|>]\d?\+/.test(headerOf(node, body));
  if (!isCollection(node) || node.flow === true) return false;
  const last = node.items.at(-1);
  // Parsed collections hold nodes; see alias-links.
  return keepsBlankLines((isMap(node) ? (last as Pair | undefined)?.value : last) as Node | null, body);
}

/** Where an entry begins: at its key, or at the `?` before it. */
export const pairStart = ({ key, srcToken }: Pair): number =>
  srcToken?.start.find(({ type }) => type === 'explicit-key-ind')?.offset ?? (key as Node).range?.[0] ?? 0;

/** Where a key with its value ends. */
export function pairEnd(pair: Pair, body: string): number {
  const key = pair.key as Node;
  const value = pair.value as Node | null;
  const colon = colonOf(pair, body);
  const keyEnd = colon === null ? (key.range?.[1] ?? 0) : colon + 1;
  return value === null || isNothing(value) ? keyEnd : contentEnd(value, body);
}

/** A value that is not written at all: `key:` followed by nothing. */
export const isNothing = (node: Node): boolean =>
  isScalar(node) &&
  node.value === null &&
  node.range !== undefined &&
  node.range !== null &&
  node.range[0] === node.range[1];

export const isBlockScalar = (node: Node): boolean =>
  isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);

export const isFlow = (node: Node | null): boolean => isCollection(node) && node.flow === true;
