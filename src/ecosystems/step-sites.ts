import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { reachedSteps } from './reached-steps.ts';
import type { Site } from './text-origins.ts';

const remembered = new WeakMap<WorkflowSet, ReadonlyMap<Step, readonly Site[]>>();

/** Every step of every workflow and action once, with the jobs that run it. A step of an action that nobody calls has one site without a job. */
export function stepSites(set: WorkflowSet): ReadonlyMap<Step, readonly Site[]> {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const sites = new Map<Step, Site[]>();
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
