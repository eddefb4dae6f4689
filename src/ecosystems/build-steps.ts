import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { firstMatch } from './command-pattern.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import type { BuildRow, Toolchain } from './toolchain.ts';
import { TOOLCHAINS } from './toolchains.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';

/** A step that builds or tests. */
export type BuildStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The step of the job, also when the command stands in a local action or a script. */
  readonly step: Step;
  /** The family of tools: `npm`, `python`, `cargo` … */
  readonly ecosystem: string;
  /** As written, or the action that builds. */
  readonly command: string;
  /** What leads from the step to the command; null when it is written there. */
  readonly via: string | null;
  readonly purpose: 'build' | 'test';
  readonly place: Place;
};

type NamedRow = BuildRow & { readonly ecosystem: string };

const ROWS: readonly NamedRow[] = TOOLCHAINS.flatMap(({ name, builds }) =>
  builds.map((row) => ({ ...row, ecosystem: name })),
);
const ACTIONS: ReadonlyMap<string, Toolchain> = new Map(
  TOOLCHAINS.flatMap((toolchain) => toolchain.buildActions.map((action) => [action, toolchain] as const)),
);

const remembered = new WeakMap<WorkflowSet, readonly BuildStep[]>();

/** Every step that runs a build or test command, or an action that builds. */
export function buildStepsIn(set: WorkflowSet, texts: TextFiles): readonly BuildStep[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const found = [...tracedCommands(set, texts).flatMap(fromCommand), ...fromActions(set)];
  remembered.set(set, found);
  return found;
}

function fromCommand({ at, command, invocations, via, place }: TracedCommand): readonly BuildStep[] {
  for (const invocation of invocations) {
    const row = firstMatch(ROWS, invocation);
    if (row === null) continue;
    const { workflow, job, step } = at;
    return [{ workflow, job, step, ecosystem: row.ecosystem, command: command.text, via, purpose: row.purpose, place }];
  }
  return [];
}

const fromActions = (set: WorkflowSet): readonly BuildStep[] =>
  reachedSteps(set).flatMap(({ workflow, job, step, actual, via }) => {
    const action = actionName(actual);
    const toolchain = action === null ? undefined : ACTIONS.get(action);
    if (action === null || toolchain === undefined) return [];
    const place = actual.uses?.place ?? actual.place;
    return [{ workflow, job, step, ecosystem: toolchain.name, command: action, via, purpose: 'build', place }];
  });
