import { type Guard, guardOf, runsAnyway, strongest, weakest } from '../workflow/condition-guards.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { callersOf, calls, startingEvents } from '../workflow/starting-events.ts';
import type { Job, Trigger, Workflow } from '../workflow/workflow-file.ts';
import type { ReachedStep } from './reached-steps.ts';

/** Events that strangers cause and that run with the repository’s own token and secrets (catalogue 4.09). */
const STRANGERS = /^(?:pull_request_target|workflow_run|issue_comment|issues|discussion|discussion_comment)$/;

/** Events behind which the code of a stranger’s pull request can stand. */
const OF_PULL_REQUESTS = /^(?:pull_request.*|issue_comment|issues|discussion.*|workflow_run)$/;

/**
 * Which of those events can start a workflow, also by a workflow that calls it. A `workflow_run` counts only when a pull request can be
 * behind the workflow it waits for.
 */
export function strangersEvents(set: WorkflowSet, workflow: Workflow): readonly string[] {
  const events = startingEvents(set, workflow) ?? [];
  return events.filter(
    (event) => STRANGERS.test(event) && (event !== 'workflow_run' || isBornByPullRequest(set, workflow, new Set())),
  );
}

function isBornByPullRequest(set: WorkflowSet, workflow: Workflow, seen: Set<Workflow>): boolean {
  if (seen.has(workflow)) return false;
  seen.add(workflow);
  const own = workflow.triggers.filter(({ event }) => event === 'workflow_run');
  const callers = callersOf(set, workflow);
  if (own.length === 0) return callers.some((caller) => isBornByPullRequest(set, caller, seen));
  return own.flatMap(awaited).some((name) => {
    const awaitedOnes = set.workflows.filter((each) => each.name === name || each.path.endsWith(`/${name}`));
    if (awaitedOnes.length === 0) return true;
    return awaitedOnes.some((each) =>
      (startingEvents(set, each) ?? ['pull_request']).some((event) => OF_PULL_REQUESTS.test(event)),
    );
  });
}

/** Names of the workflows that a `workflow_run` waits for; a name that nobody knows stands for one that was not written. */
function awaited({ config }: Trigger): readonly string[] {
  const names = config !== null && typeof config === 'object' && 'workflows' in config ? config.workflows : null;
  const all = Array.isArray(names) ? names.map(String) : typeof names === 'string' ? [names] : [];
  return all.length === 0 ? [''] : all;
}

/** What has to be so before a step of a workflow that strangers can start runs. */
export function guardOfStep({ workflow, job, step, actual }: ReachedStep, set: WorkflowSet): Guard {
  const risky = strangersEvents(set, workflow);
  const conditions = step === actual ? [step.condition] : [step.condition, actual.condition];
  return strongest([guardOfJob(workflow, job, set), ...conditions.map((condition) => guardOf(condition, risky))]);
}

const guards = new WeakMap<WorkflowSet, Map<Job, Guard>>();

/** Each job is asked once, however many needs and calls lead to it; a circle of them, which GitHub refuses, guards nothing. */
function guardOfJob(workflow: Workflow, job: Job, set: WorkflowSet): Guard {
  const known = guards.get(set) ?? new Map<Job, Guard>();
  guards.set(set, known);
  const before = known.get(job);
  if (before !== undefined) return before;
  known.set(job, 'open');
  const guard = guardAround(workflow, job, set);
  known.set(job, guard);
  return guard;
}

function guardAround(workflow: Workflow, job: Job, set: WorkflowSet): Guard {
  const risky = strangersEvents(set, workflow);
  const own = guardOf(job.condition, risky);
  // A job is skipped when one that it needs was, unless it says otherwise.
  const needed = runsAnyway(job.condition) ? [] : workflow.jobs.filter(({ id }) => job.needs.includes(id));
  const before = needed.map((each) => guardOfJob(workflow, each, set));
  const environment: Guard = job.environment === null ? 'open' : 'gated';
  const labelled: Guard = isOnlyLabelled(workflow, risky) ? 'gated' : 'open';
  return strongest([own, ...before, environment, labelled, guardOfCallers(workflow, set)]);
}

/** A run that waits for a label waits for somebody who may set it. */
const isOnlyLabelled = ({ triggers }: Workflow, risky: readonly string[]): boolean =>
  risky.length > 0 &&
  risky.every((event) =>
    triggers.some(({ event: own, config }) => {
      const types = config !== null && typeof config === 'object' && 'types' in config ? [config.types].flat() : [];
      return own === event && types.length > 0 && types.every((type) => type === 'labeled');
    }),
  );

function guardOfCallers(workflow: Workflow, set: WorkflowSet): Guard {
  if (workflow.triggers.some(({ event }) => STRANGERS.test(event))) return 'open';
  const calling = callersOf(set, workflow)
    .filter((caller) => strangersEvents(set, caller).length > 0)
    .flatMap((caller) => caller.jobs.filter((job) => calls(job, workflow.path)).map((job) => ({ caller, job })));
  return calling.length === 0 ? 'open' : weakest(calling.map(({ caller, job }) => guardOfJob(caller, job, set)));
}
