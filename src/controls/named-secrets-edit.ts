import type { EditFile } from '../model/change.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import { originOf } from '../workflow/origin.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { secretsOf } from '../workflow/secret-references.ts';
import { calls } from '../workflow/starting-events.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { entriesOf, follow, isMapping } from '../workflow/yaml-view.ts';

/**
 * `secrets: inherit` replaced by the names that the called workflow of this repository reads, which it then declares. Calls of other
 * repositories, computed names and jobs with an environment are left: what they read is not in these files.
 */
export function namedSecretsEdits(set: WorkflowSet): readonly EditFile[] {
  const operations = new Map<string, Operation[]>();
  const add = (path: string, own: readonly Operation[]) =>
    own.length > 0 && operations.set(path, [...(operations.get(path) ?? []), ...own]);
  const declared = new Set<Workflow>();
  for (const caller of set.workflows) {
    for (const job of caller.jobs.filter(({ secrets }) => secrets === 'inherit')) {
      const callee = set.workflows.find(({ path }) => calls(job, path));
      const names = callee === undefined ? null : namesReadBy(callee, set, new Set());
      const declaring = callee === undefined || names === null ? null : declarations(callee, names);
      if (callee === undefined || names === null || declaring === null) continue;
      add(caller.path, [handedTo(job, names)]);
      if (!declared.has(callee)) add(callee.path, declaring);
      declared.add(callee);
    }
  }
  const summary = 'called workflows get the secrets they read, by name';
  return [...operations].map(([path, own]) => ({ kind: 'edit-file', path, operations: own, summary }));
}

/** Names of the secrets a called workflow reads or hands on; null when they are not all seen. */
function namesReadBy(callee: Workflow, set: WorkflowSet, seen: Set<Workflow>): readonly string[] | null {
  if (seen.has(callee)) return [];
  seen.add(callee);
  const names = callee.jobs.map((job): readonly string[] | null => {
    const own = secretsOf(callee, job);
    // A secret of the environment only comes with all the others.
    if (own.includes('*') || (own.length > 0 && job.environment !== null)) return null;
    if (job.secrets !== 'inherit') return own;
    const next = set.workflows.find(({ path }) => calls(job, path));
    return next === undefined ? null : namesReadBy(next, set, seen);
  });
  return names.includes(null) ? null : [...new Set(names.flatMap((each) => each ?? []))].sort();
}

function handedTo({ route }: Job, names: readonly string[]): Operation {
  if (names.length === 0) return { op: 'remove', route: [...route, 'secrets'] };
  const value = Object.fromEntries(names.map((name) => [name, `\${{ secrets.${name} }}`]));
  return { op: 'replace-value', route: [...route, 'secrets'], value };
}

/** A called workflow refuses secrets that it does not declare. Null when its trigger is written in a way that has no room for them. */
function declarations(callee: Workflow, names: readonly string[]): readonly Operation[] | null {
  const trigger = follow(originOf(callee), ['on', 'workflow_call']);
  if (
    trigger === null ||
    (trigger.node !== null && !isMapping(trigger) && entriesOf(trigger).length === 0 && !isEmpty(trigger))
  )
    return names.length === 0 ? [] : null;
  const secrets = follow(trigger, ['secrets']);
  const there = secrets === null ? [] : entriesOf(secrets).map(([name]) => name.toUpperCase());
  const missing = names.filter((name) => !there.includes(name.toUpperCase()));
  if (missing.length === 0) return [];
  const optional: YamlValue = { required: false };
  const route = ['on', 'workflow_call'];
  if (secrets === null) {
    return [
      { op: 'add-key', route, key: 'secrets', value: Object.fromEntries(missing.map((name) => [name, optional])) },
    ];
  }
  return missing.map((key) => ({ op: 'add-key', route: [...route, 'secrets'], key, value: optional }));
}

const isEmpty = ({ node }: { readonly node: unknown }): boolean =>
  typeof node === 'object' && node !== null && 'value' in node && node.value === null;
