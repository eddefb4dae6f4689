import { authorOf } from '../workflow/author-of-text.ts';
import { flowOf } from '../workflow/expression-flow.ts';
import { expressionsIn } from '../workflow/expressions.ts';
import { originOf } from '../workflow/origin.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { callersOf, calls, startingEvents } from '../workflow/starting-events.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { ActionMetadata, Job, Step, Workflow } from '../workflow/workflow-file.ts';
import { at, entriesOf, follow, itemsOf, scalarsBelow, textOf, type YamlView } from '../workflow/yaml-view.ts';
import { knownOutput } from './known-outputs.ts';
import { localAction, type ReachedStep, reachedSteps } from './reached-steps.ts';
import { assignedBehind, isComputed, isConstant, variablesIn, writtenIn } from './script-values.ts';

/** Where a text stands. `step` is null in what belongs to the job or the workflow; workflow and job are null in an action nobody calls. */
export type Site = {
  readonly workflow: Workflow | null;
  readonly job: Job | null;
  readonly action: ActionMetadata | null;
  readonly step: Step | null;
};

/**
 * A context whose text can end up here, and who chooses it. `caller`: an input of an action or of a called workflow, so whoever calls
 * it, here or elsewhere. `unseen`: a step or a job makes it, and from what cannot be followed. `idle`: a stranger, under an event that
 * does not start this workflow.
 */
export type TextOrigin = {
  readonly author: 'stranger' | 'writer' | 'caller' | 'unseen' | 'idle';
  readonly path: string;
};

/** A context behind a text, whoever writes it. `isOpaque`: what a step, a job or a caller puts there cannot be followed. */
export type TextSource = {
  readonly author: Exclude<TextOrigin['author'], 'unseen'> | null;
  readonly path: string;
  readonly isOpaque: boolean;
};

/** Every context that can come into a text by its `${{ }}`, through `env`, inputs, outputs and the matrix. */
export const sourcesOfText = (text: string, site: Site, set: WorkflowSet): readonly TextSource[] =>
  unique(expressionsIn(text).flatMap((expression) => sourcesOfExpression(expression.text, site, set)));

/** Whose text comes in by what stands inside one `${{ }}`. */
export const originsOfExpression = (expression: string, site: Site, set: WorkflowSet): readonly TextOrigin[] =>
  chosen(sourcesOfExpression(expression, site, set));

function sourcesOfExpression(expression: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const flow = flowOf(expression);
  return flow.known ? unique(flow.paths.flatMap((path) => sourcesOfPath(path, site, set))) : [];
}

/** What a variable of a step's script holds, as far as `env` and GitHub’s own variables tell. */
function sourcesOfVariable(name: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const key = `env.${name.toLowerCase()}`;
  // Not set by any file: then the machine or the script itself sets it.
  const own = sourcesOfPath(key, site, set).filter(({ isOpaque, path }) => !isOpaque || path !== key);
  const context = Object.hasOwn(GITHUB_VARIABLES, name) ? GITHUB_VARIABLES[name] : undefined;
  return context === undefined ? own : unique([...own, ...sourcesOfPath(context, site, set)]);
}

/** The contexts behind a part of a script: its expressions and its variables. */
export const sourcesOfScript = (script: string, site: Site, set: WorkflowSet): readonly TextSource[] =>
  unique([
    ...sourcesOfText(script, site, set),
    ...variablesIn(script).flatMap((name) => sourcesOfVariable(name, site, set)),
  ]);

/** Whose text comes in by a part of a script. */
export const originsOfScript = (script: string, site: Site, set: WorkflowSet): readonly TextOrigin[] =>
  chosen(sourcesOfScript(script, site, set));

const chosen = (sources: readonly TextSource[]): readonly TextOrigin[] =>
  sources.flatMap(({ author, path, isOpaque }): readonly TextOrigin[] => {
    if (author !== null) return [{ author, path }];
    return isOpaque ? [{ author: 'unseen', path }] : [];
  });

const GITHUB_VARIABLES: Readonly<Record<string, string>> = {
  GITHUB_HEAD_REF: 'github.head_ref',
  GITHUB_REF: 'github.ref',
  GITHUB_REF_NAME: 'github.ref_name',
  GITHUB_BASE_REF: 'github.base_ref',
};

const NONE: readonly TextSource[] = [];
const remembered = new WeakMap<WorkflowSet, Map<string, readonly TextSource[]>>();

function sourcesOfPath(path: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const known = remembered.get(set) ?? new Map<string, readonly TextSource[]>();
  remembered.set(set, known);
  // What an action is handed does not depend on the job that is looked at.
  const isShared = site.action !== null && path.startsWith('inputs.');
  const around = isShared ? [] : [site.workflow?.path, site.job?.id, site.step?.route];
  const key = JSON.stringify([path, site.action?.path, ...around]);
  const before = known.get(key);
  if (before !== undefined) return before;
  // What leads back to itself adds nothing.
  known.set(key, NONE);
  const sources = unique(resolve(path, site, set));
  known.set(key, sources);
  return sources;
}

function resolve(path: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const [context = '', first = '', second = '', third = ''] = path.split('.');
  const found = resolveIn(context, [first, second, third], path, site, set);
  return found.length === 0 && isMade(path) ? [{ author: null, path, isOpaque: true }] : found;
}

/** What steps and other jobs make, but for the words by which GitHub says how they ended. */
const isMade = (path: string): boolean =>
  /^(?:steps|needs)\./.test(path) && !/^steps\.[^.]+\.(?:outcome|conclusion)$|^needs\.[^.]+\.result$/.test(path);

function resolveIn(
  context: string,
  [first, second, third]: readonly [string, string, string],
  path: string,
  site: Site,
  set: WorkflowSet,
): readonly TextSource[] {
  if (path.startsWith('github.event.inputs.')) return dispatched(path.slice('github.event.inputs.'.length), site);
  switch (context) {
    case 'env':
      return ofEnv(first, site, set);
    case 'inputs':
      return ofInput(first, site, set);
    case 'matrix':
      return ofMatrix(first, site, set);
    case 'steps':
      return second === 'outputs' ? ofStep(first, third, site, set) : NONE;
    case 'needs':
    case 'jobs':
      return second === 'outputs' ? ofJob(first, third, site, set) : NONE;
    default: {
      const author = authorOf(path, eventsAt(site, set)) ?? (authorOf(path, null) === 'stranger' ? 'idle' : null);
      return [{ author, path, isOpaque: false }];
    }
  }
}

/** The events that can be behind a text; null when any could be. */
export function eventsAt(site: Site, set: WorkflowSet): readonly string[] | null {
  return site.workflow === null ? null : startingEvents(set, site.workflow);
}

function ofEnv(name: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const { workflow, job, step } = site;
  const around: Site = { ...site, step: null };
  const declared = (env: Step['env'] | undefined): string | null =>
    Object.entries(env ?? {}).find(([key]) => key.toLowerCase() === name)?.[1].value ?? null;
  const own = declared(step?.env);
  if (own !== null) return sourcesOfText(own, around, set);
  // What a step writes stands above what the job and the workflow declare.
  const written = stepsAround(site).flatMap((each) => ofWritten(each, 'GITHUB_ENV', name, site, set));
  const outer = declared(job?.env) ?? declared(workflow?.env);
  if (outer !== null) return unique([...written, ...sourcesOfText(outer, around, set)]);
  return written.length > 0 ? written : [{ author: null, path: `env.${name}`, isOpaque: true }];
}

const stepsAround = ({ action, job }: Site): readonly Step[] =>
  action !== null ? stepsOf(action) : job === null ? [] : stepsOf(job);

/** What a script writes under this name into one of the runner’s files. What commands make of what they read is not followed. */
function ofWritten(step: Step, file: string, name: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  if (step.run === null) return NONE;
  const here: Site = { ...site, step };
  const script = step.run.value;
  const ofPart = (text: string): readonly TextSource[] => {
    if (isConstant(text)) return [CONSTANT];
    return isComputed(text) ? [] : sourcesOfScript(text, here, set);
  };
  return writtenIn(script, file, name).flatMap((value) => {
    const assigned = assignedBehind(script, value);
    const parts = [value, ...assigned].map(ofPart);
    const isFollowed = ![value, ...assigned].some(isComputed) && parts.some((part) => part.length > 0);
    return [...parts.flat(), ...(isFollowed ? [] : [{ author: null, path: `${file}.${name}`, isOpaque: true }])];
  });
}

const CONSTANT: TextSource = { author: null, path: 'text', isOpaque: false };

function ofInput(name: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const { workflow, action } = site;
  if (action !== null) return [fromOutside(name, callsOf(action, set).length === 0), ...fromSteps(action, name, set)];
  if (workflow === null) return NONE;
  const isCalled = declares(workflow, 'workflow_call', name);
  return [
    ...dispatched(name, site),
    ...(isCalled ? [fromOutside(name, callersOf(set, workflow).length === 0), ...fromJobs(workflow, name, set)] : []),
  ];
}

/** Somebody elsewhere may call it too; opaque when nobody here does. */
const fromOutside = (name: string, isOpaque: boolean): TextSource => ({
  author: 'caller',
  path: `inputs.${name}`,
  isOpaque,
});

const dispatched = (name: string, { workflow }: Site): readonly TextSource[] =>
  workflow !== null && declares(workflow, 'workflow_dispatch', name)
    ? [{ author: 'writer', path: `inputs.${name}`, isOpaque: false }]
    : NONE;

/** Whether an event takes an input of free text: the other types are checked by GitHub. */
function declares(workflow: Workflow, event: string, name: string): boolean {
  if (!workflow.triggers.some((trigger) => trigger.event === event)) return false;
  const inputs = follow(originOf(workflow), ['on', event, 'inputs']);
  const input = entriesOf(inputs ?? originOf(workflow)).find(([key]) => key.toLowerCase() === name)?.[1];
  if (inputs === null || input === undefined) return false;
  const type = textOf(at(input, 'type'));
  return type === null || type === 'string';
}

const remembersCalls = new WeakMap<WorkflowSet, ReadonlyMap<ActionMetadata, readonly ReachedStep[]>>();

/** The steps that use a local action, in every job that reaches them. */
function callsOf(action: ActionMetadata, set: WorkflowSet): readonly ReachedStep[] {
  const known = remembersCalls.get(set) ?? callsByAction(set);
  remembersCalls.set(set, known);
  return known.get(action) ?? [];
}

function callsByAction(set: WorkflowSet): ReadonlyMap<ActionMetadata, readonly ReachedStep[]> {
  const calls = new Map<ActionMetadata, ReachedStep[]>();
  for (const reached of reachedSteps(set)) {
    const action = localAction(set, reached.actual);
    if (action === null) continue;
    const own = calls.get(action) ?? [];
    own.push(reached);
    calls.set(action, own);
  }
  return calls;
}

function fromSteps(action: ActionMetadata, name: string, set: WorkflowSet): readonly TextSource[] {
  const given = callsOf(action, set).flatMap(({ workflow, job, actual, action: around }) => {
    const value = Object.entries(actual.with).find(([key]) => key.toLowerCase() === name)?.[1];
    return value === undefined ? [] : sourcesOfText(value.value, { workflow, job, action: around, step: actual }, set);
  });
  const fallback = textOf(follow(originOf(action), ['inputs', name, 'default']));
  return [...given, ...(fallback === null ? [] : sourcesOfText(fallback, siteOfAction(action, set), set))];
}

const siteOfAction = (action: ActionMetadata, set: WorkflowSet): Site => {
  const caller = reachedSteps(set).find((reached) => reached.action === action);
  return { workflow: caller?.workflow ?? null, job: caller?.job ?? null, action, step: null };
};

function fromJobs(workflow: Workflow, name: string, set: WorkflowSet): readonly TextSource[] {
  return set.workflows.flatMap((caller) =>
    caller.jobs
      .filter((job) => calls(job, workflow.path))
      .flatMap((job) => {
        const given = at(originOf(job), 'with');
        const value = given === null ? undefined : entriesOf(given).find(([key]) => key.toLowerCase() === name)?.[1];
        return sourcesOfText(textOf(value ?? null) ?? '', { workflow: caller, job, action: null, step: null }, set);
      }),
  );
}

function ofMatrix(name: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const { job, workflow } = site;
  const matrix = job === null ? null : follow(originOf(job), ['strategy', 'matrix']);
  if (matrix === null) return NONE;
  const around: Site = { workflow, job, action: null, step: null };
  const computed = [textOf(matrix), textOf(at(matrix, 'include'))];
  const included = at(matrix, 'include');
  const values = [matrix, ...(included === null ? [] : itemsOf(included))]
    .flatMap((each) => entriesOf(each))
    .filter(([key]) => key.toLowerCase() === name || name === '*' || name === '**')
    .flatMap(([, value]) => scalarsBelow(value).map((scalar) => scalar.value));
  return [...computed, ...values].flatMap((text) => (text === null ? [] : sourcesOfText(text, around, set)));
}

function ofStep(id: string, output: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const step = stepsAround(site).find((each) => each.id?.toLowerCase() === id);
  if (step === undefined) return NONE;
  const context = knownOutput(step, output);
  if (context !== null) return [{ author: 'stranger', path: context, isOpaque: false }];
  const action = localAction(set, step);
  if (action !== null) {
    const value = follow(originOf(action), ['outputs']);
    return outputText(value, output, { ...site, action, step: null }, set);
  }
  return ofWritten(step, 'GITHUB_OUTPUT', output, site, set);
}

function ofJob(id: string, output: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const { workflow } = site;
  const job = workflow?.jobs.find((each) => each.id.toLowerCase() === id);
  if (workflow === null || job === undefined) return NONE;
  const callee = set.workflows.find(({ path }) => calls(job, path));
  if (callee !== undefined) {
    const outputs = follow(originOf(callee), ['on', 'workflow_call', 'outputs']);
    return outputText(outputs, output, { workflow: callee, job: null, action: null, step: null }, set);
  }
  return outputText(at(originOf(job), 'outputs'), output, { workflow, job, action: null, step: null }, set);
}

/** `outputs:` of a job holds texts, that of an action or a called workflow mappings with a `value`. */
function outputText(outputs: YamlView | null, name: string, site: Site, set: WorkflowSet): readonly TextSource[] {
  const output = outputs === null ? undefined : entriesOf(outputs).find(([key]) => key.toLowerCase() === name)?.[1];
  const text = output === undefined ? null : (textOf(output) ?? textOf(at(output, 'value')));
  return text === null ? NONE : sourcesOfText(text, site, set);
}

function unique(sources: readonly TextSource[]): readonly TextSource[] {
  const byKey = new Map(sources.map((each) => [`${each.author} ${each.path}`, each]));
  return [...byKey.values()];
}
