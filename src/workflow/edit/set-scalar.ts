import { isScalar, Scalar } from 'yaml';
import type { Operation } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { textOf } from '../yaml-view.ts';
import { type Editing, edits, insertion, refused, SAME, type TextEdit } from './editing.ts';
import { colonOf, isBlockScalar, isNothing } from './node-bounds.ts';
import { aimAt, type Target } from './target.ts';
import { trailingCommentEdit, withVersion } from './trailing-comment.ts';
import { isPlain, quoted, scalarText } from './write-scalar.ts';
import { styleNear } from './yaml-style.ts';

type SetScalar = Extract<Operation, { op: 'set-scalar' }>;

export function setScalar(source: YamlSource, { route, was, now, comment }: SetScalar): Editing {
  const aim = aimAt(source, route);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? refused(`${route.join('.')} is not there`) : aim;
  const { node } = aim.target.view;
  if (!isScalar(node)) return refused(`${route.join('.')} is not a single value`);
  const spelled = textOf(aim.target.view) ?? '';
  if (![spelled, String(node.value ?? '')].some((text) => text === was || text === now)) {
    return refused(`${route.join('.')} is "${spelled}", not "${was}"`);
  }
  const token = spelled === now ? null : tokenEdit(source, aim.target, now);
  if (typeof token === 'string') return refused(token);
  const end = isBlockScalar(node) ? null : node.range?.[1];
  const note =
    comment === undefined || end === undefined || end === null
      ? null
      : trailingCommentEdit(source.body, end, (words) => withVersion(words, comment));
  const all = [token, note].filter((each) => each !== null);
  return all.length === 0 ? SAME : edits(...all);
}

/** The range of a scalar's token with its new text, in the quotes it has; or why it cannot be replaced. */
export function tokenEdit(source: YamlSource, target: Target, now: string): TextEdit | string {
  const { node } = target.view;
  if (!isScalar(node) || node.range === undefined || node.range === null) return 'it is not a single value';
  if (isBlockScalar(node)) return `${target.view.route.join('.')} is a block of several lines`;
  const { quote } = styleNear(source, target.parent?.node ?? null);
  const text = scalarLike(node, now, quote, target.inFlow);
  if (!isNothing(node)) return { start: node.range[0], end: node.range[1], text };
  const colon = target.pair === null ? null : colonOf(target.pair, source.body);
  return colon === null ? 'it has no value to replace' : insertion(colon + 1, ` ${text}`);
}

function scalarLike(node: Scalar, now: string, quote: '"' | "'", inFlow: boolean): string {
  if (node.type === Scalar.QUOTE_DOUBLE) return quoted(now, '"');
  if (node.type === Scalar.QUOTE_SINGLE) return quoted(now, "'");
  // What was a number or a switch stays one; what was text stays text.
  const staysTyped = typeof node.value !== 'string' && /^[\w.+-]+$/.test(now);
  return staysTyped || isPlain(now, inFlow) ? now : scalarText(now, quote, inFlow);
}
