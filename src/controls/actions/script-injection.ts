import { codeTextsOf } from '../../ecosystems/code-texts.ts';
import { environmentWrites } from '../../ecosystems/environment-writes.ts';
import { placeOfCommand } from '../../ecosystems/run-script.ts';
import {
  assignedBehind,
  everyAssignment,
  isEncoded,
  isMadeFromData,
  variablesIn,
} from '../../ecosystems/script-values.ts';
import { stepSites } from '../../ecosystems/step-sites.ts';
import { originsOfExpression, originsOfScript, type Site, type TextOrigin } from '../../ecosystems/text-origins.ts';
import { variableNameFor } from '../../ecosystems/variable-name.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import { counted } from '../../model/counted.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { isOneLine } from '../../workflow/author-of-text.ts';
import { privilegeOf } from '../../workflow/effective-permissions.ts';
import { flowOf } from '../../workflow/expression-flow.ts';
import { type PlacedExpression, placedExpressions } from '../../workflow/expression-places.ts';
import { replaceExpressions } from '../../workflow/expressions.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { Located, Step } from '../../workflow/workflow-file.ts';
import { canHandOver, expressionRoute, type HandingOver, handedOver, type Wanted } from '../hand-over-edit.ts';
import { textsAfter } from '../sound-edits.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const SECURE_USE = 'https://docs.github.com/en/actions/reference/security/secure-use';

export default defineControl({
  id: 'script-injection',
  number: '4.10',
  section: 'actions',
  tier: 'must',
  title: 'Untrusted text never becomes code',
  why: 'GitHub writes the value of an expression into the script before the shell reads it, so an issue titled `"; curl …` runs with the rights of your job.',
  trap: 'Quotes around the expression do not help, because the value can close them. `${{ env.TITLE }}` in a script is the same mistake as the expression itself: only the shell’s own `"$TITLE"` is data. In `if:` and in most inputs no shell is involved. On Windows the shell is PowerShell, where the variable is `$env:TITLE`.',
  docs: [SECURE_USE, 'https://docs.github.com/en/actions/concepts/security/script-injections'],
  rules: {
    'stranger-text': 'A text that anybody can write becomes part of a script.',
    'writer-text': 'A text that people with write access choose becomes part of a script.',
    'caller-text': 'An input, which whoever calls the workflow or action chooses, becomes part of a script.',
    'unseen-text':
      'A value that a step or another job makes becomes part of a script, and from what it is made is not seen.',
    'idle-text':
      'A text that anybody can write stands in a script, and no event that starts the workflow today fills it.',
    'stranger-environment':
      'A text that anybody can write is appended to the variables or the search path of later steps.',
    'unseen-environment':
      'A text that a caller chooses, or that a command makes in a run for a pull request or another run, is appended to the variables or the search path of later steps.',
    'stranger-output': 'A text of several lines that anybody can write is appended to the outputs of a step.',
    'unsecure-commands': 'Whatever a step prints may set variables and the search path of later steps.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }) {
    const set = workflowsIn(texts);
    const limitedBy: Limit[] = [...unreadWorkflows(set, tree, texts), ...notUnderstood(set)];
    if (set.workflows.length === 0 && set.actions.length === 0) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'no workflow could be read', limitedBy }
        : { verdict: 'not-applicable', message: 'there is no workflow and no action' };
    }
    const findings = injections(set, texts);
    const grave = findings.filter(({ rule }) => GRAVE.includes(rule));
    if (grave.length > 0) {
      const message = `${counted(grave.length, 'place')} where a text that anybody can write becomes code`;
      return { verdict: 'fail', message, findings, limitedBy };
    }
    if (findings.length > 0) {
      const message = `no stranger’s text is seen to become code, but ${counted(findings.length, 'text')} of others can`;
      return { verdict: 'partial', message, findings, limitedBy };
    }
    return { verdict: 'pass', message: 'no script is built from a text that somebody else writes', limitedBy };
  },

  remedies: [
    {
      id: 'move-to-environment',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Hand the text over as an environment variable',
      unavailable: ({ known }) => (canEdit(known.texts) ? null : 'no script is understood well enough to be rewritten'),
      plan: ({ known }) => {
        const { edits } = edited(known.texts);
        return [...edits, ...leftIn(textsAfter(known.texts, edits))];
      },
    },
    {
      id: 'look-at-each-script',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Take the text out of the scripts yourself',
      plan: ({ known }) => leftIn(known.texts),
    },
  ],
});

const remembered = new WeakMap<TextFiles, HandingOver>();

const wantedIn =
  (set: WorkflowSet): Wanted =>
  ({ text }, _step, sites) =>
    worstOf(text, sites, set) !== null;

const canEdit = (texts: TextFiles): boolean => {
  const set = workflowsIn(texts);
  return canHandOver(set, wantedIn(set), texts);
};

/** What can be edited. Remembered by the texts: whether a remedy is offered and what it plans are asked one after the other. */
function edited(texts: TextFiles): HandingOver {
  const before = remembered.get(texts);
  if (before !== undefined) return before;
  const set = workflowsIn(texts);
  const found = handedOver(set, wantedIn(set), texts, 'scripts read what others write from their environment');
  remembered.set(texts, found);
  return found;
}

/** What is left to a person in these texts, with the reason for each expression. */
function leftIn(texts: TextFiles): readonly ManualStep[] {
  const reasons = edited(texts).byHand.map(({ text, expression, because }) => {
    const key = `${text.place.path} ${expressionRoute(text, expression)}`;
    return [key, because] as const;
  });
  return byHand(injections(workflowsIn(texts), texts), new Map(reasons));
}

const GRAVE = ['stranger-text', 'stranger-environment', 'unsecure-commands'];

function injections(set: WorkflowSet, texts: TextFiles): readonly Finding[] {
  const found = [...stepSites(set)].flatMap(([step, sites]) => [
    ...expressionFindings(step, sites, set, texts),
    ...writeFindings(step, sites, set, texts),
    ...unsecureCommands(step.env, ''),
  ]);
  const around = set.workflows.flatMap((workflow) => [
    ...unsecureCommands(workflow.env, ' of every job'),
    ...workflow.jobs.flatMap((job) => unsecureCommands(job.env, ` of the job ${job.id}`)),
  ]);
  // An alias names one place several times.
  const byPlace = new Map(
    [...around, ...found].map((each) => [JSON.stringify([each.rule, each.location, each.observed]), each]),
  );
  return [...byPlace.values()].toSorted((a, b) => inReadingOrder(a.location, b.location));
}

function expressionFindings(
  step: Step,
  sites: readonly Site[],
  set: WorkflowSet,
  texts: TextFiles,
): readonly Finding[] {
  return codeTextsOf(step).flatMap(({ text, language }) =>
    placedExpressions(text, texts).flatMap((expression): readonly Finding[] => {
      const worst = worstOf(expression.text, sites, set);
      if (worst === null) return [];
      return [
        {
          rule: `${worst.origin.author}-text`,
          message: `${expression.written} puts ${described(worst.origin, expression)} into the script${stake(worst.site)}`,
          observed: expression.written,
          expected: expectedFor(language, variableNameFor(expression.text)),
          location: expression.place,
          route: expressionRoute(text, expression),
        },
      ];
    }),
  );
}

/** Of all who can write the text in one of the jobs that run the step, the one to be trusted least. */
function worstOf(
  expression: string,
  sites: readonly Site[],
  set: WorkflowSet,
): { readonly site: Site; readonly origin: TextOrigin } | null {
  const all = sites.flatMap((site) => originsOfExpression(expression, site, set).map((origin) => ({ site, origin })));
  const authors = ['stranger', 'writer', 'caller', 'unseen', 'idle'] as const;
  return authors.map((author) => all.find(({ origin }) => origin.author === author)).find((hit) => hit) ?? null;
}

const WHO: Readonly<Record<TextOrigin['author'], string>> = {
  stranger: 'a text that anybody can write',
  writer: 'a text that people with write access choose',
  caller: 'a text that its caller chooses',
  unseen: 'a value that cannot be followed to where it comes from',
  idle: 'a text that anybody could write, had the workflow an event that fills it,',
};

const described = ({ author, path }: TextOrigin, { text }: PlacedExpression): string =>
  text.toLowerCase().includes(path.replace(/\.\*\*$/, '')) ? WHO[author] : `${WHO[author]} (${path})`;

/** What the job has to lose; nothing when that is only what every job has. */
function stake({ workflow, job }: Site): string {
  if (workflow === null || job === null) return '';
  const privilege = privilegeOf(workflow, job, null);
  const [reason] = privilege.known ? privilege.reasons : [];
  return reason === undefined ? '' : `, in a job with ${reason}`;
}

const expectedFor = (language: string, name: string): string =>
  language === 'javascript'
    ? `env: ${name}, and ${name} read from the environment in the script`
    : language === 'shell'
      ? `env: ${name}, and "$${name}" in the script ("$env:${name}" in PowerShell)`
      : `a text without the expression, or a script that reads ${name} from its environment`;

function writeFindings(step: Step, sites: readonly Site[], set: WorkflowSet, texts: TextFiles): readonly Finding[] {
  const { run } = step;
  if (run === null) return [];
  return environmentWrites(run.value).flatMap(({ file, line, text }) => {
    if (isEncoded(text)) return [];
    const origin = sites
      .flatMap((site) => variablesIn(text).flatMap((name) => originsOfShellVariable(name, run, site, set)))
      // One line can only ever be the value of the one variable it is written to.
      .find(({ author, path }) => author === 'stranger' && (file === 'GITHUB_PATH' || !isOneLine(path)));
    const unseen = origin === undefined && file !== 'GITHUB_OUTPUT' ? unseenIn(text, run, sites, set) : null;
    if (origin === undefined && unseen === null) return [];
    const written = text.trim();
    const what = origin === undefined ? unseen : `${origin.path}, which anybody can write,`;
    return [
      {
        rule:
          origin === undefined
            ? 'unseen-environment'
            : file === 'GITHUB_OUTPUT'
              ? 'stranger-output'
              : 'stranger-environment',
        message: `${what} is appended to ${file}: a line break in it sets something else`,
        observed: written,
        expected: 'the value checked or encoded first, or handed over in env: of the step that needs it',
        location: placeOfCommand(run, { name: '', args: [], line, text: written, pipedTo: null }, texts),
        route: run.route.join('.'),
      },
    ];
  });
}

/** What could hold a line break and is nobody's in particular: an input of an action, or what a command makes of a stranger's data. */
function unseenIn(text: string, run: Located<string>, sites: readonly Site[], set: WorkflowSet): string | null {
  const names = variablesIn(text);
  const handed = sites
    .filter(({ action }) => action !== null)
    .flatMap((site) => names.flatMap((name) => originsOfShellVariable(name, run, site, set)))
    .find(({ author }) => author === 'caller');
  if (handed !== undefined) return `${handed.path}, which whoever calls the action chooses,`;
  const isFed = sites.some(({ workflow }) =>
    workflow?.triggers.some(({ event }) => event === 'pull_request_target' || event === 'workflow_run'),
  );
  const values = [text, ...assignedBehind(run.value, text)];
  return isFed && values.some(isMadeFromData)
    ? 'what a command makes, in a run that a stranger’s change can start,'
    : null;
}

const originsOfShellVariable = (name: string, run: Located<string>, site: Site, set: WorkflowSet) => [
  ...originsOfScript(`$${name}`, site, set),
  ...everyAssignment(run.value, name)
    .filter((value) => !isEncoded(value))
    .flatMap((value) => originsOfScript(value, site, set)),
];

const unsecureCommands = (env: Step['env'], where: string): readonly Finding[] =>
  Object.entries(env).flatMap(([name, { value, place, route }]) =>
    // The runner's own reading: any other word, "yes" too, leaves it off (StringUtil.ConvertToBoolean).
    name !== 'ACTIONS_ALLOW_UNSECURE_COMMANDS' || !/^\s*(?:true|1|\$true)\s*$|\$\{\{/i.test(value)
      ? []
      : [
          {
            rule: 'unsecure-commands',
            message: `whatever a step${where} prints may set variables and the search path of the next ones`,
            observed: `${name}: ${value}`,
            expected: `no ${name}, and values appended to "$GITHUB_ENV" by the step itself`,
            location: place,
            route: route.join('.'),
          },
        ],
  );

function notUnderstood(set: WorkflowSet): readonly Limit[] {
  return [...stepSites(set).keys()].flatMap((step) =>
    codeTextsOf(step).flatMap(({ text }) =>
      roughlyIn(text.value).flatMap((expression): readonly Limit[] => {
        const flow = flowOf(expression.trim());
        if (flow.known || !/[a-z]\./i.test(expression)) return [];
        const unlock = `look at line ${text.place.line} of ${text.place.path} yourself: ${flow.because}`;
        return [{ fact: 'texts', reason: 'unresolvable', unlock, at: text.place.path }];
      }),
    ),
  );
}

/** What stands in each `${{ }}` up to the first `}}`: an expression that is not understood may be one whose quotes do not match. */
function roughlyIn(text: string): readonly string[] {
  const found: string[] = [];
  replaceExpressions(text, (whole) => {
    found.push(whole.slice(3, -2));
    return whole;
  });
  return found;
}

function byHand(findings: readonly Finding[], reasons: ReadonlyMap<string, string>): readonly ManualStep[] {
  const paths = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { location } = finding;
    if (location === null || !('path' in location)) continue;
    paths.set(location.path, [...(paths.get(location.path) ?? []), finding]);
  }
  return [...paths].map(([path, own]) => ({
    kind: 'manual',
    summary: `take ${counted(own.length, 'text')} out of the scripts of ${path}`,
    why: 'where the quotes of a script stand decides how the variable is written, so a person looks at each',
    lines: own.flatMap(({ location, observed, expected, rule, route }) => {
      const line = location !== null && 'path' in location ? location.line : 0;
      const because = reasons.get(`${path} ${route}`);
      const name = /^env: (\w+)/.exec(expected)?.[1];
      if (!rule.endsWith('-text') || name === undefined) return [`# line ${line}: ${observed}`, `#   → ${expected}`];
      const use = expected.slice(expected.indexOf('and ') + 4);
      const reason = because === undefined ? [] : [`#   not edited: ${because}`];
      return [`# line ${line}: in the step, and ${use}`, ...reason, 'env:', `  ${name}: ${observed}`];
    }),
    url: SECURE_USE,
    path,
  }));
}
