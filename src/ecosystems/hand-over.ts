import type { Operation } from '../model/operation.ts';
import { contextPathsIn, type Expression, expressionsIn } from '../workflow/expressions.ts';
import { originOf } from '../workflow/origin.ts';
import { shellOf } from '../workflow/shell-commands.ts';
import { stepsOf } from '../workflow/steps.ts';
import { replacingOperations } from '../workflow/text-replacements.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';
import { at, entriesOf, follow, textOf } from '../workflow/yaml-view.ts';
import { codeTextsOf } from './code-texts.ts';
import { envEntries } from './env-entries.ts';
import type { Site } from './text-origins.ts';
import { variablesInBash } from './variable-in-bash.ts';
import { variablesInPowershell } from './variable-in-powershell.ts';
import { variablesInJavascript, variablesInPython } from './variable-in-program.ts';
import { variableNameFor } from './variable-name.ts';
import { allByHand, type RewritesScript } from './variable-reference.ts';

/** What hands the values of a step’s scripts over in its `env`, and what a person does. */
export type HandOver = {
  readonly operations: readonly Operation[];
  /** What the operations take out of the scripts. */
  readonly taken: readonly PlacedInText[];
  readonly byHand: readonly LeftByHand[];
};

export type PlacedInText = { readonly text: Located<string>; readonly expression: Expression };
export type LeftByHand = PlacedInText & { readonly because: string };

/**
 * The operations that take the wanted expressions out of the scripts of a step: an entry in its `env` for each, and the variable in
 * their place. Whether the file can be edited so is not tried here.
 */
export function handOver(
  step: Step,
  sites: readonly Site[],
  isWanted: (expression: Expression, text: Located<string>) => boolean,
): HandOver {
  const operations: Operation[] = [];
  const taken: PlacedInText[] = [];
  const byHand: LeftByHand[] = [];
  for (const { text, language } of codeTextsOf(step)) {
    const wanted = expressionsIn(text.value).filter((each) => isWanted(each, text));
    if (wanted.length === 0) continue;
    const leave = (because: string) => byHand.push(...wanted.map((expression) => ({ text, expression, because })));
    const rewrites = writerFor(step, text, sites, language);
    if (typeof rewrites === 'string') {
      leave(rewrites);
      continue;
    }
    const names = namesFor(wanted, text.value, step, sites, operations);
    const nameOf = (expression: Expression) => names.get(expression)?.name ?? '';
    const named = wanted.filter((each) => names.get(each)?.because === undefined);
    const { replacements, byHand: left } =
      named.length === 0
        ? allByHand([], '')
        : rewrites(text.value, named, nameOf, (each) => mayBeEmpty(each.text, sites));
    const added = new Map<string, string>();
    for (const expression of replacements.flatMap(({ reads }) => reads)) {
      const name = names.get(expression);
      if (name?.entry !== undefined) added.set(name.name, name.entry);
    }
    const replacing = replacingOperations(text, replacements);
    if (replacing === null) {
      leave('the same text stands at several places');
      continue;
    }
    operations.push(...envEntries(step, added, addedNames(operations).length > 0), ...replacing);
    for (const expression of wanted) {
      const because = names.get(expression)?.because ?? left.get(expression);
      if (because === undefined) taken.push({ text, expression });
      else byHand.push({ text, expression, because });
    }
  }
  return { operations, taken, byHand };
}

function writerFor(
  step: Step,
  text: Located<string>,
  sites: readonly Site[],
  language: 'shell' | 'javascript' | 'other',
): RewritesScript | string {
  if (language === 'javascript') return variablesInJavascript;
  if (text !== step.run) return 'what runs it does not say how it reads a variable';
  const shells = new Set(sites.map(({ workflow, job }) => shellOf(workflow, job, step)));
  const [shell] = shells;
  if (shells.size !== 1 || shell === null || shell === undefined)
    return 'which shell runs it is not known: name it with shell:';
  switch (shell) {
    case 'bash':
    case 'sh':
      return variablesInBash;
    case 'pwsh':
    case 'powershell':
      return variablesInPowershell;
    case 'python':
    case 'python3':
      return variablesInPython;
    case 'cmd':
      return 'cmd puts the value of %NAME% into a line before it reads the line, so a variable is as unsafe: use shell: pwsh';
    default:
      return `how ${shell} reads a variable is not known`;
  }
}

type Named = {
  readonly name: string;
  /** The text of the entry to add; none when the variable is there. */
  readonly entry?: string;
  readonly because?: string;
};

function namesFor(
  wanted: readonly Expression[],
  script: string,
  step: Step,
  sites: readonly Site[],
  before: readonly Operation[],
): ReadonlyMap<Expression, Named> {
  const words = withoutExpressions(script);
  const around = Object.entries(step.env).concat(
    sites.flatMap(({ job, workflow }) => [...Object.entries(job?.env ?? {}), ...Object.entries(workflow?.env ?? {})]),
  );
  const taken = new Set([...around.map(([name]) => name.toUpperCase()), ...addedNames(before)]);
  const byExpression = new Map<string, Named>();
  const names = new Map<Expression, Named>();
  for (const expression of wanted) {
    const key = normal(expression.text);
    const known = byExpression.get(key) ?? nameFor(expression, words, step, sites, taken);
    byExpression.set(key, known);
    taken.add(known.name.toUpperCase());
    names.set(expression, known);
  }
  return names;
}

function nameFor(
  { text }: Expression,
  words: string,
  step: Step,
  sites: readonly Site[],
  taken: ReadonlySet<string>,
): Named {
  const there = entryWith(text, step, sites);
  if (there !== null && !isAssigned(there, words)) return { name: there };
  const plain = /^env\.([A-Za-z_]\w*)$/.exec(text)?.[1];
  if (plain !== undefined && isDefined(plain, step, sites) && !isAssigned(plain, words)) return { name: plain };
  if (readsOwnEnv(text, step)) {
    return { name: '', because: 'it reads another entry of the same env, which an entry of that env cannot see' };
  }
  if (/'[^']*\n/.test(text)) return { name: '', because: 'its text has several lines' };
  const wish = variableNameFor(text);
  for (let number = 0; ; number++) {
    const name = number === 0 ? wish : `${wish}_VALUE${number === 1 ? '' : `_${number}`}`;
    if (taken.has(name) || new RegExp(`\\b${name}\\b`).test(words)) continue;
    return { name, entry: `\${{ ${text.replace(/\s*\n\s*/g, ' ')} }}` };
  }
}

/** A variable that holds this very expression already. Entries of the step itself come first. */
function entryWith(text: string, step: Step, sites: readonly Site[]): string | null {
  const holds = (env: Step['env']): string | undefined =>
    Object.entries(env).find(([name, { value }]) => {
      const [only, ...more] = expressionsIn(value);
      const isWhole = only !== undefined && more.length === 0 && value.trim().length === only.end - only.start;
      return isWhole && normal(only.text) === normal(text) && /^[A-Za-z_]\w*$/.test(name);
    })?.[0];
  const own = holds(step.env);
  if (own !== undefined) return own;
  const [site, ...others] = sites;
  if (site === undefined || others.length > 0 || site.job === null || site.workflow === null) return null;
  const writes = stepsOf(site.job).some(({ run, uses }) => uses !== null || (run?.value ?? '').includes('GITHUB_ENV'));
  const outer = writes || site.action !== null ? undefined : (holds(site.job.env) ?? holds(site.workflow.env));
  return outer === undefined || Object.hasOwn(step.env, outer) ? null : outer;
}

const isDefined = (name: string, step: Step, sites: readonly Site[]): boolean =>
  Object.hasOwn(step.env, name) ||
  (sites.length > 0 &&
    sites.every(
      ({ job, workflow }) => Object.hasOwn(job?.env ?? {}, name) || Object.hasOwn(workflow?.env ?? {}, name),
    ));

const readsOwnEnv = (text: string, step: Step): boolean => {
  const contexts = contextPathsIn(text);
  const own = Object.keys(step.env).map((name) => name.toLowerCase());
  return (
    contexts.known &&
    contexts.paths.some((path) => path.startsWith('env.') && own.includes(path.slice(4).toLowerCase()))
  );
};

const normal = (expression: string): string => expression.replace(/\s+/g, '');

const isAssigned = (name: string, words: string): boolean =>
  new RegExp(`(?:\\b(?:read|for|local|declare|typeset|unset)\\b[^\\n]*\\b${name}\\b|\\b${name}\\+?=)`).test(words);

const withoutExpressions = (script: string): string =>
  expressionsIn(script)
    .toReversed()
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), script);

const addedNames = (operations: readonly Operation[]): readonly string[] =>
  operations.flatMap((each) => {
    if (each.op !== 'add-key') return [];
    const { key, value } = each;
    return key === 'env' && typeof value === 'object' && value !== null ? Object.keys(value) : [key];
  });

/** An empty text is no word where it stands alone and without quotes; inputs without a default and settings can be empty. */
function mayBeEmpty(expression: string, sites: readonly Site[]): boolean {
  if (/&&|\|\|/.test(expression)) return true;
  const contexts = contextPathsIn(expression);
  const paths = contexts.known ? contexts.paths : [];
  return paths.some((path) => {
    if (path.startsWith('vars.')) return true;
    const input = /^(?:github\.event\.)?inputs\.(.+)$/.exec(path)?.[1];
    return input !== undefined && sites.some((site) => !isFilled(input, site));
  });
}

function isFilled(input: string, { workflow, action }: Site): boolean {
  const declared =
    action !== null
      ? [follow(originOf(action), ['inputs'])]
      : ['workflow_call', 'workflow_dispatch'].map((event) =>
          workflow === null ? null : follow(originOf(workflow), ['on', event, 'inputs']),
        );
  const found = declared.flatMap((inputs) =>
    inputs === null
      ? []
      : entriesOf(inputs).flatMap(([key, view]) => (key.toLowerCase() === input.toLowerCase() ? [view] : [])),
  );
  // An action is not refused for a required input that is not given.
  const isRequired = (view: (typeof found)[number]) => action === null && textOf(at(view, 'required')) === 'true';
  return found.length > 0 && found.every((view) => isRequired(view) || (textOf(at(view, 'default')) ?? '') !== '');
}
