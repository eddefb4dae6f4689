import { actionName, localAction, type ReachedStep, reachedSteps } from '../ecosystems/reached-steps.ts';
import { type TracedCommand, tracedCommands } from '../ecosystems/traced-command.ts';
import type { TextFiles } from '../model/files.ts';
import { atLeast, type PermissionLevel } from '../model/permission.ts';
import { remembered } from '../model/remembered.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { actionNeeds, isForeignToken, workflowNeeds } from './action-permissions.ts';
import { scriptApiNeeds } from './script-api-needs.ts';
import { commandNeeds, type Reach } from './shell-token-needs.ts';

/** A scope the job uses, and which step says so. */
export type Need = { readonly scope: string; readonly level: PermissionLevel; readonly why: string };

/**
 * What a job does with its token. Not `understood` as soon as one step could use it in a way that cannot be seen: then `needs` is
 * only what was recognised, good for a suggestion and never for an edit.
 */
export type TokenNeeds = { readonly understood: boolean; readonly because: string; readonly needs: readonly Need[] };

export function tokenNeeds(workflow: Workflow, job: Job, set: WorkflowSet, texts: TextFiles): TokenNeeds {
  return needsOf({ workflow, job }, set, texts);
}

type Known = Map<Job, TokenNeeds | 'being asked'>;

const knownNeeds = remembered((_set: WorkflowSet, _texts: TextFiles): Known => new Map());

type Site = { readonly workflow: Workflow; readonly job: Job };

/** Each job is asked once, however many ways of calling lead to it. */
function needsOf(site: Site, set: WorkflowSet, texts: TextFiles): TokenNeeds {
  const known = knownNeeds(set, texts);
  const before = known.get(site.job);
  // GitHub refuses workflows that call each other in a circle.
  if (before === 'being asked') return toldBy([`it calls ${site.job.uses?.value.text ?? 'itself'}`]);
  if (before !== undefined) return before;
  known.set(site.job, 'being asked');
  const needs = ownNeeds(site, set, texts);
  known.set(site.job, needs);
  return needs;
}

function ownNeeds(site: Site, set: WorkflowSet, texts: TextFiles): TokenNeeds {
  const { workflow, job } = site;
  if (job.uses !== null) return toldBy(calledNeeds(site, set, texts));
  const steps = reachedSteps(set).filter((reached) => reached.job === job);
  const commands = tracedCommands(set, texts).filter((traced) => traced.at.job === job);
  const parts = steps.flatMap((reached) => [ofAction(reached, set), ofScript(reached, commands, workflow, steps)]);
  return toldBy(startsWithIssues(workflow) ? parts.map(withoutPullRequests) : parts);
}

/** A number is that of an issue where nothing but issues starts the run, so no request is about a pull request. */
const startsWithIssues = ({ triggers }: Workflow): boolean =>
  triggers.length > 0 && triggers.every(({ event }) => event === 'issues');

function withoutPullRequests(part: Part): Part {
  if (typeof part === 'string') return part;
  const isPair = ({ scope, why }: Need): boolean =>
    scope === 'pull-requests' &&
    (why === 'gh api' || why === 'actions/github-script') &&
    part.some((other) => other.scope === 'issues' && other.why === why);
  return part.filter((need) => !isPair(need));
}

/** The needs of one part of a job, or the sentence that says why they cannot be told. */
type Part = readonly Need[] | string;

function toldBy(parts: readonly Part[]): TokenNeeds {
  const doubts = parts.flatMap((part) => (typeof part === 'string' ? [part] : []));
  const needs = joined(parts.flatMap((part) => (typeof part === 'string' ? [] : part)));
  return { understood: doubts.length === 0, because: doubts[0] ?? '', needs };
}

/**
 * What the jobs of a called workflow ask for. GitHub refuses the whole run when one of them declares more than its caller has, used
 * or not, so what is declared counts as it is written.
 */
function calledNeeds({ job }: Site, set: WorkflowSet, texts: TextFiles): readonly Part[] {
  const uses = job.uses?.value;
  if (uses === undefined) return [];
  const doubt = `it calls ${uses.text}`;
  if (uses.kind === 'reusable-workflow') {
    const needs = workflowNeeds(`${uses.owner}/${uses.repo}/${uses.path}`.toLowerCase());
    return [needs === null ? doubt : needs.map(({ scope, level }) => ({ scope, level, why: ASKED }))];
  }
  const callee =
    uses.kind === 'local' || uses.kind === 'self' ? set.workflows.find(({ path }) => path === uses.path) : undefined;
  if (callee === undefined) return [doubt];
  return callee.jobs.map((inner): Part => {
    const declared = (inner.permissions ?? callee.permissions)?.value;
    if (declared?.kind === 'map')
      return Object.entries(declared.scopes)
        .filter(([, level]) => level !== 'none')
        .map(([scope, level]) => ({ scope, level, why: ASKED }));
    if (declared !== undefined) return `${doubt}, which asks for ${declared.kind}`;
    const told = needsOf({ workflow: callee, job: inner }, set, texts);
    return told.understood
      ? told.needs.map((need) => ({ ...need, why: ASKED }))
      : `${doubt}: in its job ${inner.id}, ${told.because}`;
  });
}

const ASKED = 'the called workflow asks for it';

function ofAction({ actual }: ReachedStep, set: WorkflowSet): Part {
  const uses = actual.uses?.value;
  if (uses === undefined) return [];
  if (uses.kind === 'local' || uses.kind === 'self') {
    // The steps of a composite action are reached one by one; what a program does with the token, nobody can see.
    const isComposite = localAction(set, actual)?.using === 'composite';
    return isComposite ? [] : `what ${uses.text} does with the token is not known`;
  }
  const name = actionName(actual);
  const needs =
    name === 'actions/github-script' ? ofGithubScript(actual) : name === null ? null : actionNeeds(name, actual);
  if (name === null || needs === null) return `what ${uses.text} does with the token is not known`;
  return needs.map(({ scope, level }) => ({ scope, level, why: name }));
}

const ofGithubScript = ({ with: inputs }: Step): ReturnType<typeof scriptApiNeeds> =>
  isForeignToken(inputs['github-token']?.value) ? [] : scriptApiNeeds(inputs.script?.value ?? 'github');

function ofScript(
  reached: ReachedStep,
  commands: readonly TracedCommand[],
  workflow: Workflow,
  steps: readonly ReachedStep[],
): Part {
  const { actual, job, step } = reached;
  if (actual.run === null) return [];
  const own = commands.filter(({ at }) => at.actual === actual && at.step === step);
  const named = actual.name ?? `the step on line ${actual.run.place.line}`;
  const reach: Reach = {
    hasToken: isHandedToken(reached, workflow),
    canPush: steps.some(({ actual: each }) => keepsCredentials(each)),
    mintsIdentity: mayMintIdentity(workflow, job),
  };
  if (!reach.hasToken && !reach.canPush && !reach.mintsIdentity) return [];
  if (own.length === 0) return `the script of ${named} cannot be read`;
  const parts = own.map((traced) => commandNeeds(traced, reach));
  const doubt = parts.find((part) => typeof part === 'string');
  return doubt ?? parts.flatMap((part) => (typeof part === 'string' ? [] : part));
}

const TOKEN = /secrets\.GITHUB_TOKEN|github\.token|ACTIONS_ID_TOKEN|toJSON\(\s*(?:secrets|github)\s*\)/i;
/** An input of a local action may carry the token, by its default where nobody gives it. */
const TOKEN_INPUT = /inputs\.[\w-]*token|inputs\.[\w-]*github/i;

function isHandedToken({ job, step, actual, action }: ReachedStep, workflow: Workflow): boolean {
  const patterns = action === null ? [TOKEN] : [TOKEN, TOKEN_INPUT];
  const environments = [workflow.env, job.env, step.env, step.with, actual.env];
  return patterns.some(
    (pattern) => pattern.test(actual.run?.value ?? '') || environments.some((env) => isNamedIn(env, pattern)),
  );
}

/** A workflow hands the same variables to each of its steps, so they are looked through once. */
const isNamedIn = remembered((env: Step['env'], pattern: RegExp): boolean =>
  Object.values(env).some(({ value }) => pattern.test(value)),
);

/** A checkout leaves its token behind for every later `git` unless it is told not to. */
const keepsCredentials = (step: Step): boolean =>
  actionName(step) === 'actions/checkout' &&
  step.with['persist-credentials']?.value !== 'false' &&
  !isForeignToken(step.with.token?.value);

/** No default of a repository lets a job mint an identity; a job that declares nothing may have it from its caller. */
function mayMintIdentity({ permissions, triggers }: Workflow, job: Job): boolean {
  const declared = (job.permissions ?? permissions)?.value;
  if (declared === undefined) return triggers.some(({ event }) => event === 'workflow_call');
  return declared.kind === 'map' ? declared.scopes['id-token'] === 'write' : declared.kind !== 'read-all';
}

/** One need per scope, the highest level. */
function joined(needs: readonly Need[]): readonly Need[] {
  const scopes = new Map<string, Need>();
  for (const need of needs) {
    const before = scopes.get(need.scope);
    if (before === undefined || !atLeast(before.level, need.level)) scopes.set(need.scope, need);
  }
  return [...scopes.values()].toSorted((a, b) => (a.scope < b.scope ? -1 : 1));
}
