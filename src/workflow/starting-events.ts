import type { WorkflowSet } from './read-workflows.ts';
import type { Workflow } from './workflow-file.ts';

const remembered = new WeakMap<WorkflowSet, Map<Workflow, readonly string[] | null>>();

/**
 * The events that can start a workflow: its own, and those of the workflows of the repository that call it. Null when it waits to be
 * called and nobody here calls it: then any event could be behind the call.
 */
export function startingEvents(set: WorkflowSet, workflow: Workflow): readonly string[] | null {
  const known = remembered.get(set) ?? new Map<Workflow, readonly string[] | null>();
  remembered.set(set, known);
  const before = known.get(workflow);
  if (before !== undefined) return before;
  const events = collect(set, workflow, []);
  known.set(workflow, events);
  return events;
}

function collect(set: WorkflowSet, workflow: Workflow, seen: readonly Workflow[]): readonly string[] | null {
  const own = workflow.triggers.map(({ event }) => event).filter((event) => event !== 'workflow_call');
  if (own.length === workflow.triggers.length) return own;
  const callers = callersOf(set, workflow).filter((caller) => !seen.includes(caller));
  if (callers.length === 0 && own.length === 0) return null;
  const theirs = callers.map((caller) => collect(set, caller, [...seen, workflow]));
  if (theirs.some((events) => events === null)) return null;
  return [...new Set([...own, ...theirs.flatMap((events) => events ?? [])])];
}

/** The workflows of the repository with a job that calls this one. */
export const callersOf = (set: WorkflowSet, { path }: Workflow): readonly Workflow[] =>
  set.workflows.filter(({ jobs }) => jobs.some((job) => calls(job, path)));

export const calls = (job: Workflow['jobs'][number], path: string): boolean =>
  (job.uses?.value.kind === 'local' || job.uses?.value.kind === 'self') && job.uses.value.path === path;
