import { isCollection, type Node } from 'yaml';
import type { YamlSource } from '../yaml-source.ts';
import { type Editing, edits, insertion, refused } from './editing.ts';
import { columnOf, commentsBelow, lineEnd } from './line-bounds.ts';
import { linesBelow } from './lines-below.ts';
import { colonOf, contentEnd, isBlockScalar, isNothing } from './node-bounds.ts';
import type { Target } from './target.ts';
import { indented, type Written } from './write-yaml.ts';

/** Writes a value behind the colon of a block mapping's key, in the place of whatever stands there. */
export function putValue({ body }: YamlSource, { pair, view }: Target, { head, below }: Written): Editing {
  const colon = pair === null ? null : colonOf(pair, body);
  const key = view.key?.range?.[0];
  if (colon === null || key === undefined) return refused('the key is written in a form that cannot be edited');
  const node = pair?.value as Node | null;
  const onLine = head === '' ? '' : ` ${head}`;
  const lines = indented(below, columnOf(body, key));
  const add = (from: number, to: number) =>
    lines.length === 0 && from === to ? [] : [linesBelow(body, from, to, lines, head)];
  if (node === null || isNothing(node)) return edits(insertion(colon + 1, onLine), ...add(colon, colon));
  const between = body.slice(colon + 1, node.range?.[0]);
  if (!/^(?:\s|#[^\n]*\n)*$/.test(between)) return refused('the value carries an anchor or a tag');
  const end = contentEnd(node, body);
  if (head.startsWith('|') && commentsBelow(body, end, columnOf(body, key)) !== end) {
    return refused('the comment below would become part of the text');
  }
  if (between.includes('\n') || (isCollection(node) && node.flow !== true)) {
    return edits(insertion(colon + 1, onLine), linesBelow(body, colon, end, lines, head));
  }
  if (!isBlockScalar(node)) return edits({ start: colon + 1, end, text: onLine }, ...add(end, end));
  const header = lineEnd(body, colon);
  return edits(
    { start: colon + 1, end: header, text: onLine },
    ...(end > header ? [linesBelow(body, colon, end, lines, head)] : add(colon, colon)),
  );
}
