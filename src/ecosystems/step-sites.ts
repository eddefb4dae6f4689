import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { reachedSteps } from './reached-steps.ts';
import type { Site } from './text-origins.ts';

/** Where a step stands: in a job, or in an action that no job calls. */
export type StepSite = Site &
  ({ readonly workflow: Workflow; readonly job: Job } | { readonly workflow: null; readonly job: null });

const remembered = new WeakMap<WorkflowSet, ReadonlyMap<Step, readonly StepSite[]>>();

/** Every step of every workflow and action once, with the jobs that run it. A step of an action that nobody calls has one site without a job. */
export function stepSites(set: WorkflowSet): ReadonlyMap<Step, readonly StepSite[]> {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const sites = new Map<Step, StepSite[]>();
  for (const { actual, workflow, job, action } of reachedSteps(set)) {
    const own = sites.get(actual) ?? [];
    if (!own.some((site) => site.job === job)) own.push({ workflow, job, action, step: actual });
    sites.set(actual, own);
  }
  for (const action of set.actions) {
    for (const step of stepsOf(action)) {
      if (!sites.has(step)) sites.set(step, [{ workflow: null, job: null, action, step }]);
    }
  }
  remembered.set(set, sites);
  return sites;
}
