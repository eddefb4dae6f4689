import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { ActionMetadata, Job, Step, Workflow } from '../workflow/workflow-file.ts';

/** A step as a job runs it: written in the job, or reached through a local action. */
export type ReachedStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The step of the job. */
  readonly step: Step;
  /** What runs: the same step, or one of a local composite action. */
  readonly actual: Step;
  /** The action that `actual` is written in; null for the job's own. */
  readonly action: ActionMetadata | null;
  /** Path of the local action; null for the job's own. */
  readonly via: string | null;
};

/** Actions may call actions; the runner itself stops at ten. */
const DEEPEST = 10;

const remembered = new WeakMap<WorkflowSet, readonly ReachedStep[]>();

/** Every step of every job, each followed by those of the local action it calls; remembered by the set. */
export function reachedSteps(set: WorkflowSet): readonly ReachedStep[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const found = set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) =>
      stepsOf(job).flatMap((step) => {
        const own: ReachedStep = { workflow, job, step, actual: step, action: null, via: null };
        return [own, ...through(set, own, 1, new Map())];
      }),
    ),
  );
  remembered.set(set, found);
  return found;
}

/**
 * What is behind a step. An action is followed again only where it is reached on a shorter way than before, as more of it is seen
 * from there: otherwise ten layers of actions that each use two would be a thousand ways, and of ten, more than can be walked.
 */
function through(
  set: WorkflowSet,
  from: ReachedStep,
  depth: number,
  nearest: Map<ActionMetadata, number>,
): readonly ReachedStep[] {
  const action = localAction(set, from.actual);
  if (action === null || depth > DEEPEST || (nearest.get(action) ?? Number.POSITIVE_INFINITY) <= depth) return [];
  nearest.set(action, depth);
  const via = from.via === null ? action.path : `${from.via} → ${action.path}`;
  return stepsOf(action).flatMap((actual) => {
    const reached: ReachedStep = { ...from, actual, action, via };
    return [reached, ...through(set, reached, depth + 1, nearest)];
  });
}

/** The metadata of the local action that a step uses; null when it uses none or it is not there. */
export function localAction(set: WorkflowSet, step: Step): ActionMetadata | null {
  const uses = step.uses?.value;
  if (uses?.kind !== 'local' && uses?.kind !== 'self') return null;
  const folder = uses.path === '' ? '' : `${uses.path}/`;
  return set.actions.find(({ path }) => path === `${folder}action.yml` || path === `${folder}action.yaml`) ?? null;
}

/** The action a step uses, as tables name it: `owner/repo` or `owner/repo/path` in lower case; null when it is no remote action. */
export function actionName(step: Pick<Step, 'uses'>): string | null {
  const uses = step.uses?.value;
  if (uses?.kind !== 'action') return null;
  const repository = `${uses.owner}/${uses.repo}`;
  return (uses.path === '' ? repository : `${repository}/${uses.path}`).toLowerCase();
}
