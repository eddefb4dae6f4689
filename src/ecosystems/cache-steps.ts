import type { TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import type { Route } from '../model/operation.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { CACHING_ACTIONS, type Caching } from './caching-actions.ts';
import { packageManifest } from './package-scripts.ts';
import { actionName, reachedSteps } from './reached-steps.ts';
import { tracedCommands } from './traced-command.ts';

/** A step that restores files which an earlier run stored. */
export type CacheStep = {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The step of the job, and the one that restores: they differ inside a local action. */
  readonly step: Step;
  readonly actual: Step;
  /** The action or command. */
  readonly how: string;
  /** Where the input stands that asks for it, else the action. */
  readonly place: Place;
  readonly route: Route;
  readonly caching: Exclude<Caching, { readonly restores: 'no' }>;
  readonly via: string | null;
};

const remembered = new WeakMap<WorkflowSet, readonly CacheStep[]>();

/** Every step that restores a cache, by what it is told and by what its action does unasked. */
export function cacheStepsIn(set: WorkflowSet, texts: TextFiles): readonly CacheStep[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const found = [...fromActions(set, texts), ...fromCommands(set, texts)];
  remembered.set(set, found);
  return found;
}

function fromActions(set: WorkflowSet, texts: TextFiles): readonly CacheStep[] {
  const usesNpm = namesNpm(texts);
  return reachedSteps(set).flatMap(({ workflow, job, step, actual, via }) => {
    const name = actionName(actual);
    const judge = name === null || !Object.hasOwn(CACHING_ACTIONS, name) ? undefined : CACHING_ACTIONS[name];
    if (name === null || judge === undefined || actual.uses === null) return [];
    const uses = actual.uses.value;
    const ref = uses.kind === 'action' ? uses.ref : '';
    const input = (key: string) => actual.with[key]?.value.trim() ?? '';
    const env = (key: string) => (actual.env[key] ?? job.env[key] ?? workflow.env[key])?.value ?? '';
    const caching = judge({ input, env, major: majorOf(ref, uses.comment), usesNpm });
    if (caching.restores === 'no') return [];
    const at = caching.asked === null ? actual.uses : (actual.with[caching.asked] ?? actual.uses);
    return [{ workflow, job, step, actual, how: name, place: at.place, route: at.route, caching, via }];
  });
}

/** `docker buildx build --cache-from type=gha` */
const fromCommands = (set: WorkflowSet, texts: TextFiles): readonly CacheStep[] =>
  tracedCommands(set, texts).flatMap(({ at, command, place, route, via }) => {
    if (!/--(?:cache-from|set)[\s=]\S*type=gha/.test(command.text)) return [];
    const { workflow, job, step, actual } = at;
    const caching = { restores: 'yes', asked: null, off: null, readOnly: false } as const;
    return [{ workflow, job, step, actual, how: command.text.split('\n', 1)[0] ?? '', place, route, caching, via }];
  });

/** The major version that runs: of the tag, or what the comment behind a commit says. Null when neither tells. */
const majorOf = (ref: string, comment: string | null): number | null => {
  const digits =
    /^v?(\d{1,3})(?:\.|$)/.exec(ref)?.[1] ?? /(?:^|[\s@=])v?(\d{1,3})(?:\.\d+)*\b/.exec(comment ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
};

/** setup-node caches unasked when the root's package.json names npm as the package manager (its README, "package-manager-cache"). */
function namesNpm(texts: TextFiles): boolean {
  const manifest = packageManifest(texts, 'package.json');
  if (manifest === null) return false;
  if (typeof manifest.packageManager === 'string') return /^npm(?:@|$)/.test(manifest.packageManager);
  const engines = manifest.devEngines;
  const manager =
    typeof engines === 'object' && engines !== null && 'packageManager' in engines ? engines.packageManager : null;
  const all = Array.isArray(manager) ? manager : [manager];
  return all.some((each) => typeof each === 'object' && each !== null && 'name' in each && each.name === 'npm');
}
