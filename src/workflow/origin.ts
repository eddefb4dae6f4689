import type { ActionMetadata, Job, Step, Workflow } from './workflow-file.ts';
import type { YamlView } from './yaml-view.ts';

type ReadThing = Workflow | Job | Step | ActionMetadata;

const origins = new WeakMap<ReadThing, YamlView>();

/** Keeps what a thing was read from, so that questions about its whole text need not read it again. */
export const remember = (thing: ReadThing, view: YamlView): void => void origins.set(thing, view);

/** What a workflow, job, step or action was read from. Only things made by this folder's readers have an origin. */
export function originOf(thing: ReadThing): YamlView {
  const view = origins.get(thing);
  if (view === undefined) throw new Error('this thing was not made by a reader of workflow/');
  return view;
}
