import { isMap, isScalar } from 'yaml';
import type { PermissionLevel } from '../model/permission.ts';
import type { DeclaredPermissions, Located } from './workflow-file.ts';
import { entriesOf, located, textOf, type YamlView } from './yaml-view.ts';

const LEVELS: readonly string[] = ['none', 'read', 'write'] satisfies readonly PermissionLevel[];

const isLevel = (text: string): text is PermissionLevel => LEVELS.includes(text);

/** `permissions:` as written. An empty value is not the same as `{}`: GitHub refuses it, so it is not understood. */
export function readPermissions(view: YamlView | null): Located<DeclaredPermissions> | null {
  return view === null ? null : located(view, declared(view));
}

function declared(view: YamlView): DeclaredPermissions {
  if (isScalar(view.node)) {
    const text = textOf(view) ?? '';
    return text === 'read-all' || text === 'write-all' ? { kind: text } : { kind: 'not-understood', text };
  }
  if (!isMap(view.node)) return { kind: 'not-understood', text: view.node === null ? '' : 'a list' };
  const entries = entriesOf(view).map(([scope, level]) => located(level, [scope, textOf(level) ?? ''] as const));
  const strange = entries.find(({ value: [, level] }) => !isLevel(level));
  if (strange !== undefined) return { kind: 'not-understood', text: strange.value.join(': ') };
  const scopes = entries.flatMap(({ value: [scope, level] }) => (isLevel(level) ? [[scope, level] as const] : []));
  return { kind: 'map', scopes: Object.fromEntries(scopes), entries };
}
