import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { matches, rowsOf } from './command-pattern.ts';
import { directoryOf, type EcosystemId, inDirectory } from './ecosystem.ts';
import { installActions } from './install-actions.ts';
import { type Invocation, optionValue } from './invocation.ts';
import { reachedSteps } from './reached-steps.ts';
import { inRepository } from './run-directory.ts';
import { normalPath } from './script-files.ts';
import type { Strictness } from './strictness.ts';
import type { Surroundings } from './surroundings.ts';
import { TOOLCHAINS } from './toolchains.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';

/** A step that brings in the project's dependencies. */
export type InstallStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly ecosystem: EcosystemId;
  /** As written, or the action that installs. */
  readonly command: string;
  readonly place: Place;
  /** Takes exactly what the lock file says, or refuses. */
  readonly strict: boolean;
  /** A lock file applies, though the command may leave it behind when it is out of date. */
  readonly locked: boolean;
  /** What to write instead of `command`; null when no such form is known. */
  readonly strictForm: string | null;
  /** In a workflow or action, and not in a script that one runs. */
  readonly isWritten: boolean;
  /** The `run:` (or `uses:`) that holds it, in the file that `place` names. */
  readonly route: Route;
  readonly via: string | null;
};

const ROWS = TOOLCHAINS.flatMap((toolchain) => toolchain.installs);

type Remembered = { readonly tree: readonly TreeEntry[]; readonly found: readonly InstallStep[] };

const remembered = new WeakMap<WorkflowSet, Remembered>();

/** Every step that installs dependencies, with whether it takes exactly what is locked. Remembered by the set and the tree. */
export function installStepsIn(set: WorkflowSet, tree: readonly TreeEntry[], texts: TextFiles): readonly InstallStep[] {
  const known = remembered.get(set);
  if (known?.tree === tree) return known.found;
  const found = readInstallSteps(set, tree, texts);
  remembered.set(set, { tree, found });
  return found;
}

function readInstallSteps(set: WorkflowSet, tree: readonly TreeEntry[], texts: TextFiles): readonly InstallStep[] {
  const paths = new Set(tree.map(({ path }) => path));
  const before = new Map<Job, string[]>();
  const found = tracedCommands(set, texts).flatMap((traced) => {
    const earlier = before.get(traced.at.job) ?? [];
    before.set(traced.at.job, earlier);
    const step = fromCommand(traced, { paths, texts, before: earlier });
    earlier.push(traced.command.text);
    return step;
  });
  return [...found, ...reachedSteps(set).flatMap((at) => installActions(at, paths))];
}

function fromCommand(
  traced: TracedCommand,
  given: Pick<Surroundings, 'paths' | 'texts' | 'before'>,
): readonly InstallStep[] {
  const { at, command, invocations, via, place, route } = traced;
  const start = traced.directory === null ? null : inRepository(at.job, traced.directory);
  // The dependencies of another repository, which was checked out beside this one.
  if (start === null && traced.directory !== null) return [];
  let env: Surroundings['env'] | null = null;
  const around: Surroundings = {
    ...given,
    directory: start,
    text: command.text,
    // Few commands install anything, and only their rows ask.
    get env() {
      env ??= environmentOf(traced);
      return env;
    },
  };
  for (const invocation of invocations) {
    const judged = judge(invocation, elsewhere(invocation, around));
    if (judged === null) continue;
    const { workflow, job, step } = at;
    return [
      {
        workflow,
        job,
        step,
        ecosystem: judged.ecosystem,
        command: command.text,
        place,
        strict: judged.strict,
        locked: judged.strict || judged.strictForm !== null,
        strictForm: judged.strictForm,
        isWritten: traced.isWritten,
        route,
        via,
      },
    ];
  }
  return [];
}

/** Options by which a program is sent to another folder, or to a manifest there. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  npm: ['--prefix', '-C'],
  pnpm: ['--dir', '-C'],
  yarn: ['--cwd'],
  bun: ['--cwd'],
  cargo: ['--manifest-path'],
  go: ['-C'],
  uv: ['--directory', '--project'],
  poetry: ['--directory', '-C', '--project', '-P'],
  gradle: ['--project-dir', '-p'],
  gradlew: ['--project-dir', '-p'],
  bundle: ['--gemfile'],
  composer: ['--working-dir', '-d'],
};

/** What the command finds where its options send it. A file of the repository names its folder. */
function elsewhere(invocation: Invocation, around: Surroundings): Surroundings {
  const named = optionValue(invocation, ...(FOLDERS[invocation.program] ?? []));
  if (named === null || around.directory === null || /[$*~]|^\//.test(named)) return around;
  const path = normalPath(inDirectory(around.directory, named));
  const directory = around.paths.has(path) ? directoryOf(path) : path;
  return { ...around, directory };
}

function judge(
  invocation: Invocation,
  around: Surroundings,
): (Strictness & { readonly ecosystem: EcosystemId }) | null {
  for (const row of rowsOf(ROWS, invocation)) {
    if (!matches(row, invocation)) continue;
    const strictness = row.judge(invocation, around);
    if (strictness !== null) return { ...strictness, ecosystem: row.ecosystem };
  }
  return null;
}

/** What the files set; a variable that a script exports is not seen. */
function environmentOf({ at, command }: TracedCommand): Readonly<Record<string, string>> {
  const layers = [at.workflow.env, at.job.env, at.step.env, at.actual.env];
  const set = layers.flatMap((layer) => Object.entries(layer).map(([name, { value }]) => [name, value] as const));
  const inFront = [...command.text.matchAll(/(?<=^|\s)([A-Za-z_]\w*)=(\S*)/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  return Object.fromEntries([...set, ...inFront]);
}
