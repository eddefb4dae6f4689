import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { matches, rowsOf } from './command-pattern.ts';
import { kindsBehind } from './kinds-behind.ts';
import { knownBuilder } from './known-builders.ts';
import type { PublishKind } from './publish-kind.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { isRehearsed } from './rehearsal.ts';
import type { PublishAction } from './toolchain.ts';
import { TOOLCHAINS } from './toolchains.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';
import { type UnseenPublishing, unseenPublishing } from './unseen-publishing.ts';

/** A step that makes something public. A tool that publishes several kinds gives one of these for each. */
export type PublishStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The step of the job; null when the job calls a known builder and has no steps of its own. */
  readonly step: Step | null;
  readonly kind: PublishKind;
  /** The command as written, or the action or workflow that publishes. */
  readonly how: string;
  /** What leads from the step to the command; null when it is written there. */
  readonly via: string | null;
  readonly place: Place;
};

export type PublishSteps = { readonly steps: readonly PublishStep[]; readonly unknown: readonly UnseenPublishing[] };

const ROWS = TOOLCHAINS.flatMap(({ publishes }) => publishes);
const ACTIONS: ReadonlyMap<string, PublishAction> = new Map(
  TOOLCHAINS.flatMap(({ publishActions }) => Object.entries(publishActions)),
);

const remembered = new WeakMap<WorkflowSet, PublishSteps>();

/**
 * Every step that publishes, in the file that it is written in: a called local workflow is a file of its own. `unknown` are the
 * places that may publish and cannot be followed.
 */
export function publishStepsIn(set: WorkflowSet, texts: TextFiles): PublishSteps {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const commands = tracedCommands(set, texts).map((traced) => ({ traced, steps: fromCommand(traced, texts) }));
  const steps = [...commands.flatMap((each) => each.steps), ...fromActions(set, texts), ...fromBuilders(set)];
  // What is known to publish is not unknown as well: `rake release` says both.
  const others = commands.filter((each) => each.steps.length === 0).map(({ traced }) => traced);
  const unknown = unseenPublishing(set, others);
  const found = { steps: inOrder(set, steps), unknown };
  remembered.set(set, found);
  return found;
}

function fromCommand(
  { at, command, invocations, via, place }: TracedCommand,
  texts: TextFiles,
): readonly PublishStep[] {
  const { workflow, job, step } = at;
  const env = (name: string) =>
    (at.actual.env[name] ?? step.env[name] ?? job.env[name] ?? workflow.env[name])?.value ?? null;
  for (const invocation of invocations) {
    const row = rowsOf(ROWS, invocation).find((each) => matches(each, invocation) && (each.when?.(invocation) ?? true));
    if (row === undefined || isRehearsed(invocation, command.text, env)) continue;
    const kinds = kindsBehind(row.kind, invocation.program, texts);
    return kinds.map((kind) => ({ workflow, job, step, kind, how: command.text, via, place }));
  }
  return [];
}

const fromActions = (set: WorkflowSet, texts: TextFiles): readonly PublishStep[] =>
  reachedSteps(set).flatMap(({ workflow, job, step, actual, via }) => {
    const name = actionName(actual);
    const kind = name === null ? null : (ACTIONS.get(name)?.(actual) ?? null);
    if (name === null || kind === null) return [];
    const how = actual.uses?.value.text ?? name;
    const place = actual.uses?.place ?? actual.place;
    return kindsBehind(kind, name, texts).map((each) => ({ workflow, job, step, kind: each, how, via, place }));
  });

const fromBuilders = (set: WorkflowSet): readonly PublishStep[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) =>
      (knownBuilder(job)?.publishes ?? []).map((kind) => ({
        workflow,
        job,
        step: null,
        kind,
        how: job.uses?.value.text ?? '',
        via: null,
        place: job.uses?.place ?? job.place,
      })),
    ),
  );

/** By file, then by where they stand, so that reports read from top to bottom. */
function inOrder(set: WorkflowSet, steps: readonly PublishStep[]): readonly PublishStep[] {
  const rank = new Map(set.workflows.map((workflow, index) => [workflow, index]));
  const lineOf = ({ step, place }: PublishStep) => step?.place.line ?? place.line;
  return [...steps].sort(
    (a, b) =>
      (rank.get(a.workflow) ?? 0) - (rank.get(b.workflow) ?? 0) || lineOf(a) - lineOf(b) || a.place.line - b.place.line,
  );
}
