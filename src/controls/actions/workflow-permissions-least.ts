import type { Change, ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact, KnownFacts } from '../../model/fact.ts';
import { type TextFiles, textAt } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import type { PermissionMap } from '../../model/permission.ts';
import type { TokenDefaults } from '../../model/repository.ts';
import { applyOperations } from '../../workflow/apply-operations.ts';
import { isStrangersTrigger, type TokenDefault } from '../../workflow/effective-permissions.ts';
import { type WorkflowSet, workflowsIn } from '../../workflow/read-workflows.ts';
import { calleeOf, calls } from '../../workflow/starting-events.ts';
import type { DeclaredPermissions, Job, Located, Workflow } from '../../workflow/workflow-file.ts';
import {
  hasWrites,
  type LeastPermissions,
  leastPermissions,
  type Surroundings,
  withoutWrites,
} from '../least-permissions.ts';
import { permissionsByHand, restByHand } from '../permissions-by-hand.ts';
import { tokenNeeds } from '../token-needs.ts';
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
      title: 'Declare what each job needs, and keep what is not understood as it is',
      unavailable: ({ known, maybe }) =>
        changesIn(known, defaultOf(maybe.tokenDefaults), 'first edit').some(({ kind }) => kind === 'edit-file')
          ? null
          : 'no workflow with a gap has a job whose use of the token is understood',
      plan: ({ known, maybe }) => changesIn(known, defaultOf(maybe.tokenDefaults)),
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
        return open.map((workflow) => byHand(workflow, set, known.texts));
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

/** Scopes that a job says it writes, and no step does. */
function unusedScopes(workflow: Workflow, job: Job, set: WorkflowSet, texts: TextFiles): readonly string[] {
  if (job.permissions?.value.kind !== 'map' || !hasWrites(job.permissions)) return [];
  const { understood, needs } = tokenNeeds(workflow, job, set, texts);
  if (!understood) return [];
  const used = needs.filter(({ level }) => level === 'write').map(({ scope }) => scope);
  return Object.entries(job.permissions.value.scopes).flatMap(([scope, level]) =>
    level === 'write' && !used.includes(scope) ? [scope] : [],
  );
}

function unusedWrites(workflow: Workflow, job: Job, set: WorkflowSet, texts: TextFiles): readonly Finding[] {
  const scopes = unusedScopes(workflow, job, set, texts);
  if (job.permissions?.value.kind !== 'map') return [];
  return job.permissions.value.entries
    .filter(({ value: [scope, level] }) => level === 'write' && scopes.includes(scope))
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

/**
 * Workflows that are called come first, and their callers are worked out from what becomes of them: a caller that grants less than
 * its callee declares does not start.
 */
function changesIn(
  { texts }: KnownFacts<'tree' | 'texts'>,
  tokenDefault: TokenDefault,
  upTo: 'all' | 'first edit' = 'all',
): readonly Change[] {
  const changes: Change[] = [];
  const { workflows } = workflowsIn(texts);
  const isCalled = (path: string) => workflows.some(({ jobs }) => jobs.some((job) => calls(job, path)));
  // Only what becomes of a called workflow changes what another one needs: the rest is read once, for all of them.
  let so = texts;
  for (const path of calledFirst(workflowsIn(texts))) {
    const set = workflowsIn(so);
    const workflow = set.workflows.find((each) => each.path === path);
    const file = textAt(so, path);
    if (workflow === undefined || file === null || findingsIn(workflow, set, so).length === 0) continue;
    const { operations, left } = narrowing(workflow, { set, texts: so, tokenDefault });
    const [first, ...others] = left;
    const applied = applyOperations(file, operations);
    // What an alias names elsewhere, say, only a person can take apart.
    if (!applied.ok || operations.length === 0) {
      changes.push(byHand(workflow, set, so));
      continue;
    }
    if (isCalled(path)) so = { ...so, [path]: { ...file, text: applied.text } };
    changes.push({ kind: 'edit-file', path, operations, summary: 'the token of each job may do what its steps use' });
    if (upTo === 'first edit') return changes;
    if (first !== undefined) changes.push(restByHand(workflow, [first, ...others], SYNTAX));
  }
  return changes;
}

function calledFirst({ workflows }: WorkflowSet): readonly string[] {
  const ordered = new Set<string>();
  const begun = new Set<string>();
  const visit = (workflow: Workflow): void => {
    if (begun.has(workflow.path)) return;
    begun.add(workflow.path);
    const called = new Set(workflow.jobs.map(calleeOf));
    if (called.size > 1 || !called.has(null)) for (const each of workflows) if (called.has(each.path)) visit(each);
    ordered.add(workflow.path);
  };
  for (const workflow of workflows) visit(workflow);
  return [...ordered];
}

/** Writes that no step uses go where a job says so itself; what is swept up or inherited is narrowed. */
function narrowing(workflow: Workflow, surroundings: Surroundings): LeastPermissions {
  const { set, texts } = surroundings;
  const { operations, left } = leastPermissions(workflow, surroundings);
  const unused = workflow.jobs.flatMap((job) => {
    const scopes = unusedScopes(workflow, job, set, texts);
    if (job.permissions === null || scopes.length === 0) return [];
    const reads = tokenNeeds(workflow, job, set, texts).needs.map(({ scope }) => [scope, 'read'] as const);
    const keeps: PermissionMap = { contents: 'read', ...Object.fromEntries(reads) };
    return withoutWrites(job.permissions, keeps, (scope) => scopes.includes(scope));
  });
  return { operations: [...operations, ...unused], left };
}

const defaultOf = (fact: Fact<TokenDefaults>): TokenDefault =>
  fact.state === 'known' ? fact.value.defaultWorkflowPermissions : null;

function byHand(workflow: Workflow, set: WorkflowSet, texts: TextFiles): ManualStep {
  const unused = workflow.jobs.flatMap((job) => unusedWrites(workflow, job, set, texts));
  const notes = unused.map(({ message, expected }) => `${message}: ${expected}`);
  return permissionsByHand(workflow, (job) => tokenNeeds(workflow, job, set, texts), notes, SYNTAX);
}
