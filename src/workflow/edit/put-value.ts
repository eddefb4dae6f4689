import { isCollection, type Node } from 'yaml';
import type { YamlSource } from '../yaml-source.ts';
import { type Editing, edits, insertion, refused } from './editing.ts';
import { columnOf, commentsBelow, lineEnd } from './line-bounds.ts';
import { holdsLiteral, linesBelow } from './lines-below.ts';
import { colonOf, contentEnd, isBlockScalar, isNothing } from './node-bounds.ts';
import type { Target } from './target.ts';
import { indented, type Written } from './write-yaml.ts';

/** The place of a value: behind the colon of a key, or behind the dash of an item. */
export type Place = {
  /** Offset behind the colon or dash. */
  readonly from: number;
  /** Column of the key or dash; lines below are indented from there. */
  readonly column: number;
  readonly node: Node | null;
};

/** The place behind the colon of a block mapping's key; null when the key has a form that is not ours to edit. */
export function placeBehindKey({ body }: YamlSource, { pair, view }: Target): Place | null {
  const colon = pair === null ? null : colonOf(pair, body);
  const key = view.key?.range?.[0];
  if (colon === null || key === undefined) return null;
  // Values are nodes because the parser made them.
  return { from: colon + 1, column: columnOf(body, key), node: pair?.value as Node | null };
}

/** Writes a value in the place of whatever stands there. */
export function putValue({ body }: YamlSource, place: Place | null, { head, below }: Written): Editing {
  if (place === null) return refused('the key is written in a form that cannot be edited');
  const { from, column, node } = place;
  const onLine = head === '' ? '' : ` ${head}`;
  const lines = indented(below, column);
  const isEmpty = node === null || isNothing(node);
  const end = isEmpty ? from : contentEnd(node, body);
  if (holdsLiteral([head, ...below]) && commentsBelow(body, end, column) !== end) {
    return refused('the comment below would become part of the text');
  }
  const add = (at: number) => (lines.length === 0 ? [] : [linesBelow(body, at, at, lines, head)]);
  if (isEmpty) return edits(insertion(from, onLine), ...add(from));
  const between = body.slice(from, node.range?.[0]);
  if (!/^(?:\s|#[^\n]*\n)*$/.test(between)) return refused('the value carries an anchor or a tag');
  const firstEnd = lineEnd(body, from);
  if (between.includes('\n')) return edits(insertion(from, onLine), linesBelow(body, from, end, lines, head));
  if (!isBlockScalar(node) && !(isCollection(node) && node.flow !== true)) {
    return edits({ start: from, end, text: onLine }, ...add(end));
  }
  const rest = end > firstEnd ? [linesBelow(body, from, end, lines, head)] : add(from);
  return edits({ start: from, end: firstEnd, text: onLine }, ...rest);
}
