import { isScalar, isSeq } from 'yaml';
import type { Operation } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { dataOf, itemsOf } from '../yaml-view.ts';
import { commentLines } from './add-key.ts';
import { type Addition, addLines, fill, isEmptyCollection } from './add-lines.ts';
import { type Editing, refused, SAME } from './editing.ts';
import { sameData } from './same-data.ts';
import { aimAt } from './target.ts';
import { flowText, itemLines } from './write-yaml.ts';
import { styleNear } from './yaml-style.ts';

type InsertItem = Extract<Operation, { op: 'insert-item' }>;

/** Inserts an item; done already when that very item stands at the index. */
export function insertItem(source: YamlSource, { route, index, value, comment }: InsertItem): Editing {
  const aim = aimAt(source, route);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? refused(`${route.join('.')} is not there`) : aim;
  const { node } = aim.target.view;
  const items = itemsOf(aim.target.view);
  const there = items[index];
  if (there !== undefined && sameData(dataOf(there), value)) return SAME;
  if (!Number.isInteger(index) || index < 0 || index > items.length) {
    return refused(`${route.join('.')} has ${items.length} items, so there is no place ${index}`);
  }
  const style = styleNear(source, node);
  const addition: Addition = {
    lines: [...commentLines(comment), ...itemLines(value, style)],
    flow: flowText(value, style),
    flowComment: comment ?? null,
  };
  if (node === null || isEmptyCollection(node) || (isScalar(node) && node.value === null)) {
    return fill(source, aim.target, addition, style.listStep);
  }
  if (!isSeq(node)) return refused(`${route.join('.')} is not a list`);
  return addLines(source, aim.target, addition, index, style);
}
