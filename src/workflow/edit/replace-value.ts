import { isSeq, type Node } from 'yaml';
import type { Operation, YamlValue } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { dataOf } from '../yaml-view.ts';
import { commentLines } from './add-key.ts';
import { type Editing, edits, insertion, refused, SAME } from './editing.ts';
import { columnOf, endMark } from './line-bounds.ts';
import { colonOf, dashOf, isFlow, isNothing } from './node-bounds.ts';
import { placeBehindKey, putValue } from './put-value.ts';
import { sameData } from './same-data.ts';
import { aimAt, holdsShared, type Target } from './target.ts';
import { flowText, itemLines, writtenBelowKey } from './write-yaml.ts';
import { styleNear } from './yaml-style.ts';

type ReplaceValue = Extract<Operation, { op: 'replace-value' }>;

export function replaceValue(source: YamlSource, { route, value, comment }: ReplaceValue): Editing {
  const aim = aimAt(source, route);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? refused(`${route.join('.')} is not there`) : aim;
  const { target } = aim;
  if (sameData(dataOf(target.view), value)) return SAME;
  if (target.parent === null) return refused('the whole document cannot be replaced');
  if (holdsShared(source, target.view.node))
    return refused(`${route.join('.')} holds an anchor that is used elsewhere`);
  if (target.inFlow) return inFlow(source, target, value);
  const put = target.pair === null ? inList(source, target, value) : behindKey(source, target, value);
  const lead = target.view.key?.range?.[0] ?? dashBefore(target);
  if (put.kind !== 'edits' || lead === null) return put;
  const gap = endMark(source.body, lead) + ' '.repeat(columnOf(source.body, lead));
  // Written before the key or dash itself, the comment stands above it at its column, behind another dash as well.
  return edits(
    insertion(
      lead,
      commentLines(comment)
        .map((line) => line + gap)
        .join(''),
    ),
    ...put.edits,
  );
}

const behindKey = (source: YamlSource, target: Target, value: YamlValue): Editing =>
  putValue(
    source,
    placeBehindKey(source, target),
    writtenBelowKey(value, styleNear(source, target.parent?.node ?? null)),
  );

function dashBefore({ view, parent }: Target): number | null {
  const index = view.route.at(-1);
  const list: Node | null = parent?.node ?? null;
  return isSeq(list) && !isFlow(list) && typeof index === 'number' ? dashOf(list, index) : null;
}

function inFlow(source: YamlSource, { view, pair }: Target, value: YamlValue): Editing {
  const style = styleNear(source, view.node);
  const { node } = view;
  if (node?.range === undefined || node.range === null)
    return refused('the key is written in a form that cannot be edited');
  if (!isNothing(node)) return edits({ start: node.range[0], end: node.range[1], text: flowText(value, style) });
  const colon = pair === null ? null : colonOf(pair, source.body);
  if (colon === null) return refused('the key is written in a form that cannot be edited');
  return edits(insertion(colon + 1, ` ${flowText(value, style)}`));
}

function inList(source: YamlSource, target: Target, value: YamlValue): Editing {
  const dash = dashBefore(target);
  if (dash === null) return refused('the item is written in a form that cannot be edited');
  const [first = '', ...below] = itemLines(value, styleNear(source, target.parent?.node ?? null));
  const place = { from: dash + 1, column: columnOf(source.body, dash), node: target.view.node };
  return putValue(source, place, { head: first.slice('- '.length), below });
}
