import type { EditFile, ManualStep } from '../../model/change.ts';
import { defineControl } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { flowOf } from '../../workflow/expression-flow.ts';
import { type PlacedExpression, placedExpressions } from '../../workflow/expression-places.ts';
import { contextPathsIn } from '../../workflow/expressions.ts';
import { originOf } from '../../workflow/origin.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsIn, secretsOf, textsOf } from '../../workflow/secret-references.ts';
import { calls } from '../../workflow/starting-events.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { Job, Located, Workflow } from '../../workflow/workflow-file.ts';
import { at, locatedText } from '../../workflow/yaml-view.ts';
import { namedSecretsEdits } from '../named-secrets-edit.ts';
import { soundTogether, textsAfter } from '../sound-edits.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { wideSecretsEdits } from '../wide-secrets-edit.ts';

const SECRETS =
  'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets' as const;
const REUSE = 'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows';

export default defineControl({
  id: 'secrets-scoped',
  number: '4.11',
  section: 'actions',
  tier: 'should',
  title: 'Secrets go only where they are needed',
  why: 'A secret can be taken from every place it reaches: each step that holds one it does not use, and each foreign workflow that inherits all of them, is one more way out.',
  trap: 'A called workflow that marks a secret as required must be handed it, and a secret of an environment cannot be handed over by the caller: the called job names the environment. Writing all secrets as JSON sends each of them to the runner. A GitHub App’s private key that replaces a personal token belongs into an environment itself.',
  docs: [SECRETS, 'https://docs.github.com/en/actions/reference/security/secure-use', REUSE],
  rules: {
    'inherit-foreign': 'Every secret is handed to a workflow of somebody else.',
    inherit: 'Every secret is handed to another workflow of your own.',
    'all-secrets': 'Every secret of the repository is written out at once.',
    'computed-secret': 'Which secret is read is computed, so all of them are sent to the runner.',
    'wide-env': 'A secret stands in the environment of steps that are not seen to need it.',
    'outside-environment': 'A job reads a secret without an environment that limits who can reach it.',
    'personal-token': 'By its name, the secret is a personal access token.',
  },
  needs: ['tree', 'texts'],
  uses: [],

  detect({ tree, texts }, _maybe, target) {
    const set = workflowsIn(texts);
    const limitedBy = unreadWorkflows(set, tree, texts);
    const hasSecrets = set.workflows.some((workflow) =>
      workflow.jobs.some((job) => job.secrets === 'inherit' || secretsOf(workflow, job).length > 0),
    );
    if (!hasSecrets) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'secrets may be used in a workflow that cannot be read', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow uses a secret' };
    }
    const findings = findingsIn(set, texts, target.owner);
    const grave = findings.filter(({ rule }) => rule === 'inherit-foreign' || rule === 'all-secrets');
    if (grave.length > 0) {
      const message = `${grave.length === 1 ? 'one place hands' : `${grave.length} places hand`} out every secret at once`;
      return { verdict: 'fail', message, findings, limitedBy };
    }
    if (findings.length > 0) {
      const message = `${findings.length} ${findings.length === 1 ? 'use of secrets reaches' : 'uses of secrets reach'} further than is seen to be needed`;
      return { verdict: 'partial', message, findings, limitedBy };
    }
    return {
      verdict: 'pass',
      message: 'each secret reaches only the steps that read it, in an environment',
      limitedBy,
    };
  },

  remedies: [
    {
      id: 'narrow-secrets',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Hand each secret only to the step that reads it',
      unavailable: ({ known }) =>
        edited(known.texts).length > 0
          ? null
          : 'which steps and workflows read which secret is not seen for any of them',
      plan: ({ known, target }) => {
        const edits = edited(known.texts);
        return [...edits, ...leftIn(textsAfter(known.texts, edits), target.owner)];
      },
    },
    {
      id: 'look-at-each-secret',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Narrow the secrets yourself',
      plan: ({ known, target }) => leftIn(known.texts, target.owner),
    },
  ],
});

const remembered = new WeakMap<TextFiles, readonly EditFile[]>();

/** What can be edited. Remembered by the texts: whether a remedy is offered and what it plans are asked one after the other. */
function edited(texts: TextFiles): readonly EditFile[] {
  const before = remembered.get(texts);
  if (before !== undefined) return before;
  const set = workflowsIn(texts);
  const named = soundTogether(namedSecretsEdits(set), texts) ?? [];
  const wide = set.workflows.flatMap((workflow) => soundTogether(wideSecretsEdits(workflow), texts) ?? []);
  const all = [...named, ...wide];
  // Two edits of one file are made one after the other, so both are tried together as well.
  const found = soundTogether(all, texts) ?? (named.length > 0 ? named : wide.slice(0, 1));
  remembered.set(texts, found);
  return found;
}

function leftIn(texts: TextFiles, owner: string | null): readonly ManualStep[] {
  const set = workflowsIn(texts);
  return set.workflows.flatMap((workflow) => advice(workflow, set, texts, owner));
}

const findingsIn = (set: WorkflowSet, texts: TextFiles, owner: string | null): readonly Finding[] =>
  set.workflows.flatMap((workflow) => {
    const found = findingsOf(workflow, texts, owner);
    // An alias names one place several times.
    return [
      ...new Map(found.map((each) => [JSON.stringify([each.rule, each.location, each.observed]), each])).values(),
    ];
  });

function findingsOf(workflow: Workflow, texts: TextFiles, owner: string | null): readonly Finding[] {
  const read = reads(textsOf(workflow), texts);
  return [
    ...workflow.jobs.flatMap((job) => inherited(job, owner)),
    ...read.flatMap((each) => sweeping(each)),
    ...wide(Object.values(workflow.env), 'every job', texts),
    ...workflow.jobs.flatMap((job) => [
      ...(stepsOf(job).length > 1 ? wide(Object.values(job.env), `every step of the job ${job.id}`, texts) : []),
      ...(isExposed(workflow, job) ? unprotected(job, texts) : []),
    ]),
    ...read.flatMap((each) => personal(each)),
  ];
}

/** A calling job cannot name an environment, and a workflow that is only called gets its secrets from the caller. */
const isExposed = ({ triggers }: Workflow, { environment, uses }: Job): boolean =>
  environment === null && uses === null && triggers.some(({ event }) => event !== 'workflow_call');

/** One expression that reads secrets, with their names; `*` for one that is computed. */
type Read = {
  readonly expression: PlacedExpression;
  readonly names: readonly string[];
  readonly text: Located<string>;
};

const reads = (all: readonly Located<string>[], texts: TextFiles): readonly Read[] =>
  all
    .filter(({ value }) => secretsIn(value).length > 0)
    .flatMap((text) =>
      placedExpressions(text, texts).flatMap((expression) => {
        const names = secretsIn(expression.written).filter((name) => isHandedOn(name, expression));
        return names.length === 0 ? [] : [{ expression, names, text }];
      }),
    );

/** A secret that is only compared is read, and goes nowhere. */
function isHandedOn(name: string, { text }: PlacedExpression): boolean {
  const flow = flowOf(text);
  return !flow.known || name === '*' || flow.paths.some((path) => path.split('.')[1] === name.toLowerCase());
}

const evidence = ({ expression, text }: Read) => ({
  observed: expression.written,
  location: expression.place,
  route: text.route.join('.'),
});

function inherited(job: Job, owner: string | null): readonly Finding[] {
  if (job.secrets !== 'inherit' || job.uses === null) return [];
  const { value } = job.uses;
  const isForeign = value.kind === 'reusable-workflow' && value.owner.toLowerCase() !== owner?.toLowerCase();
  const written = locatedText(at(originOf(job), 'secrets'));
  return [
    {
      rule: isForeign ? 'inherit-foreign' : 'inherit',
      message: `${value.text} gets every secret that this repository can read${isForeign ? `, and belongs to ${value.kind === 'reusable-workflow' ? value.owner : 'somebody else'}` : ''}`,
      observed: 'secrets: inherit',
      expected: 'secrets: with the names that the called workflow reads',
      location: written?.place ?? job.uses.place,
      route: [...job.route, 'secrets'].join('.'),
    },
  ];
}

function sweeping(read: Read): readonly Finding[] {
  if (!read.names.includes('*')) return [];
  const contexts = contextPathsIn(read.expression.text);
  const [rule, message] =
    contexts.known && contexts.paths.includes('secrets')
      ? ['all-secrets', `${read.expression.written} writes every secret into one text`]
      : [
          'computed-secret',
          `which secret ${read.expression.written} reads is computed, so the runner gets all of them`,
        ];
  return [
    {
      ...evidence(read),
      rule,
      message,
      expected: 'each secret by its name, where it is read',
    },
  ];
}

const wide = (env: readonly Located<string>[], whom: string, texts: TextFiles): readonly Finding[] =>
  reads(env, texts).map((read) => ({
    ...evidence(read),
    rule: 'wide-env',
    message: `${read.names.join(' and ')} stands in the environment of ${whom}`,
    expected: 'env: of the step that reads it',
  }));

const unprotected = (job: Job, texts: TextFiles): readonly Finding[] =>
  reads(textsOf(job), texts).map((read) => ({
    ...evidence(read),
    rule: 'outside-environment',
    message: `the job ${job.id} reads ${read.names.join(' and ')} without an environment, so every branch that can run a workflow reaches it`,
    expected: `environment: in the job ${job.id}, with the secret stored there`,
  }));

/** Names are all that a file shows of a token. */
const PERSONAL = /(?:^|_)PAT(?:_|$)|PERSONAL_(?:ACCESS_)?TOKEN/i;

const personal = (read: Read): readonly Finding[] =>
  read.names
    .filter((name) => PERSONAL.test(name))
    .map((name) => ({
      ...evidence(read),
      rule: 'personal-token',
      message: `by its name, ${name} is a personal access token: it can do what its owner can, in every repository it was made for`,
      expected:
        'the job’s own token with permissions, or a short-lived one of a GitHub App (actions/create-github-app-token)',
    }));

function advice(workflow: Workflow, set: WorkflowSet, texts: TextFiles, owner: string | null): readonly ManualStep[] {
  const findings = findingsIn({ ...set, workflows: [workflow] }, texts, owner);
  if (findings.length === 0) return [];
  const lines = findings.flatMap((finding) => {
    const line = finding.location !== null && 'line' in finding.location ? finding.location.line : 0;
    const job = workflow.jobs.find((each) => [...each.route, 'secrets'].join('.') === finding.route);
    return [
      `# line ${line}: ${finding.message}`,
      ...(job === undefined ? [`#   → ${finding.expected}`] : named(job, set)),
    ];
  });
  return [
    {
      kind: 'manual',
      summary: `narrow the secrets of ${workflow.path}`,
      why: 'only you know which steps and which called workflows need which secret',
      lines,
      url: SECRETS,
      path: workflow.path,
    },
  ];
}

/** What a called workflow of this repository reads; a remote one says it in its own file. */
function named(job: Job, set: WorkflowSet): readonly string[] {
  const callee = set.workflows.find(({ path }) => calls(job, path));
  const names = callee === undefined ? [] : callee.jobs.flatMap((each) => secretsOf(callee, each));
  const known = [...new Set(names)].filter((name) => name !== '*').toSorted();
  if (known.length === 0) return ['secrets:', '  NAME: ${{ secrets.NAME }}'];
  return [
    'secrets:',
    ...known.map((name) => `  ${name}: \${{ secrets.${name} }}`),
    `# and in ${callee?.path}, below on: workflow_call:`,
    'secrets:',
    ...known.flatMap((name) => [`  ${name}:`, '    required: true']),
  ];
}
