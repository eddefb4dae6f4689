import type { WorkflowSet } from './read-workflows.ts';
import type { Workflow } from './workflow-file.ts';

const remembered = new WeakMap<WorkflowSet, Map<Workflow, readonly string[] | null>>();
const callers = new WeakMap<WorkflowSet, ReadonlyMap<string, readonly Workflow[]>>();

/**
 * The events that can start a workflow: its own, and those of the workflows of the repository that call it. Null when it waits to be
 * called and nobody here calls it: then any event could be behind the call.
 */
export function startingEvents(set: WorkflowSet, workflow: Workflow): readonly string[] | null {
  const known = remembered.get(set) ?? new Map<Workflow, readonly string[] | null>();
  remembered.set(set, known);
  return collect(set, workflow, known);
}

/** Each workflow is asked once, however many ways of calling lead to it. A circle of calls, which GitHub refuses, says nothing. */
function collect(
  set: WorkflowSet,
  workflow: Workflow,
  known: Map<Workflow, readonly string[] | null>,
): readonly string[] | null {
  const before = known.get(workflow);
  if (before !== undefined) return before;
  // What a circle comes back to while its answer is being found.
  known.set(workflow, null);
  const events = eventsOf(set, workflow, known);
  known.set(workflow, events);
  return events;
}

function eventsOf(
  set: WorkflowSet,
  workflow: Workflow,
  known: Map<Workflow, readonly string[] | null>,
): readonly string[] | null {
  const own = workflow.triggers.map(({ event }) => event).filter((event) => event !== 'workflow_call');
  if (own.length === workflow.triggers.length) return own;
  const above = callersOf(set, workflow);
  if (above.length === 0 && own.length === 0) return null;
  const theirs = above.map((caller) => collect(set, caller, known));
  if (theirs.some((events) => events === null)) return null;
  return [...new Set([...own, ...theirs.flatMap((events) => events ?? [])])];
}

/** The workflows of the repository with a job that calls this one. */
export function callersOf(set: WorkflowSet, { path }: Workflow): readonly Workflow[] {
  const before = callers.get(set);
  if (before !== undefined) return before.get(path) ?? [];
  const byCallee = new Map<string, Workflow[]>();
  for (const workflow of set.workflows) {
    for (const callee of new Set(workflow.jobs.flatMap((job) => calleeOf(job) ?? []))) {
      byCallee.set(callee, [...(byCallee.get(callee) ?? []), workflow]);
    }
  }
  callers.set(set, byCallee);
  return byCallee.get(path) ?? [];
}

/** The path of the workflow of this repository that a job calls; null when it calls none. */
export const calleeOf = ({ uses }: Workflow['jobs'][number]): string | null =>
  uses?.value.kind === 'local' || uses?.value.kind === 'self' ? uses.value.path : null;

export const calls = (job: Workflow['jobs'][number], path: string): boolean => calleeOf(job) === path;
