import { type AttestStep, attestStepsIn } from '../../ecosystems/attest-steps.ts';
import { isOnlyCalled } from '../../ecosystems/called-workflows.ts';
import { jobWorkIn } from '../../ecosystems/job-work.ts';
import type { Change, EditFile, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import { type TextFiles, type TreeEntry, textAt } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Operation } from '../../model/operation.ts';
import type { PinCatalogue } from '../../model/pin.ts';
import { linesToPaste } from '../../workflow/edit/lines-to-paste.ts';
import { effectivePermissions } from '../../workflow/effective-permissions.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { callersOf, calls } from '../../workflow/starting-events.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { type Attesting, attestSplit } from '../attest-split.ts';
import { firstLine } from '../first-line.ts';
import { whyNot } from '../sound-edits.ts';
import { tokenNeeds } from '../token-needs.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const DOCS = 'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations';

export default defineControl({
  id: 'attest-job-least-privilege',
  number: '2.03',
  section: 'attest',
  tier: 'must',
  title: 'Only the attesting job can mint the identity',
  why: 'Whatever runs in a job with id-token: write can sign as this workflow, so a dependency that was taken over could attest anything it likes.',
  trap: 'A missing id-token stops the step, a missing artifact-metadata is only a warning. A permission that the caller does not give cannot be taken by the called workflow. A grant for the whole workflow reaches every job.',
  docs: [`${DOCS}/use-artifact-attestations`, `${DOCS}/increase-security-rating`],
  rules: {
    'permission-missing': 'The attestation will stop, because its job lacks a permission.',
    'caller-lacks-permission': 'The caller of a workflow that attests does not give it a permission it needs.',
    'granted-to-all-jobs': 'The right to mint the identity is given to the whole workflow.',
    'permission-unused': 'The attesting job may do more than its steps need.',
    'runs-project-code': 'The attesting job also installs, builds or tests.',
  },
  needs: ['tree', 'texts'],
  uses: ['pins'],

  detect({ tree, texts }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const jobs = attestingJobs(set, texts);
    if (jobs.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'an attesting job may be in a file that cannot be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no job attests' };
    }
    const findings = jobs.flatMap((each) => flawsOf(each, set, tree, texts));
    const limitedBy = [...unread, ...jobs.flatMap((each) => unseenRights(each, set))];
    const [first] = findings;
    if (first === undefined) {
      return { verdict: 'pass', message: 'only jobs that attest can mint the identity', limitedBy };
    }
    const isFail = findings.some(({ rule }) => STOPS.includes(rule));
    const rest = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
    return { verdict: isFail ? 'fail' : 'partial', message: `${first.message}${rest}`, findings, limitedBy };
  },

  remedies: [
    {
      id: 'split-attestation',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Move the attestation into a job of its own, which takes over the files',
      unavailable: (context) =>
        parts(context).some(({ sure }) => sure !== null)
          ? null
          : 'no job that builds and attests hands over its files in a way that is surely the same',
      plan: (context) =>
        parts(context).flatMap(({ each, sure }): readonly Change[] =>
          sure === null ? grantsOf(each, context.known, context.maybe.pins) : [sure],
        ),
    },
    {
      id: 'grant-permissions',
      kind: 'edit',
      risk: 'review',
      phase: 4,
      title: 'Give the attesting job the permissions it uses',
      unavailable: ({ known, maybe }) =>
        grants(known, maybe.pins).some(({ kind }) => kind === 'edit-file')
          ? null
          : 'no job with permissions of its own lacks one, or has one that is known to be unused',
      plan: ({ known, maybe }) => grants(known, maybe.pins),
    },
    {
      id: 'split-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Move the attestation into a job of its own',
      plan: ({ known, maybe }) => flawedIn(known).map((each) => split(each, known, maybe.pins)),
    },
  ],
});

const STOPS: readonly string[] = ['permission-missing', 'caller-lacks-permission'];

type Known = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles };
type Pins = Fact<PinCatalogue>;

function flawedIn({ tree, texts }: Known): readonly Attesting[] {
  const set = workflowsIn(texts);
  return attestingJobs(set, texts).filter((each) => flawsOf(each, set, tree, texts).length > 0);
}

/** Each flawed job, with the edit that splits it where that is surely right. */
function parts({ known, maybe }: { readonly known: Known; readonly maybe: { readonly pins: Pins } }) {
  return flawedIn(known).map((each): { readonly each: Attesting; readonly sure: EditFile | null } => {
    const { path } = each.workflow;
    const set = workflowsIn(known.texts);
    const mixed = flawsOf(each, set, known.tree, known.texts).some(({ rule }) => rule === 'runs-project-code');
    const told = mixed ? attestSplit(each, { ...known, pins: maybe.pins }) : null;
    const file = textAt(known.texts, path);
    if (told === null || told.because !== null || file === null || whyNot(file, told.operations) !== null)
      return { each, sure: null };
    const summary = `what job ${each.job.id} builds is attested by a job that does nothing else`;
    return { each, sure: { kind: 'edit-file', path, operations: told.operations, summary } };
  });
}

/** Jobs with a step of an attest action. A called builder asks for its own permissions; cosign stores nothing at GitHub. */
function attestingJobs(set: WorkflowSet, texts: TextFiles): readonly Attesting[] {
  const byJob = new Map<Job, AttestStep[]>();
  for (const each of attestStepsIn(set, texts)) {
    if (each.actual?.uses == null) continue;
    byJob.set(each.job, [...(byJob.get(each.job) ?? []), each]);
  }
  return [...byJob].flatMap(([job, steps]) => steps.slice(0, 1).map(({ workflow }) => ({ workflow, job, steps })));
}

/** What the steps cannot do without (README of actions/attest, "Permissions"). */
function requiredBy({ steps }: Attesting): readonly string[] {
  const pushes = steps.some(
    ({ actual }) =>
      actual?.with['push-to-registry']?.value === 'true' &&
      /^ghcr\.io\//.test(actual.with['subject-name']?.value ?? ''),
  );
  return ['id-token', 'attestations', ...(pushes ? ['packages'] : [])];
}

/** The scopes that are written; null when the job has what unknown callers give it. */
function written(workflow: Workflow, job: Job): readonly string[] | null {
  if (hasWhatItIsGiven(workflow, job)) return null;
  // Neither default of a repository lets a job mint an identity or attest, so the smaller one stands for both.
  const permissions = effectivePermissions(workflow, job, 'read');
  if (!permissions.known) return null;
  return Object.keys(permissions.scopes).filter((scope) => permissions.scopes[scope] === 'write');
}

/** Nothing is declared where callers decide. */
const hasWhatItIsGiven = (workflow: Workflow, job: Job): boolean =>
  (job.permissions ?? workflow.permissions) === null && isCallable(workflow);

const isCallable = ({ triggers }: Workflow): boolean => triggers.some(({ event }) => event === 'workflow_call');

function flawsOf(each: Attesting, set: WorkflowSet, tree: readonly TreeEntry[], texts: TextFiles): readonly Finding[] {
  const { workflow, job, steps } = each;
  const place = job.permissions?.place ?? steps[0]?.place ?? job.place;
  const flaw = (rule: string, message: string, observed: string, expected: string): Finding => ({
    rule,
    message,
    observed,
    expected,
    location: place,
    route: `${job.route.join('.')}:${expected}`,
  });
  const scopes = written(workflow, job);
  const missing = scopes === null ? [] : requiredBy(each).filter((scope) => !scopes.includes(scope));
  const isForAll = job.permissions === null && scopes?.includes('id-token') === true && workflow.jobs.length > 1;
  const work = jobWorkIn(tree, texts, set).find((one) => one.job === job);
  const code = work?.installs[0] ?? work?.builds[0];
  return [
    ...missing.map((scope) =>
      flaw('permission-missing', `job ${job.id} attests without ${scope}: write`, told(each), `${scope}: write`),
    ),
    ...callersLacking(each, set),
    ...(isForAll && workflow.permissions !== null
      ? [
          {
            ...flaw(
              'granted-to-all-jobs',
              `${workflow.path} lets all of its ${workflow.jobs.length} jobs mint the identity`,
              'id-token: write for the workflow',
              `id-token: write in job ${job.id} only`,
            ),
            location: workflow.permissions.place,
          },
        ]
      : []),
    ...unused(each, set, texts).map((scope) =>
      flaw('permission-unused', `job ${job.id} attests, and has ${scope} besides`, scope, `no ${scope}`),
    ),
    ...(code === undefined
      ? []
      : [
          {
            ...flaw(
              'runs-project-code',
              `job ${job.id} mints the identity and runs "${firstLine(code.command)}"`,
              firstLine(code.command),
              'a job that only fetches the files and attests them',
            ),
            location: code.place,
          },
        ]),
  ];
}

function told({ workflow, job }: Attesting): string {
  const declared = (job.permissions ?? workflow.permissions)?.value;
  if (declared === undefined) return 'no permissions are declared';
  if (declared.kind !== 'map') return declared.kind;
  const scopes = Object.entries(declared.scopes).map(([scope, level]) => `${scope}: ${level}`);
  return scopes.length === 0 ? 'no permission' : scopes.join(', ');
}

/** What the job holds and no step is known to use; nothing as long as one step is not understood. */
function unused(each: Attesting, set: WorkflowSet, texts: TextFiles): readonly string[] {
  const declared = each.job.permissions?.value;
  if (declared === undefined || declared.kind === 'not-understood') return [];
  if (declared.kind !== 'map') return [declared.kind];
  const { understood, needs } = tokenNeeds(each.workflow, each.job, set, texts);
  if (!understood) return [];
  const used = [...needs.map(({ scope }) => scope), 'contents', 'artifact-metadata', ...requiredBy(each)];
  const needsToWrite = needs.filter(({ level }) => level === 'write').map(({ scope }) => scope);
  return Object.entries(declared.scopes)
    .filter(([scope, level]) => {
      if (level === 'none') return false;
      return !used.includes(scope) || (scope === 'contents' && level === 'write' && !needsToWrite.includes(scope));
    })
    .map(([scope, level]) => `${scope}: ${level}`);
}

type Caller = { readonly workflow: Workflow; readonly job: Job };

const callingJobs = (set: WorkflowSet, workflow: Workflow): readonly Caller[] =>
  callersOf(set, workflow).flatMap((caller) =>
    caller.jobs.filter((job) => calls(job, workflow.path)).map((job) => ({ workflow: caller, job })),
  );

function callersLacking(each: Attesting, set: WorkflowSet): readonly Finding[] {
  if (!isCallable(each.workflow)) return [];
  return callingJobs(set, each.workflow).flatMap((caller) => {
    const scopes = written(caller.workflow, caller.job);
    const missing = scopes === null ? [] : requiredBy(each).filter((scope) => !scopes.includes(scope));
    return missing.map((scope) => ({
      rule: 'caller-lacks-permission',
      message: `job ${caller.job.id} calls ${each.workflow.path}, which attests, without giving it ${scope}: write`,
      observed: told({ ...each, ...caller }),
      expected: `${scope}: write`,
      location: caller.job.permissions?.place ?? caller.job.uses?.place ?? caller.job.place,
      route: `${caller.job.route.join('.')}:${each.job.id}:${scope}`,
    }));
  });
}

function unseenRights({ workflow, job }: Attesting, set: WorkflowSet): readonly Limit[] {
  const limit = (unlock: string): readonly Limit[] => [
    { fact: 'texts', reason: 'unresolvable', unlock, at: workflow.path },
  ];
  const declared = (job.permissions ?? workflow.permissions)?.value;
  if (declared?.kind === 'not-understood')
    return limit(`write the permissions of job ${job.id} as scopes: "${declared.text}" is none that is known`);
  if (!hasWhatItIsGiven(workflow, job) || isOnlyCalled(set, workflow)) return [];
  return limit(`declare the permissions of job ${job.id} in ${workflow.path}, which has what its callers give`);
}

const grants = (known: Known, pins: Pins): readonly Change[] => {
  const set = workflowsIn(known.texts);
  return attestingJobs(set, known.texts).flatMap((each) => grantsOf(each, known, pins));
};

/** A grant where the job lists its permissions already; a first list would take away what is not on it. */
function grantsOf(each: Attesting, known: Known, pins: Pins): readonly Change[] {
  const { tree, texts } = known;
  const set = workflowsIn(texts);
  const flaws = flawsOf(each, set, tree, texts);
  const holders: readonly Caller[] = [each, ...(isCallable(each.workflow) ? callingJobs(set, each.workflow) : [])];
  const edits = holders.flatMap(({ workflow, job }): readonly Change[] => {
    if (job.permissions?.value.kind !== 'map') return [];
    const has = written(workflow, job) ?? [];
    const missing = requiredBy(each).filter((scope) => !has.includes(scope));
    if (missing.length === 0) return [];
    const why = 'the attestation needs it';
    const operations = missing.map((scope) => ({ op: 'grant', route: job.route, scope, level: 'write', why }) as const);
    return [{ kind: 'edit-file', path: workflow.path, operations, summary: `job ${job.id} can attest` }];
  });
  const drops = dropped(each, set, texts);
  const edited = [...(edits.length > 0 ? STOPS : []), ...(drops.length > 0 ? ['permission-unused'] : [])];
  const isWhole = flaws.every(({ rule }) => edited.includes(rule));
  return isWhole ? [...edits, ...drops] : [...edits, ...drops, split(each, known, pins)];
}

/** Takes what no step uses out of a job that lists its permissions; code that is no longer written is still read. */
function dropped(each: Attesting, set: WorkflowSet, texts: TextFiles): readonly Change[] {
  const { workflow, job } = each;
  if (job.permissions?.value.kind !== 'map') return [];
  const scopes = unused(each, set, texts);
  const operations = job.permissions.value.entries
    .filter(({ value: [scope, level] }) => scopes.includes(`${scope}: ${level}`))
    .map(
      ({ value: [scope], route }): Operation =>
        scope === 'contents' ? { op: 'set-scalar', route, was: 'write', now: 'read' } : { op: 'remove', route },
    );
  if (operations.length === 0) return [];
  return [{ kind: 'edit-file', path: workflow.path, operations, summary: `job ${job.id} may do what its steps use` }];
}

/** With the lines for this very file where the files can be told. */
function split(each: Attesting, known: Known, pins: Pins): ManualStep {
  const told = attestSplit(each, { ...known, pins });
  return {
    kind: 'manual',
    summary: `let job ${each.job.id} of ${each.workflow.path} do nothing but attest`,
    why:
      told?.because ??
      'which files the build hands over, and which permissions the rest of the job needs, only you can say',
    lines:
      told === null
        ? [
            `# job ${each.job.id}; its caller, where there is one, has to give the same permissions`,
            'needs: <job that builds and uploads the files as an artifact>',
            'permissions:',
            ...requiredBy(each).map((scope) => `  ${scope}: write`),
            'steps:',
            '- uses: actions/download-artifact@<full commit id>',
            ...each.steps.slice(0, 1).map(({ how }) => `- uses: ${how}`),
          ]
        : told.operations.filter(({ op }) => op !== 'set-scalar' && op !== 'remove').flatMap(linesToPaste),
    url: `${DOCS}/increase-security-rating`,
    path: each.workflow.path,
  };
}
