import { remember } from './origin.ts';
import { readJob } from './read-job.ts';
import { readPermissions } from './read-permissions.ts';
import { readSteps, textsIn } from './read-step.ts';
import type { ActionMetadata, Broken, Trigger, Workflow } from './workflow-file.ts';
import type { YamlSource } from './yaml-source.ts';
import {
  at,
  dataOf,
  entriesOf,
  follow,
  isMapping,
  isSequence,
  itemsOf,
  locatedText,
  rootView,
  textOf,
  type YamlView,
} from './yaml-view.ts';

export type ReadResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly broken: Broken };

/** Reads a workflow. One without `on:` or `jobs:` could not run, so it is broken. */
export function readWorkflow(source: YamlSource): ReadResult<Workflow> {
  const root = rootView(source);
  if (!isMapping(root)) return broken(root, 'is not a mapping of keys');
  const on = at(root, 'on');
  if (on === null) return broken(root, 'has no "on", so nothing starts it');
  const jobs = at(root, 'jobs');
  if (!isMapping(jobs)) return broken(jobs ?? root, 'has no "jobs"');
  const strange = entriesOf(jobs).find(([, job]) => !isMapping(job));
  if (strange !== undefined) return broken(strange[1], `has a job "${strange[0]}" that is not a mapping`);
  const workflow: Workflow = {
    path: source.path,
    name: textOf(at(root, 'name')),
    triggers: triggersOf(on),
    permissions: readPermissions(at(root, 'permissions')),
    env: textsIn(at(root, 'env')),
    defaultShell: textOf(follow(root, ['defaults', 'run', 'shell'])),
    cacheMode: textOf(at(root, 'cache-mode')),
    jobs: entriesOf(jobs).map(([id, job]) => readJob(id, job)),
  };
  remember(workflow, root);
  return { ok: true, value: workflow };
}

/** Reads an action's metadata. */
export function readAction(source: YamlSource): ReadResult<ActionMetadata> {
  const root = rootView(source);
  if (!isMapping(root)) return broken(root, 'is not a mapping of keys');
  const runs = at(root, 'runs');
  if (!isMapping(runs)) return broken(runs ?? root, 'has no "runs"');
  const using = textOf(at(runs, 'using'));
  const action: ActionMetadata = {
    path: source.path,
    using,
    image: using === 'docker' ? locatedText(at(runs, 'image')) : null,
    steps: readSteps(at(runs, 'steps')),
  };
  remember(action, root);
  return { ok: true, value: action };
}

function triggersOf(on: YamlView): readonly Trigger[] {
  if (isMapping(on)) {
    return entriesOf(on).map(([event, config]) => ({ event, place: keyPlace(config), config: dataOf(config) }));
  }
  const names = isSequence(on) ? itemsOf(on) : [on];
  return names.flatMap((name) => {
    const event = locatedText(name);
    return event === null ? [] : [{ event: event.value, place: event.place, config: null }];
  });
}

function keyPlace({ source, key }: YamlView) {
  const [start, end] = key?.range ?? [0, 0];
  return source.placeOf(start, end);
}

function broken<T>(view: YamlView, message: string): ReadResult<T> {
  const start = view.key?.range?.[0] ?? view.node?.range?.[0] ?? 0;
  return { ok: false, broken: { path: view.source.path, message, place: view.source.placeOf(start, start) } };
}
