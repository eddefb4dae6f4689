import type { Place } from '../model/finding.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { secretsOf } from '../workflow/secret-references.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { knownBuilder } from './known-builders.ts';
import { publishingRights } from './publishing-rights.ts';
import { localAction, reachedSteps } from './reached-steps.ts';
import type { TracedCommand } from './traced-command.ts';

/** A place that may publish something and cannot be followed. `because` names what leads away. */
export type UnseenPublishing = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly because: string;
  readonly place: Place;
};

/** Events of which a release is made; a run for a pull request, an issue or a merge queue is not one. */
const NEVER_RELEASES =
  /^(?:pull_request|pull_request_target|pull_request_review|pull_request_review_comment|merge_group|issues|issue_comment|discussion|discussion_comment|label|fork|watch|check_run|check_suite|status)$/;

/** Where a job that is able to publish goes on to something that cannot be read: each once a job. `commands` are those not understood. */
export function unseenPublishing(set: WorkflowSet, commands: readonly TracedCommand[]): readonly UnseenPublishing[] {
  const found = [...remoteWorkflows(set), ...missingActions(set), ...hiddenCommands(commands)];
  const told = new Map<Job, Set<string>>();
  return found.filter(({ workflow, job, because }) => {
    const before = told.get(job) ?? new Set();
    told.set(job, before);
    const isNew = !before.has(because);
    before.add(because);
    return isNew && canPublish(workflow, job);
  });
}

/** Publishing needs a right to write, an identity, a secret or an environment; a job without them has nothing to publish with. */
function canPublish(workflow: Workflow, job: Job): boolean {
  if (workflow.triggers.length > 0 && workflow.triggers.every(({ event }) => NEVER_RELEASES.test(event))) return false;
  if (job.environment !== null || secretsOf(workflow, job).length > 0) return true;
  if (job.secrets !== null && (job.secrets === 'inherit' || Object.keys(job.secrets).length > 0)) return true;
  return publishingRights(workflow, job, null)?.length !== 0;
}

const remoteWorkflows = (set: WorkflowSet): readonly UnseenPublishing[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) => {
      const uses = job.uses?.value;
      if (job.uses === null || knownBuilder(job) !== null) return [];
      if (uses?.kind === 'local' || uses?.kind === 'self') {
        const isHere = set.workflows.some(({ path }) => path === uses.path);
        return isHere
          ? []
          : [{ workflow, job, because: `calls ${uses.text}, which is not in the repository`, place: job.uses.place }];
      }
      return [
        {
          workflow,
          job,
          because: `calls ${job.uses.value.text}, a workflow of another repository`,
          place: job.uses.place,
        },
      ];
    }),
  );

/** An action whose folder is made while the job runs (a second checkout) cannot be read before. */
const missingActions = (set: WorkflowSet): readonly UnseenPublishing[] =>
  reachedSteps(set).flatMap(({ workflow, job, actual }) => {
    const uses = actual.uses;
    if (
      uses === null ||
      (uses.value.kind !== 'local' && uses.value.kind !== 'self') ||
      localAction(set, actual) !== null
    )
      return [];
    const path = uses.value.path;
    const spoken = /release|publish|deploy|upload|push/i.test(path);
    return spoken
      ? [{ workflow, job, because: `uses ${uses.value.text}, which is not in the repository`, place: uses.place }]
      : [];
  });

const hiddenCommands = (commands: readonly TracedCommand[]): readonly UnseenPublishing[] =>
  commands.flatMap(({ at, command, isHidden, place }) => {
    const { workflow, job } = at;
    return isHidden ? [{ workflow, job, because: `runs "${command.text}", which cannot be followed`, place }] : [];
  });
