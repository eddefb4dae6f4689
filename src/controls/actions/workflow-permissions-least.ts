import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import type { Operation, Route } from '../../model/operation.ts';
import { atLeast, type PermissionMap } from '../../model/permission.ts';
import type { TokenDefaults } from '../../model/repository.ts';
import { isStrangersTrigger } from '../../workflow/effective-permissions.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import type { DeclaredPermissions, Job, Located, Workflow } from '../../workflow/workflow-file.ts';
import { type Need, type TokenNeeds, tokenNeeds } from '../token-needs.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const SYNTAX =
  'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions' as const;

export default defineControl({
  id: 'workflow-permissions-least',
  number: '4.08',
  section: 'actions',
  tier: 'must',
  title: 'Workflows declare the permissions they need, per job',
  why: 'Every step of a job, third-party actions included, can use the job’s token: what the token may not do, a hijacked step cannot do either.',
  trap: 'A permissions block removes everything it does not list, so a workflow that pushes tags stops working when only `contents: read` is added. A caller of a reusable workflow must grant what the called one needs. Nothing implies `id-token: write`.',
  docs: ['https://docs.github.com/en/actions/reference/security/secure-use', SYNTAX],
  rules: {
    'write-all': 'Every scope may be written.',
    'read-all': 'Every scope may be read, whatever the steps need.',
    'permissions-missing': 'Nothing says what the token may do, so the repository’s default decides.',
    'top-level-write': 'A write permission reaches every job of the workflow.',
    'unused-write': 'No step of the job uses this write permission.',
  },
  needs: ['tree', 'texts'],
  uses: ['tokenDefaults'],

  detect({ tree, texts }, { tokenDefaults }) {
    const set = workflowsIn(texts);
    const unread = [...unreadWorkflows(set, tree, texts), ...set.workflows.flatMap(oddPermissions)];
    if (set.workflows.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'no workflow could be read', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'there is no workflow' };
    }
    const judged = set.workflows.map((workflow) => ({ workflow, findings: findingsIn(workflow, set, texts) }));
    const findings = judged.flatMap((each) => each.findings);
    if (findings.length === 0) {
      const message = 'every workflow says what its token may do, and writes are granted per job';
      return { verdict: 'pass', message, limitedBy: unread };
    }
    const grave = judged.filter(({ workflow, findings: own }) =>
      own.some((each) => isGrave(each, workflow, tokenDefaults)),
    );
    const touched = judged.filter(({ findings: own }) => own.length > 0).length;
    return {
      verdict: grave.length > 0 ? 'fail' : 'partial',
      message: `${touched} of ${set.workflows.length} workflows give their token more than they say they need`,
      findings,
      limitedBy: [...unread, ...(findings.some(isMissing) ? [{ fact: 'tokenDefaults' } as const] : [])],
    };
  },

  remedies: [
    {
      id: 'declare-permissions',
      kind: 'edit',
      risk: 'review',
      phase: 4,
      title: 'Declare what each job needs, where every step is understood',
      unavailable({ known }) {
        const set = workflowsIn(known.texts);
        const editable = set.workflows.some((workflow) => operationsFor(workflow, set, known.texts).length > 0);
        return editable ? null : 'no workflow with a gap has only steps whose use of the token is understood';
      },
      plan: ({ known }) => changesIn(known.texts),
    },
    {
      id: 'declare-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Declare the permissions yourself, from a suggestion',
      plan({ known }) {
        const set = workflowsIn(known.texts);
        const open = set.workflows.filter((workflow) => findingsIn(workflow, set, known.texts).length > 0);
        return open.map((workflow) => suggestion(workflow, set, known.texts));
      },
    },
  ],
});

const isMissing = ({ rule }: Finding): boolean => rule === 'permissions-missing';

/** A token that may write everything, or whose rights nobody declared where strangers can start the run (catalogue 4.08). */
const isGrave = (finding: Finding, { triggers }: Workflow, tokenDefaults: Fact<TokenDefaults>): boolean =>
  finding.rule === 'write-all' ||
  (isMissing(finding) &&
    triggers.some(({ event }) => isStrangersTrigger(event)) &&
    !(tokenDefaults.state === 'known' && tokenDefaults.value.defaultWorkflowPermissions === 'read'));

function findingsIn(workflow: Workflow, set: WorkflowSet, texts: TextFiles): readonly Finding[] {
  const { path, permissions, jobs } = workflow;
  const bare = jobs.filter((job) => job.permissions === null);
  const missing: readonly Finding[] =
    permissions !== null || bare.length === 0
      ? []
      : [
          {
            rule: 'permissions-missing',
            message: `${path} does not say what its token may do: the repository’s default decides for ${named(bare)}`,
            observed: 'no permissions',
            expected: 'permissions at the top, or in every job',
            location: wholeFile(path),
          },
        ];
  return [
    ...missing,
    ...(permissions === null ? [] : sweeping(permissions)),
    ...(permissions === null ? [] : topLevelWrites(permissions)),
    ...jobs.flatMap((job) => (job.permissions === null ? [] : sweeping(job.permissions))),
    ...jobs.flatMap((job) => unusedWrites(workflow, job, set, texts)),
  ];
}

const named = (jobs: readonly Job[]): string => {
  const [first] = jobs;
  return jobs.length === 1 && first !== undefined ? `the job ${first.id}` : `${jobs.length} jobs`;
};

const sweeping = ({ value, place, route }: Located<DeclaredPermissions>): readonly Finding[] =>
  value.kind !== 'read-all' && value.kind !== 'write-all'
    ? []
    : [
        {
          rule: value.kind,
          message: `${value.kind} gives the token every scope, whatever the steps need`,
          observed: `permissions: ${value.kind}`,
          expected: 'only the scopes that the steps use',
          location: place,
          route: route.join('.'),
        },
      ];

const topLevelWrites = ({ value }: Located<DeclaredPermissions>): readonly Finding[] =>
  value.kind !== 'map'
    ? []
    : value.entries
        .filter(({ value: [, level] }) => level === 'write')
        .map(({ value: [scope, level], place, route }) => ({
          rule: 'top-level-write',
          message: `${scope}: write at the top reaches every job that declares nothing itself`,
          observed: `${scope}: ${level}`,
          expected: `${scope}: write only in the job that uses it`,
          location: place,
          route: route.join('.'),
        }));

function unusedWrites(workflow: Workflow, job: Job, set: WorkflowSet, texts: TextFiles): readonly Finding[] {
  if (job.permissions?.value.kind !== 'map' || !hasWrites(job.permissions)) return [];
  const { understood, needs } = tokenNeeds(workflow, job, set, texts);
  if (!understood) return [];
  return job.permissions.value.entries
    .filter(
      ({ value: [scope, level] }) =>
        level === 'write' && !needs.some((need) => need.scope === scope && need.level === 'write'),
    )
    .map(({ value: [scope, level], place, route }) => ({
      rule: 'unused-write',
      message: `no step of the job ${job.id} uses ${scope}: write`,
      observed: `${scope}: ${level}`,
      expected: `${scope}: ${lowered(scope)}, or the scope left out`,
      location: place,
      route: route.join('.'),
    }));
}

/** `id-token` has no read level (workflow syntax, permissions). */
const lowered = (scope: string): string => (scope === 'id-token' ? 'none' : 'read');

function oddPermissions({ path, permissions, jobs }: Workflow): readonly Limit[] {
  return [permissions, ...jobs.map((job) => job.permissions)].flatMap((each) =>
    each?.value.kind === 'not-understood'
      ? [
          {
            fact: 'texts' as const,
            reason: 'unreadable' as const,
            unlock: `write the permissions on line ${each.place.line} of ${path} as scopes, not as "${each.value.text}"`,
            at: path,
          },
        ]
      : [],
  );
}

function changesIn(texts: TextFiles): readonly Change[] {
  const set = workflowsIn(texts);
  return set.workflows.flatMap((workflow): readonly Change[] => {
    if (findingsIn(workflow, set, texts).length === 0) return [];
    const operations = operationsFor(workflow, set, texts);
    const summary = 'the token of each job may do what its steps use';
    if (operations.length > 0) return [{ kind: 'edit-file', path: workflow.path, operations, summary }];
    return [suggestion(workflow, set, texts)];
  });
}

/** Empty when one job is not understood: then narrowing could break a run, and a person decides. */
function operationsFor(workflow: Workflow, set: WorkflowSet, texts: TextFiles): readonly Operation[] {
  const findings = findingsIn(workflow, set, texts);
  const doubtful = workflow.jobs.some(
    (job) => isNarrowed(job, workflow) && !tokenNeeds(workflow, job, set, texts).understood,
  );
  if (findings.length === 0 || doubtful || mightNotStart(workflow)) return [];
  const jobs = workflow.jobs.filter((job) => isNarrowed(job, workflow));
  return [
    ...jobs.flatMap((job) => jobOperations(job, keptReads(workflow), tokenNeeds(workflow, job, set, texts).needs)),
    ...findings.filter(({ rule }) => rule === 'unused-write').flatMap((finding) => lowering(finding, workflow)),
    ...topOperations(workflow),
  ];
}

/** A called workflow that begins to ask for permissions does not start where its caller, perhaps elsewhere, grants less. */
const mightNotStart = ({ triggers, permissions, jobs }: Workflow): boolean =>
  triggers.some(({ event }) => event === 'workflow_call') &&
  permissions === null &&
  jobs.some((job) => job.permissions === null);

/** Whether the edit takes something away from the job. */
function isNarrowed(job: Job, { permissions }: Workflow): boolean {
  if (job.permissions !== null) return job.permissions.value.kind !== 'map';
  return permissions === null || permissions.value.kind !== 'map' || hasWrites(permissions);
}

const hasWrites = ({ value }: Located<DeclaredPermissions>): boolean =>
  value.kind === 'map' && Object.values(value.scopes).includes('write');

/** A job that needs no more than the new top gives keeps inheriting it. */
function jobOperations(job: Job, kept: PermissionMap, needs: readonly Need[]): readonly Operation[] {
  const route: Route = [...job.route, 'permissions'];
  if (job.permissions !== null) {
    return [{ op: 'replace-value', route, value: Object.fromEntries(needs.map(({ scope, level }) => [scope, level])) }];
  }
  if (needs.every(({ scope, level }) => atLeast(kept[scope], level))) return [];
  const inherited = Object.entries(kept)
    .filter(([scope]) => !needs.some((need) => need.scope === scope))
    .map(([scope, level]) => ({ scope, level, why: 'as before' }));
  return [...inherited, ...needs].map(({ scope, level, why }) => ({
    op: 'grant',
    route: job.route,
    scope,
    level,
    why,
  }));
}

/** What stays at the top: reading that somebody asked for is left alone, writing goes to the jobs. */
function keptReads({ permissions }: Workflow): PermissionMap {
  if (permissions?.value.kind !== 'map') return { contents: 'read' };
  const { scopes } = permissions.value;
  const reads = Object.entries(scopes).filter(([, level]) => level === 'read');
  return { ...(scopes.contents === 'write' ? { contents: 'read' } : {}), ...Object.fromEntries(reads) };
}

function lowering({ route, observed }: Finding, workflow: Workflow): readonly Operation[] {
  const scope = observed.split(':')[0] ?? '';
  const entries = workflow.jobs.flatMap(({ permissions }) =>
    permissions?.value.kind === 'map' ? permissions.value.entries : [],
  );
  const entry = entries.find((each) => each.route.join('.') === route);
  return entry === undefined ? [] : [{ op: 'set-scalar', route: entry.route, was: 'write', now: lowered(scope) }];
}

function topOperations(workflow: Workflow): readonly Operation[] {
  const { permissions, jobs } = workflow;
  const value = keptReads(workflow);
  if (permissions === null) {
    const bare = jobs.some((job) => job.permissions === null);
    return bare ? [{ op: 'add-key', route: [], key: 'permissions', value, after: 'on' }] : [];
  }
  if (permissions.value.kind === 'map' && !hasWrites(permissions)) return [];
  return [{ op: 'replace-value', route: ['permissions'], value }];
}

function suggestion(workflow: Workflow, set: WorkflowSet, texts: TextFiles): ManualStep {
  const jobs = workflow.jobs
    .filter((job) => isNarrowed(job, workflow))
    .map((job) => ({ job, told: tokenNeeds(workflow, job, set, texts) }));
  const doubt = jobs.find(({ told }) => !told.understood);
  const top = Object.entries(keptReads(workflow)).map(([scope, level]) => `  ${scope}: ${level}`);
  const unused = findingsIn(workflow, set, texts).filter(({ rule }) => rule === 'unused-write');
  return {
    kind: 'manual',
    summary: `declare the permissions of ${workflow.path}`,
    why:
      doubt !== undefined
        ? `in the job ${doubt.job.id}, ${doubt.told.because}`
        : mightNotStart(workflow)
          ? 'other workflows call it, and they must grant what it asks for'
          : 'this is what its steps were seen to use',
    lines: [
      ...(jobs.length === 0
        ? []
        : ['permissions:', ...top, 'jobs:', ...jobs.flatMap(({ job, told }) => suggested(job, told))]),
      ...unused.map(({ message, expected }) => `# ${message}: ${expected}`),
    ],
    url: SYNTAX,
    path: workflow.path,
  };
}

function suggested(job: Job, { needs, understood, because }: TokenNeeds): readonly string[] {
  const needed = needs.length === 0 ? [{ scope: 'contents', level: 'read', why: 'checkout' }] : needs;
  return [
    `  ${job.id}:`,
    '    permissions:',
    ...needed.map(({ scope, level, why }) => `      ${scope}: ${level} # ${why}`),
    ...(understood ? [] : [`      # look at this job yourself: ${because}`]),
  ];
}
