import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import { isWorkflowPath, type WorkflowSet } from '../workflow/read-workflows.ts';
import { type ShellCommand, shellOf } from '../workflow/shell-commands.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';
import { directoryOf, inDirectory } from './ecosystem.ts';
import { type Followed, followCommand, runsOwnFile, saysReleasing, speaksOfReleasing } from './follow-command.ts';
import { scriptOf } from './given-commands.ts';
import { type Invocation, invocationsOf, isSurelyGiven } from './invocation.ts';
import { type ReachedStep, reachedSteps } from './reached-steps.ts';
import { isRehearsed } from './rehearsal.ts';
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
  const trail: Trail = { texts, left: MOST_COMMANDS, read: new Set() };
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
type Trail = {
  readonly texts: TextFiles;
  left: number /** Scripts that were followed already. */;
  readonly read: Set<string>;
};

/** Where a script is reached: in which folder it runs, through what, and which line of the job leads there. */
type Reach = {
  readonly directory: string | null;
  readonly via: readonly string[];
  readonly place: Place | null;
  /** Whether a script or target on the way is called after releasing something. */
  readonly says: boolean;
};

function traceStep(at: ReachedStep, trail: Trail): readonly TracedCommand[] {
  const { actual, workflow, job, action } = at;
  const given = scriptOf(actual);
  if (given === null) return [];
  const reach: Reach = { directory: runDirectory(at), via: [], place: null, says: false };
  const filled = withInputs(given.value, at);
  if (actual.run !== null && filled === given.value)
    return trace(at, given, ownCommands(workflow, job, actual, action !== null), reach, trail);
  const shell =
    actual.run === null
      ? actual.with.shell?.value
      : (shellOf(action === null ? workflow : null, action === null ? job : null, actual) ?? undefined);
  const commands = commandsOf(filled, shell ?? 'bash');
  return trace(at, given, commands, reach, trail).map((traced) => ({ ...traced, isWritten: false }));
}

/**
 * The script of a local action with the plain words that the step hands it: `make ${{ inputs.target }}` names a target only then. An
 * action that another action calls is handed what cannot be told here.
 */
function withInputs(script: string, { step, action, via }: ReachedStep): string {
  if (action === null || via !== action.path) return script;
  return script.replace(/\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g, (whole, name: string) => {
    const value = step.with[name]?.value.trim() ?? '';
    return /^[\w./:@=,+-]+$/.test(value) ? value : whole;
  });
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
      isHidden: isOpen
        ? next.length === 0 && saysItReleases(invocations, reach.says)
        : (follows ?? []).some(({ script }) => !trail.read.has(script)),
    });
    const [outer] = invocations;
    if (outer?.program === 'cd') directory = movedTo(directory, outer.words[0]);
    for (const { via, script, shell, directory: there } of next) {
      const says = reach.says || saysReleasing(via.replace(/^.* "|"$/g, ''));
      const inside: Reach = { directory: there, via: [...reach.via, via], place, says };
      for (const inner of trace(at, run, commandsOf(script, shell), inside, trail)) found.push(inner);
      if (trail.left > 0) trail.read.add(script);
    }
  }
  return found;
}

const saysItReleases = (invocations: readonly Invocation[], isInside: boolean): boolean =>
  invocations.slice(-1).some((last) => speaksOfReleasing(last) || (isInside && runsOwnFile(last))) &&
  !invocations.some(isRehearsal);

const isRehearsal = (invocation: Invocation): boolean =>
  isSurelyGiven(invocation, '--dry-run', '--snapshot', '-n') ||
  isRehearsed(invocation, '', () => null) ||
  invocation.options.some((option) => /^-D[\w.-]*dry-?\.?run=true$/i.test(option));

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
