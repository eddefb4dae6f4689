import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { ShellCommand } from '../workflow/shell-commands.ts';
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

const remembered = new WeakMap<WorkflowSet, readonly TracedCommand[]>();

/** Every command of every job, in order; remembered by the set. */
export function tracedCommands(set: WorkflowSet, texts: TextFiles): readonly TracedCommand[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const found = reachedSteps(set).flatMap((at) => traceStep(at, texts));
  remembered.set(set, found);
  return found;
}

function traceStep(at: ReachedStep, texts: TextFiles): readonly TracedCommand[] {
  const { actual, workflow, job } = at;
  if (actual.run === null) return [];
  const run = actual.run;
  const start = runDirectory(at);
  const found: TracedCommand[] = [];
  const walk = (
    commands: readonly ShellCommand[],
    first: string | null,
    via: string | null,
    place: Place | null,
    seen: readonly string[],
  ) => {
    let directory = first;
    for (const command of commands) {
      const invocations = invocationsOf({ ...command, name: inAction(command.name, at) });
      const [outer] = invocations;
      const here = place ?? placeOfCommand(run, command, texts);
      const follows = directory === null ? [] : followAll(invocations, directory, texts);
      const isHidden =
        (follows === null || follows.length === 0) &&
        invocations.slice(-1).some(speaksOfReleasing) &&
        !invocations.some(isRehearsal);
      found.push({
        at,
        command,
        invocations,
        via: joined(at.via, via),
        isWritten: via === null,
        place: here,
        route: run.route,
        directory,
        isHidden,
      });
      if (outer?.program === 'cd') directory = movedTo(directory, outer.words[0]);
      for (const next of follows ?? []) {
        if (seen.includes(next.via) || seen.length >= MOST_STEPS_DOWN) continue;
        walk(commandsOf(next.script, next.shell), next.directory, joined(via, next.via), here, [...seen, next.via]);
      }
    }
  };
  walk(ownCommands(workflow, job, actual, at.action !== null), start, null, null, []);
  return found;
}

const isRehearsal = (invocation: Invocation): boolean => isSurelyGiven(invocation, '--dry-run', '--snapshot', '-n');

function followAll(
  invocations: readonly Invocation[],
  directory: string,
  texts: TextFiles,
): readonly Followed[] | null {
  for (const invocation of invocations) {
    const followed = followCommand(invocation, directory, texts);
    if (followed !== null) return followed;
  }
  return null;
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

const joined = (first: string | null, second: string | null): string | null =>
  first === null ? second : second === null ? first : `${first} → ${second}`;
