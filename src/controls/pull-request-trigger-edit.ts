import type { TextFiles } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import { commentsAbove } from '../workflow/comments-above.ts';
import { isStrangersTrigger } from '../workflow/effective-permissions.ts';
import { originOf } from '../workflow/origin.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { secretsOf, textsOf } from '../workflow/secret-references.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { dataOf, follow, isMapping, isSequence, itemsOf, textOf } from '../workflow/yaml-view.ts';
import { tokenNeeds } from './token-needs.ts';

const TARGET = 'pull_request_target';
const PLAIN = 'pull_request';

/**
 * Starts a workflow for pull requests without the repository's rights, and drops what allowed the code of strangers there. A sentence when
 * something in it needs a secret or a write permission, could notice the other event, or cannot be seen.
 */
export function startWithoutRights(
  workflow: Workflow,
  set: WorkflowSet,
  texts: TextFiles,
  unsafeInput: string,
): readonly Operation[] | string {
  const events = workflow.triggers.map(({ event }) => event);
  if (!events.includes(TARGET)) return `it does not run on ${TARGET}`;
  const other = events.find((event) => event === PLAIN || (event !== TARGET && isStrangersTrigger(event)));
  if (other !== undefined) return `it runs on ${other} as well`;
  for (const job of workflow.jobs) {
    const because = whyRights(workflow, job, set, texts);
    if (because !== null) return because;
  }
  const asked = textsOf(workflow).find(({ value, route }) => value.includes(TARGET) && route[0] !== 'on');
  if (asked !== undefined) return `line ${asked.place.line} asks for ${TARGET}`;
  if (set.workflows.some((each) => isHeard(workflow, each))) return 'another workflow waits for its runs';
  const trigger = triggerOperations(workflow);
  if (trigger === null) return `the comments beside ${TARGET} would be lost`;
  const allowed = workflow.jobs.flatMap(stepsOf).flatMap((step): readonly Operation[] => {
    const input = step.with[unsafeInput];
    if (input === undefined) return [];
    return [{ op: 'remove', route: Object.keys(step.with).length === 1 ? input.route.slice(0, -1) : input.route }];
  });
  return [...trigger, ...allowed];
}

/** What a job does that a run of a fork's pull request could not do. */
function whyRights(workflow: Workflow, job: Job, set: WorkflowSet, texts: TextFiles): string | null {
  if (job.uses !== null) return `job ${job.id} calls another workflow`;
  const [secret] = secretsOf(workflow, job);
  if (secret !== undefined) return `job ${job.id} holds ${secret === '*' ? 'secrets' : `the secret ${secret}`}`;
  if (job.environment !== null) return `job ${job.id} reaches an environment`;
  const { understood, because, needs } = tokenNeeds(workflow, job, set, texts);
  if (!understood) return `what job ${job.id} does with its token is not known: ${because}`;
  const write = needs.find(({ level }) => level === 'write');
  return write === undefined ? null : `job ${job.id} needs ${write.scope}: write for ${write.why}`;
}

const isHeard = ({ name, path }: Workflow, other: Workflow): boolean => {
  const names = dataOf(follow(originOf(other), ['on', 'workflow_run', 'workflows']));
  const listed = Array.isArray(names) ? names : [names];
  return listed.includes(name ?? path);
};

/** Null when comments in the settings of the event would be lost with its old key. */
function triggerOperations(workflow: Workflow): readonly Operation[] | null {
  const on = follow(originOf(workflow), ['on']);
  if (on === null) return null;
  if (isSequence(on)) {
    const index = itemsOf(on).findIndex((item) => textOf(item) === TARGET);
    return [{ op: 'set-scalar', route: ['on', index], was: TARGET, now: PLAIN }];
  }
  if (!isMapping(on)) return [{ op: 'set-scalar', route: ['on'], was: TARGET, now: PLAIN }];
  const view = follow(on, [TARGET]);
  const [start, end] = view?.key?.range ?? [0, 0];
  if (view === null || view.aliased) return null;
  const { body } = view.source;
  if (/(?:^|\s)#/.test(body.slice(end, lineEnd(body, view.node?.range?.[1] ?? end)))) return null;
  const above = commentsAbove(view.source, start);
  const told = above.length === 0 ? {} : { comment: above.join('\n') };
  return [
    { op: 'add-key', route: ['on'], key: PLAIN, value: dataOf(view), after: TARGET, ...told },
    { op: 'remove', route: ['on', TARGET] },
  ];
}

const lineEnd = (body: string, from: number): number => {
  const end = body.indexOf('\n', from);
  return end === -1 ? body.length : end;
};
