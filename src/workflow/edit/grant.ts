import { isMap, isScalar } from 'yaml';
import type { Operation } from '../../model/operation.ts';
import { atLeast, type PermissionLevel } from '../../model/permission.ts';
import type { YamlSource } from '../yaml-source.ts';
import { at, entriesOf, textOf, type YamlView } from '../yaml-view.ts';
import { addEntry } from './add-key.ts';
import { type Editing, edits, refused, SAME } from './editing.ts';
import { tokenEdit } from './set-scalar.ts';
import { aimAt } from './target.ts';
import { trailingCommentEdit, withReason } from './trailing-comment.ts';
import { flowPair, indented } from './write-yaml.ts';
import { styleNear } from './yaml-style.ts';

type Grant = Extract<Operation, { op: 'grant' }>;

/** Raises one permission. Where none are declared, declares exactly this one: whoever grants names all that the job needs. */
export function grant(source: YamlSource, operation: Grant): Editing {
  const holder = aimAt(source, operation.route);
  if (holder.kind !== 'found')
    return holder.kind === 'missing' ? refused(`${operation.route.join('.')} is not there`) : holder;
  const style = styleNear(source, holder.target.view.node);
  const pair = flowPair(operation.scope, operation.level, style);
  const line = operation.why === '' ? pair : `${pair} # ${operation.why}`;
  const flowComment = operation.why === '' ? null : operation.why;
  if (at(holder.target.view, 'permissions') === null) {
    const lines = ['permissions:', ...indented([line], style.step)];
    const addition = { lines, flow: `permissions: { ${pair} }`, flowComment };
    return addEntry(source, holder.target, addition, { after: lastOf(holder.target.view) }, style);
  }
  const aim = aimAt(source, [...operation.route, 'permissions']);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? SAME : aim;
  const { node } = aim.target.view;
  if (isScalar(node) && node.value !== null)
    return refused(`permissions are "${textOf(aim.target.view)}", which names no single scope`);
  if (isMap(node) && at(aim.target.view, operation.scope) !== null) return raise(source, operation);
  return addEntry(source, aim.target, { lines: [line], flow: pair, flowComment }, {}, style);
}

function raise(source: YamlSource, { route, scope, level, why }: Grant): Editing {
  const aim = aimAt(source, [...route, 'permissions', scope]);
  if (aim.kind !== 'found') return aim.kind === 'missing' ? SAME : aim;
  const have = textOf(aim.target.view) ?? '';
  if (!isLevel(have)) return refused(`permission ${scope} is "${have}", which is not a level`);
  if (atLeast(have, level)) return SAME;
  const token = tokenEdit(source, aim.target, level);
  if (typeof token === 'string') return refused(token);
  const comment = why === '' ? null : trailingCommentEdit(source.body, token.end, (words) => withReason(words, why));
  return edits(token, ...(comment === null ? [] : [comment]));
}

const isLevel = (text: string): text is PermissionLevel => text === 'none' || text === 'read' || text === 'write';

/** `permissions` follows what says who and where: the last of these keys, in a job or in a workflow. */
function lastOf(holder: YamlView): string {
  const heads = ['name', 'run-name', 'on', 'needs', 'runs-on', 'uses'];
  return entriesOf(holder).findLast(([key]) => heads.includes(key))?.[0] ?? '';
}
