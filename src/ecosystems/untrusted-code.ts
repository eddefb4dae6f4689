import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import type { Guard } from '../workflow/condition-guards.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Located, Step, Workflow } from '../workflow/workflow-file.ts';
import { runOf } from './commands-by-job.ts';
import { actionName, type ReachedStep } from './reached-steps.ts';
import { actionRunsProjectCode, runsProjectCode } from './runs-project-code.ts';
import { guardOfStep, strangersEvents } from './stranger-runs.ts';
import { type Site, sourcesOfScript, sourcesOfText, type TextSource } from './text-origins.ts';
import type { TracedCommand } from './traced-command.ts';

/** Code or files of a pull request that reach a job which strangers can start, and what becomes of them there. */
export type Arrival = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly kind: 'checkout' | 'git' | 'artifact';
  /** The events that can be behind the run. */
  readonly events: readonly string[];
  readonly guard: Guard;
  /** Where the code comes in: the `ref`, or the command. */
  readonly place: Place;
  readonly route: Route;
  readonly observed: string;
  /** Whether it is not seen where the code comes from. */
  readonly isOpaque: boolean;
  /** What runs it, as written; null when nothing is seen to. */
  readonly runBy: string | null;
  /** Something that may run it, and is not known; null when there is none. */
  readonly perhapsBy: string | null;
};

/** Every arrival in the workflows that strangers can start. */
export const arrivalsIn = (set: WorkflowSet, texts: TextFiles): readonly Arrival[] =>
  set.workflows.flatMap((workflow) => {
    const events = strangersEvents(set, workflow);
    return events.length === 0 ? [] : workflow.jobs.flatMap((job) => arrivalsOf(workflow, job, events, set, texts));
  });

type Coming = {
  readonly at: ReachedStep;
  readonly kind: Arrival['kind'];
  readonly place: Place;
  readonly route: Route;
  readonly observed: string;
  readonly isOpaque: boolean;
  readonly guard: Guard;
  /** Folder that it is put in; empty for the workspace. */
  readonly folder: string;
};

function arrivalsOf(
  workflow: Workflow,
  job: Job,
  events: readonly string[],
  set: WorkflowSet,
  texts: TextFiles,
): readonly Arrival[] {
  const { steps, commands } = runOf(job, set, texts);
  const found: { coming: Coming; runBy: string | null; perhapsBy: string | null; isGone: boolean }[] = [];
  const arrive = (coming: Coming | null) => {
    if (coming !== null) found.push({ coming, runBy: null, perhapsBy: null, isGone: false });
  };
  const run = (folderOf: (folder: string) => boolean, by: string, surely: boolean) => {
    for (const each of found) {
      if (each.isGone || !folderOf(each.coming.folder)) continue;
      if (surely) each.runBy ??= by;
      else each.perhapsBy ??= by;
    }
  };
  for (const at of steps) {
    const guard = guardOfStep(at, set);
    if (guard === 'trusted') continue;
    const { actual } = at;
    if (actionName(actual) === 'actions/checkout') {
      const coming = checkout(at, guard, set);
      // A checkout of the repository’s own code cleans the folder it is put in.
      if (coming === null)
        for (const each of found)
          each.isGone ||= !isBeside(each.coming) && isWithin(each.coming.folder, folderOf(actual));
      arrive(coming);
      continue;
    }
    arrive(artifact(at, guard));
    const runs = actionRunsProjectCode(actual);
    const uses = actual.uses?.value;
    if (uses?.kind === 'local') run((folder) => isWithin(uses.path, folder), uses.text, true);
    else if (uses !== undefined && runs !== false) run(() => true, uses.text, runs === true);
    for (const command of commands) {
      if (command.at.actual !== actual || command.at.step !== at.step) continue;
      arrive(gitArrival(command, commands, guard, set));
      if (command.invocations.some(runsProjectCode)) {
        run((folder) => startsIn(command, folder), command.command.text.trim().split('\n')[0] ?? '', true);
      }
    }
  }
  return found.map(({ coming: { at, folder: _, ...rest }, runBy, perhapsBy }) => ({
    ...rest,
    workflow,
    job,
    step: at.actual,
    events,
    runBy,
    perhapsBy,
  }));
}

const siteOf = ({ workflow, job, action, actual }: ReachedStep): Site => ({ workflow, job, action, step: actual });

const folderOf = ({ with: inputs }: Step): string => clean(inputs.path?.value ?? '');
/** Outside of the workspace only what names the folder runs something of it. */
const BESIDE = '$RUNNER_TEMP';
const isBeside = ({ folder }: Pick<Coming, 'folder'>): boolean => folder.startsWith(BESIDE);
const clean = (path: string): string =>
  path
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, '')
    .replace(/^\$\{\{\s*runner\.temp\s*\}\}/, BESIDE)
    .replace(/^(?:\.\/)+|\/+$/g, '')
    .replace(/^\.$/, '');

const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

/** A command that starts elsewhere and does not name the folder runs nothing of it. */
const startsIn = ({ directory, command }: TracedCommand, folder: string): boolean =>
  isWithin(directory ?? (isBeside({ folder }) ? 'the workspace' : folder), folder) ||
  command.text.replaceAll(BESIDE.replace(/\w+/, '{$&}'), BESIDE).includes(folder);

/** Contexts that name the code of a pull request. */
const HEAD =
  /^github\.(?:head_ref|event\.(?:pull_request\.(?:head\.(?:ref|sha|label|repo\..+)|merge_commit_sha)|workflow_run\.(?:head_branch|head_sha|head_commit\.id|head_repository\..+|pull_requests\.\*\.head\..+)))$/;
const PULL_REF = /(?:^|[\s/:"'+])(?:refs\/(?:remotes\/)?)?pull\/\S*(?:\/(?:head|merge))?/;

function checkout(at: ReachedStep, guard: Guard, set: WorkflowSet): Coming | null {
  const { ref, repository } = at.actual.with;
  for (const input of [ref, repository]) {
    if (input === undefined) continue;
    const origin = comesFrom(input, at, set);
    if (origin === 'elsewhere') continue;
    return {
      at,
      kind: 'checkout',
      place: input.place,
      route: input.route,
      observed: `${input === ref ? 'ref' : 'repository'}: ${input.value}`,
      isOpaque: origin === 'opaque',
      guard,
      folder: folderOf(at.actual),
    };
  }
  return null;
}

type Whence = 'pull-request' | 'opaque' | 'elsewhere';

function comesFrom({ value }: Located<string>, at: ReachedStep, set: WorkflowSet): Whence {
  return comesFromText(value, sourcesOfText(value, siteOf(at), set));
}

function comesFromText(text: string, sources: readonly TextSource[]): Whence {
  if (PULL_REF.test(text) || sources.some(({ path }) => HEAD.test(path))) return 'pull-request';
  return sources.some(({ isOpaque }) => isOpaque) ? 'opaque' : 'elsewhere';
}

/** Artifacts of another run are what that run, and so perhaps a pull request, put into them. */
function artifact(at: ReachedStep, guard: Guard): Coming | null {
  const { actual } = at;
  const name = actionName(actual);
  const isForeign =
    (name === 'actions/download-artifact' && /workflow_run\.id/.test(actual.with['run-id']?.value ?? '')) ||
    // The way that GitHub's own page shows: the script asks the API for it and writes what it gets into the workspace.
    (name === 'actions/github-script' &&
      /\bdownloadArtifact\b/.test(actual.with.script?.value ?? '') &&
      at.workflow.triggers.some(({ event }) => event === 'workflow_run')) ||
    DOWNLOADS.has(name ?? '');
  if (!isForeign || actual.uses === null) return null;
  return {
    at,
    kind: 'artifact',
    place: actual.uses.place,
    route: actual.uses.route,
    observed: actual.uses.value.text,
    isOpaque: false,
    guard,
    folder: folderOf(actual),
  };
}

const DOWNLOADS: ReadonlySet<string> = new Set([
  'aochmann/actions-download-artifact',
  'bettermarks/action-artifact-download',
  'blablacar/action-download-last-artifact',
  'dawidd6/action-download-artifact',
  'ishworkh/docker-image-artifact-download',
  'levonet/action-download-last-artifact',
]);

const MOVES = /^(?:checkout|switch|reset|merge|rebase|cherry-pick|worktree|restore|archive)$/;

/** `gh pr checkout`, `git pull origin pull/1/head`, or a fetch of it that a later command switches to. */
function gitArrival(
  traced: TracedCommand,
  all: readonly TracedCommand[],
  guard: Guard,
  set: WorkflowSet,
): Coming | null {
  const { at, command, invocations, place, route } = traced;
  const coming: Coming = {
    at,
    kind: 'git',
    place,
    route,
    observed: command.text.trim().split('\n')[0] ?? '',
    isOpaque: false,
    guard,
    folder: '',
  };
  const [outer] = invocations;
  const [verb = '', next = ''] = outer?.words ?? [];
  if (outer?.program === 'gh') {
    if (verb === 'pr' && next === 'checkout') return coming;
    return verb === 'run' && next === 'download' && at.workflow.triggers.some(({ event }) => event === 'workflow_run')
      ? { ...coming, kind: 'artifact', folder: clean(optionAfter(outer.args, '-D', '--dir') ?? '') }
      : null;
  }
  if (outer?.program !== 'git') return null;
  const rest = outer.args.slice(1).join(' ');
  const isFetch = verb === 'fetch';
  if (isFetch ? !all.slice(all.indexOf(traced)).some(isMove) : !MOVES.test(verb) && !/^(?:pull|clone)$/.test(verb))
    return null;
  const whence = comesFromText(rest, sourcesOfScript(rest, siteOf(at), set));
  // A branch that is only made begins with what lies there already; what is fetched matters once something moves to it.
  const isSeen = whence === 'pull-request' || (whence === 'opaque' && !isFetch && !makesBranch(outer.args));
  return isSeen ? { ...coming, isOpaque: whence === 'opaque' } : null;
}

const makesBranch = (args: readonly string[]): boolean =>
  args.some((arg) => /^(?:-[bBcC]|--create|--orphan)$/.test(arg));

const isMove = ({ invocations: [outer] }: TracedCommand): boolean =>
  outer?.program === 'git' && MOVES.test(outer.words[0] ?? '');

function optionAfter(args: readonly string[], ...names: readonly string[]): string | null {
  const at = args.findIndex((arg) => names.includes(arg.split('=')[0] ?? ''));
  if (at < 0) return null;
  const [, value] = args[at]?.split('=') ?? [];
  return value ?? args[at + 1] ?? null;
}
