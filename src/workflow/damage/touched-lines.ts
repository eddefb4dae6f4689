import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Operation, Route } from '../../model/operation.ts';
import { extentsOf, isEmptyCollection } from '../edit/add-lines.ts';
import { columnOf, commentsAbove, commentsBelow, isBlankLine, lineStart, nextLine } from '../edit/line-bounds.ts';
import { dashOf, isFlow } from '../edit/node-bounds.ts';
import type { YamlSource } from '../yaml-source.ts';
import { follow, rootView, type YamlView } from '../yaml-view.ts';
import type { Shift } from './declared-effect.ts';
import { originalRoute } from './original-route.ts';

/** Lines of the original, from 0, that operations may change. Comments on `removed` lines may go, on `edited` ones they may not. */
export type TouchedLines = ReadonlyMap<number, 'edited' | 'removed'>;

type Marks = { readonly source: YamlSource; readonly lines: Map<number, 'edited' | 'removed'> };

export function touchedLines(
  source: YamlSource,
  operations: readonly Operation[],
  shifts: readonly (Shift | null)[],
): TouchedLines {
  const marks: Marks = { source, lines: new Map() };
  const removals = new Map<string, Set<number>>();
  for (const [index, operation] of operations.entries()) {
    if (operation.op === 'append-lines') continue;
    const route = originalRoute(operation.route, shifts.slice(0, index));
    const view = route === null ? null : follow(rootView(source), route);
    if (route === null || view === null) continue;
    if (operation.op !== 'remove') {
      markFor(marks, operation, view);
      continue;
    }
    const parent = JSON.stringify(route.slice(0, -1));
    const gone = removals.get(parent) ?? new Set();
    removals.set(parent, gone);
    markRemoved(marks, route, gone);
  }
  return marks.lines;
}

type InPlace = Exclude<Operation, { op: 'append-lines' | 'remove' }>;

function markFor(marks: Marks, operation: InPlace, view: YamlView): void {
  switch (operation.op) {
    case 'set-scalar':
    case 'replace-text':
      markValue(marks, view, 'edited');
      break;
    case 'replace-value':
      markValue(marks, view, 'removed');
      break;
    case 'add-key':
    case 'insert-item':
      markCollection(marks, view);
      break;
    case 'grant': {
      const scope = follow(view, ['permissions', operation.scope]);
      if (scope !== null) markValue(marks, scope, 'edited');
      else markCollection(marks, follow(view, ['permissions']) ?? view);
    }
  }
}

/** From the key or the dash to the end of the value. */
function markValue(marks: Marks, view: YamlView, as: 'edited' | 'removed'): void {
  const start = view.key?.range?.[0] ?? dashBefore(marks.source, view) ?? view.node?.range?.[0] ?? 0;
  mark(marks, start, view.node?.range?.[1] ?? start, as);
}

function dashBefore(source: YamlSource, { route }: YamlView): number | null {
  const index = route.at(-1);
  const list = follow(rootView(source), route.slice(0, -1))?.node ?? null;
  return typeof index === 'number' && isSeq(list) ? dashOf(list, index) : null;
}

/** Lines added to a block leave the others as they are, unless the first key behind a dash makes room. */
function markCollection(marks: Marks, view: YamlView): void {
  const { node } = view;
  if (node === null || isFlow(node) || isEmptyCollection(node) || isScalar(node)) {
    markValue(marks, view, 'edited');
    return;
  }
  const first = isMap(node) ? (node.items[0]?.key as Node | undefined)?.range?.[0] : undefined;
  if (first !== undefined && !startsLine(marks.source.body, first)) mark(marks, first, first, 'edited');
}

/** `gone` holds what was removed from the collection so far: with the last entry, it becomes `{}` or `[]` itself. */
function markRemoved(marks: Marks, route: Route, gone: Set<number>): void {
  const { source } = marks;
  const parent = follow(rootView(source), route.slice(0, -1));
  const node = parent?.node ?? null;
  if (parent === null || node === null) return;
  const extents = extentsOf(node, source.body);
  const part = route.at(-1);
  const index = isMap(node)
    ? node.items.findIndex((pair: Pair) => String((pair.key as { value?: unknown }).value) === part)
    : Number(part);
  if (index >= 0) gone.add(index);
  const own = extents?.[index];
  if (own === undefined || isFlow(node)) {
    markValue(marks, parent, 'removed');
    return;
  }
  if (gone.size >= (extents?.length ?? 0)) markValue(marks, parent, 'removed');
  const end = commentsBelow(source.body, own.end, columnOf(source.body, own.start));
  mark(marks, commentsAbove(source.body, own.start, extents?.[index - 1]?.end ?? 0), end, 'removed');
  const after = nextLine(source.body, end);
  if (isBlankLine(source.body, after)) mark(marks, after, after, 'removed');
  const next = extents?.[index + 1];
  if (!startsLine(source.body, own.start) && next !== undefined) mark(marks, own.start, next.start, 'edited');
  // The first key that is left moves up to the dash, however many before it went.
  const first = extents?.[0];
  const left = extents?.find((_, at) => !gone.has(at));
  if (gone.has(0) && first !== undefined && left !== undefined && !startsLine(source.body, first.start))
    mark(marks, left.start, left.start, 'edited');
}

const startsLine = (body: string, offset: number): boolean => body.slice(lineStart(body, offset), offset).trim() === '';

function mark({ source, lines }: Marks, start: number, end: number, as: 'edited' | 'removed'): void {
  const place = source.placeOf(start, end);
  for (let line = place.line - 1; line < place.endLine; line++) if (lines.get(line) !== 'removed') lines.set(line, as);
}
