import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import { isWorkflowPath, type WorkflowSet } from '../workflow/read-workflows.ts';
import type { ShellCommand } from '../workflow/shell-commands.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';
import { directoryOf, inDirectory } from './ecosystem.ts';
import { type Followed, followCommand, speaksOfReleasing } from './follow-command.ts';
import { type Invocation, invocationsOf, isSurelyGiven } from './invocation.ts';
import { type ReachedStep, reachedSteps } from './reached-steps.ts';
import { runDirectory } from './run-directory.ts';
import { commandsOf, ownCommands, placeOfCommand } from './run-script.ts';

/** A command that a job runs, in its own step, or through a local action, a package script, a make target or a script. */
export type TracedCommand = {
  readonly at: ReachedStep;
  readonly command: ShellCommand;
  /** The command, then what it wraps. */
  readonly invocations: readonly Invocation[];
  /** What leads to it from the job's step, nearest first; null when it is written there. */
  readonly via: string | null;
  /** True when it is written in the `run:` of `at.actual`, so that it can be changed there. */
  readonly isWritten: boolean;
  /** Where the `run:` that leads to it shows it. */
  readonly place: Place;
  readonly route: Route;
  readonly directory: string | null;
  /** Says that it releases something, and cannot be followed. */
  readonly isHidden: boolean;
};

const MOST_STEPS_DOWN = 4;

/** A script that runs scripts that run scripts could go on for ever: beyond this many commands nothing more is followed. */
const MOST_COMMANDS = 20_000;

const remembered = new WeakMap<WorkflowSet, readonly TracedCommand[]>();

/** Every command of every job, in order; remembered by the set. */
export function tracedCommands(set: WorkflowSet, texts: TextFiles): readonly TracedCommand[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const known = tracesAmong(texts);
  const trail: Trail = { texts, left: MOST_COMMANDS };
  const found = reachedSteps(set).flatMap((at) => {
    const traced = (at.action === null ? known.get(at.actual) : undefined) ?? traceStep(at, trail);
    if (at.action === null) known.set(at.actual, traced);
    return traced;
  });
  remembered.set(set, found);
  return found;
}

/** While a plan is folded only workflows change, one after the other: the traces of all other steps stay what they are. */
let lastScripts: { readonly scripts: readonly unknown[]; readonly traces: WeakMap<Step, readonly TracedCommand[]> } = {
  scripts: [],
  traces: new WeakMap(),
};

function tracesAmong(texts: TextFiles): WeakMap<Step, readonly TracedCommand[]> {
  const scripts = Object.values(texts).filter(({ path }) => !isWorkflowPath(path));
  const isSame =
    scripts.length === lastScripts.scripts.length &&
    scripts.every((file, index) => file === lastScripts.scripts[index]);
  if (!isSame) lastScripts = { scripts, traces: new WeakMap() };
  return lastScripts.traces;
}

/** `left` counts down over all steps. */
type Trail = { readonly texts: TextFiles; left: number };

/** Where a script is reached: in which folder it runs, through what, and which line of the job leads there. */
type Reach = {
  readonly directory: string | null;
  readonly via: readonly string[];
  readonly place: Place | null;
};

function traceStep(at: ReachedStep, trail: Trail): readonly TracedCommand[] {
  const { actual, workflow, job, action } = at;
  if (actual.run === null) return [];
  const reach: Reach = { directory: runDirectory(at), via: [], place: null };
  return trace(at, actual.run, ownCommands(workflow, job, actual, action !== null), reach, trail);
}

function trace(
  at: ReachedStep,
  run: Located<string>,
  commands: readonly ShellCommand[],
  reach: Reach,
  trail: Trail,
): readonly TracedCommand[] {
  const found: TracedCommand[] = [];
  let { directory } = reach;
  for (const command of commands) {
    trail.left -= 1;
    const written = invocationsOf({ ...command, name: inAction(command.name, at) });
    const place = reach.place ?? placeOfCommand(run, command, trail.texts);
    const { invocations, follows } =
      directory === null ? { invocations: written, follows: [] } : followAll(written, directory, trail.texts);
    const isOpen = trail.left > 0 && reach.via.length < MOST_STEPS_DOWN;
    const next = isOpen ? (follows ?? []).filter(({ via }) => !reach.via.includes(via)) : [];
    found.push({
      at,
      command,
      invocations,
      via: [at.via, ...reach.via].filter((each) => each !== null).join(' → ') || null,
      isWritten: reach.via.length === 0,
      place,
      route: run.route,
      directory,
      isHidden: isOpen ? next.length === 0 && saysItReleases(invocations) : (follows ?? []).length > 0,
    });
    const [outer] = invocations;
    if (outer?.program === 'cd') directory = movedTo(directory, outer.words[0]);
    for (const { via, script, shell, directory: there } of next) {
      const inside: Reach = { directory: there, via: [...reach.via, via], place };
      for (const inner of trace(at, run, commandsOf(script, shell), inside, trail)) found.push(inner);
    }
  }
  return found;
}

const saysItReleases = (invocations: readonly Invocation[]): boolean =>
  invocations.slice(-1).some(speaksOfReleasing) && !invocations.some(isRehearsal);

const isRehearsal = (invocation: Invocation): boolean => isSurelyGiven(invocation, '--dry-run', '--snapshot', '-n');

type Following = { readonly invocations: readonly Invocation[]; readonly follows: readonly Followed[] | null };

/** A name that turns out to be a script of the repository is not the program of that name: what it would wrap is dropped. */
function followAll(invocations: readonly Invocation[], directory: string, texts: TextFiles): Following {
  for (const [index, invocation] of invocations.entries()) {
    const follows = followCommand(invocation, directory, texts);
    if (follows !== null)
      return { invocations: follows.length > 0 ? invocations.slice(0, index + 1) : invocations, follows };
  }
  return { invocations, follows: null };
}

/** An action's own files are named by the folder it was checked out to. */
const inAction = (name: string, { action }: ReachedStep): string =>
  action === null
    ? name
    : name.replace(
        /^(?:\$\{\{\s*github\.action_path\s*\}\}|\$\{?GITHUB_ACTION_PATH\}?)/,
        `./${directoryOf(action.path)}`,
      );

function movedTo(directory: string | null, word: string | undefined): string | null {
  if (directory === null || word === undefined || /[$~*]/.test(word) || word.startsWith('/') || word === '-')
    return null;
  let here = directory;
  for (const part of word.split('/')) {
    if (part === '..') here = directoryOf(here);
    else if (part !== '.' && part !== '') here = inDirectory(here, part);
  }
  return here;
}
