import { isSeq, type Node } from 'yaml';
import type { Operation, YamlValue } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { dataOf } from '../yaml-view.ts';
import { commentLines } from './add-key.ts';
import { type Editing, edits, insertion, refused, SAME } from './editing.ts';
import { columnOf, endMark } from './line-bounds.ts';
import { colonOf, contentEnd, dashOf, isFlow, isNothing } from './node-bounds.ts';
import { putValue } from './put-value.ts';
import { sameData } from './same-data.ts';
import { aimAt, holdsShared, type Target } from './target.ts';
import { flowText, indented, itemLines, writtenBelowKey } from './write-yaml.ts';
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
  if (target.pair === null) return inList(source, target, value);
  const put = putValue(source, target, writtenBelowKey(value, styleNear(source, target.parent.node)));
  const key = target.view.key?.range?.[0];
  if (put.kind !== 'edits' || key === undefined) return put;
  const lead = endMark(source.body, key) + ' '.repeat(columnOf(source.body, key));
  // Written before the key itself, the comment stands above it at the key's column, behind a dash as well.
  return edits(
    insertion(
      key,
      commentLines(comment)
        .map((line) => line + lead)
        .join(''),
    ),
    ...put.edits,
  );
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

function inList(source: YamlSource, { view, parent }: Target, value: YamlValue): Editing {
  const { body } = source;
  const index = view.route.at(-1);
  const list: Node | null = parent?.node ?? null;
  const dash = isSeq(list) && !isFlow(list) && typeof index === 'number' ? dashOf(list, index) : null;
  const node = view.node;
  if (dash === null || node?.range === undefined || node.range === null || isNothing(node)) {
    return refused('the item is written in a form that cannot be edited');
  }
  if (body.slice(dash + 1, node.range[0]).trim() !== '')
    return refused('the item carries an anchor, a tag or a comment');
  const [first = '', ...rest] = itemLines(value, styleNear(source, list));
  const mark = endMark(body, dash);
  const below = indented(rest, columnOf(body, dash)).map((line) => mark + line);
  return edits({ start: dash, end: contentEnd(node, body), text: first + below.join('') });
}
