import { isMap, isScalar } from 'yaml';
import type { Operation } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { at, dataOf, entriesOf } from '../yaml-view.ts';
import { type Addition, addLines } from './add-lines.ts';
import { type Editing, refused, SAME } from './editing.ts';
import { sameData } from './same-data.ts';
import { aimAt, type Target } from './target.ts';
import { flowPair, pairLines } from './write-yaml.ts';
import { styleNear, type YamlStyle } from './yaml-style.ts';

type AddKey = Extract<Operation, { op: 'add-key' }>;

export function addKey(source: YamlSource, operation: AddKey): Editing {
  const { route, key, value, comment } = operation;
  const aim = aimAt(source, route);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? refused(`${route.join('.')} is not there`) : aim;
  const style = styleNear(source, aim.target.view.node);
  const addition: Addition = {
    lines: [...commentLines(comment), ...pairLines(key, value, style)],
    flow: flowPair(key, value, style),
    flowComment: comment ?? null,
  };
  const there = at(aim.target.view, key);
  if (there !== null)
    return sameData(dataOf(there), value) ? SAME : refused(`${[...route, key].join('.')} has another value`);
  return addEntry(source, aim.target, addition, operation, style);
}

/** Adds an entry to a mapping, or to a key that has no value yet. */
export function addEntry(
  source: YamlSource,
  target: Target,
  addition: Addition,
  place: { readonly before?: string; readonly after?: string },
  style: YamlStyle,
): Editing {
  const { node } = target.view;
  const fits = node === null || isMap(node) || (isScalar(node) && node.value === null);
  if (!fits) return refused(`${target.view.route.join('.')} is not a mapping`);
  const keys = entriesOf(target.view).map(([key]) => key);
  const before = place.before === undefined ? -1 : keys.indexOf(place.before);
  const after = place.after === undefined ? -1 : keys.indexOf(place.after);
  return addLines(source, target, addition, before !== -1 ? before : after !== -1 ? after + 1 : keys.length, style);
}

export const commentLines = (comment: string | undefined): readonly string[] =>
  comment === undefined || comment === '' ? [] : comment.split(/\r?\n/).map((line) => `# ${line}`.trimEnd());
