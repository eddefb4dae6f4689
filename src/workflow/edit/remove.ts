import { isMap, isSeq, type Node } from 'yaml';
import type { Operation, Route } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { type Extent, extentsOf } from './add-lines.ts';
import { type Editing, edits, refused, SAME } from './editing.ts';
import { columnOf, commentsAbove, commentsBelow, isBlankLine, lineEnd, lineStart, nextLine } from './line-bounds.ts';
import { contentEnd, isFlow } from './node-bounds.ts';
import { placeBehindKey, putValue } from './put-value.ts';
import { aimAt, holdsShared } from './target.ts';

type Remove = Extract<Operation, { op: 'remove' }>;

/** Removes a key or an item. The last one leaves `{}` or `[]` behind, so that the collection stays a collection. */
export function removeAt(source: YamlSource, { route }: Remove): Editing {
  const aim = aimAt(source, route);
  if (aim.kind === 'missing') return SAME;
  if (aim.kind === 'refused') return aim;
  const { view, parent, pair } = aim.target;
  if (parent === null || parent.node === null) return refused('the whole document cannot be removed');
  if (holdsShared(source, view.node)) return refused(`${route.join('.')} holds an anchor that is used elsewhere`);
  const extents = extentsOf(parent.node, source.body);
  const index = isMap(parent.node) && pair !== null ? parent.node.items.indexOf(pair) : Number(route.at(-1));
  if (extents === null || extents[index] === undefined)
    return refused('the place is written in a form that cannot be edited');
  if (extents.length === 1) return removeOnly(source, route.slice(0, -1), parent.node);
  return isFlow(parent.node) ? removeInFlow(extents, index, source.body) : removeLines(extents, index, source.body);
}

function removeOnly(source: YamlSource, route: Route, collection: Node): Editing {
  const aim = aimAt(source, route);
  const empty = isSeq(collection) ? '[]' : '{}';
  const range = collection.range;
  if (aim.kind !== 'found' || range === undefined || range === null || route.length === 0) {
    return refused('nothing would be left of the document');
  }
  if (isFlow(collection)) return edits({ start: range[0], end: range[1], text: empty });
  if (aim.target.pair !== null) return putValue(source, placeBehindKey(source, aim.target), { head: empty, below: [] });
  return edits({ start: range[0], end: contentEnd(collection, source.body), text: empty });
}

function removeInFlow(extents: readonly Extent[], index: number, body: string): Editing {
  const [own, next, before] = [extents[index], extents[index + 1], extents[index - 1]];
  if (own === undefined) return SAME;
  if (next !== undefined)
    return onlyStructure(body, own.end, next.start) ?? edits({ start: own.start, end: next.start, text: '' });
  if (before === undefined) return SAME;
  return onlyStructure(body, before.end, own.start) ?? edits({ start: before.end, end: own.end, text: '' });
}

/** A comment between two entries would go as well, so such a place is left alone. */
const onlyStructure = (body: string, from: number, to: number): Editing | null =>
  body.slice(from, to).includes('#') ? refused('a comment stands inside the brackets') : null;

function removeLines(extents: readonly Extent[], index: number, body: string): Editing {
  const own = extents[index];
  const next = extents[index + 1];
  if (own === undefined) return SAME;
  const leading = body.slice(lineStart(body, own.start), own.start);
  const end = commentsBelow(body, lineEnd(body, own.end), columnOf(body, own.start));
  if (leading.trim() !== '') {
    // The first key behind a dash: what follows it moves up to the dash.
    if (next === undefined || !/^[ -]*- *$/.test(leading))
      return refused('the place is written in a form that cannot be edited');
    const following = body.slice(end).search(/\S/);
    return edits({ start: own.start, end: end + following, text: '' });
  }
  const start = commentsAbove(body, own.start, extents[index - 1]?.end ?? 0);
  const after = nextLine(body, end);
  if (extents[index - 1]?.keepsBlank === true) return edits({ start, end: pastBlankLines(body, after), text: '' });
  const doubled = start > 0 && isBlankLine(body, start - 1) && after < body.length && isBlankLine(body, after);
  return edits({ start, end: doubled ? nextLine(body, after) : after, text: '' });
}

/** They would become part of the text above. */
function pastBlankLines(body: string, offset: number): number {
  let end = offset;
  while (end < body.length && isBlankLine(body, end)) end = nextLine(body, end);
  return end;
}
