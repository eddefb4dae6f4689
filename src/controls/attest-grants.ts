import { isOnGitHub } from '../ecosystems/image-subject-name.ts';
import type { Shipment } from '../ecosystems/shipment.ts';
import type { TextFiles } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import type { PermissionLevel } from '../model/permission.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { callersOf, calls, startingEvents } from '../workflow/starting-events.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { tokenNeeds } from './token-needs.ts';

export type AttestGrant = { readonly scope: string; readonly level: 'write'; readonly why: string };

const FILES: readonly AttestGrant[] = [
  { scope: 'id-token', level: 'write', why: 'signs the attestation' },
  { scope: 'attestations', level: 'write', why: 'stores the attestation' },
];

/** What an attestation of a shipment needs (README of actions/attest, "Permissions"). */
export function attestGrants({ publish, subject }: Pick<Shipment, 'publish' | 'subject'>): readonly AttestGrant[] {
  if (subject.kind !== 'image') return FILES;
  const record: AttestGrant = { scope: 'artifact-metadata', level: 'write', why: 'records where the image is stored' };
  const push: AttestGrant = { scope: 'packages', level: 'write', why: 'pushes the attestation' };
  return [
    ...FILES,
    record,
    ...(subject.names.some((name) => isOnGitHub(name, publish.workflow, publish.job)) ? [push] : []),
  ];
}

/** The same where the image is not known. */
export const grantsOfImage: readonly AttestGrant[] = [
  ...FILES,
  { scope: 'artifact-metadata', level: 'write', why: 'records where the image is stored' },
  { scope: 'packages', level: 'write', why: 'only for ghcr.io: pushes the attestation' },
];
export const grantsOfFiles = FILES;

/** Operations by the path of their file; null when what the job or its caller may do now cannot be said. */
export type Grants = ReadonlyMap<string, readonly Operation[]>;

/**
 * Gives a job what it needs besides, and every job that calls its workflow as well: a called job that asks for more than its caller gives
 * stops the whole run. A first `permissions` block takes away what it does not list, so all that the job needs is listed with it.
 */
export function grantsFor(
  { workflow, job }: JobSite,
  wanted: readonly AttestGrant[],
  texts: TextFiles,
  known: KnownGrants = new Map(),
): Grants | null {
  const own = ownGrants(workflow, job, wanted, texts);
  const theirs = own === null ? null : grantsOfCallers(workflow, wanted, texts, known);
  if (own === null || theirs === null) return null;
  return own.length === 0 ? theirs : new Map([...theirs, [workflow.path, own]]);
}

/** The same for a job that is new, and lists what it may do itself. */
export function grantsOfCallers(
  workflow: Workflow,
  wanted: readonly AttestGrant[],
  texts: TextFiles,
  known: KnownGrants = new Map(),
): Grants | null {
  const before = known.get(workflow);
  if (before !== undefined) return before;
  // A circle of calls, which GitHub refuses, gives nothing.
  known.set(workflow, null);
  const grants = grantsAbove(workflow, wanted, texts, known);
  known.set(workflow, grants);
  return grants;
}

function grantsAbove(
  workflow: Workflow,
  wanted: readonly AttestGrant[],
  texts: TextFiles,
  known: KnownGrants,
): Grants | null {
  const found = new Map<string, readonly Operation[]>();
  if (!workflow.triggers.some(({ event }) => event === 'workflow_call')) return found;
  const set = workflowsIn(texts);
  const callers = callersOf(set, workflow);
  // Tests of its own repository are not who a reusable workflow is made for.
  const events = startingEvents(set, workflow);
  const isTested = events?.some((event) => /^pull_request/.test(event)) && events.every((event) => TESTS.test(event));
  if (callers.length === 0 || events === null || isTested) return null;
  for (const caller of callers) {
    for (const calling of caller.jobs.filter((each) => calls(each, workflow.path))) {
      const theirs = grantsFor({ workflow: caller, job: calling }, wanted, texts, known);
      if (theirs === null) return null;
      for (const [path, operations] of theirs)
        found.set(path, [...new Set([...(found.get(path) ?? []), ...operations])]);
    }
  }
  return found;
}

/** Of workflows that were asked already; each is asked once, however many ways of calling lead to it. */
type KnownGrants = Map<Workflow, Grants | null>;

type JobSite = { readonly workflow: Workflow; readonly job: Job };

const TESTS = /^(?:pull_request.*|merge_group|workflow_dispatch)$/;

function ownGrants(
  workflow: Workflow,
  job: Job,
  wanted: readonly AttestGrant[],
  texts: TextFiles,
): readonly Operation[] | null {
  const grant = (scope: string, level: PermissionLevel, why: string): Operation => ({
    op: 'grant',
    route: job.route,
    scope,
    level,
    why,
  });
  const added = wanted.map(({ scope, level, why }) => grant(scope, level, why));
  const isOther = ({ scope }: { readonly scope: string }): boolean => !wanted.some((each) => each.scope === scope);
  const declared = job.permissions?.value ?? null;
  if (declared?.kind === 'write-all') return [];
  if (declared !== null) return declared.kind === 'map' ? added : null;
  const inherited = workflow.permissions?.value ?? null;
  if (inherited?.kind === 'write-all') return [];
  if (inherited?.kind === 'map') {
    const { scopes } = inherited;
    if (wanted.every(({ scope }) => scopes[scope] === 'write')) return [];
    const kept = Object.entries(scopes).filter(([scope]) => isOther({ scope }));
    return [...kept.map(([scope, level]) => grant(scope, level, 'as before')), ...added];
  }
  const told = tokenNeeds(workflow, job, workflowsIn(texts), texts);
  if (inherited !== null || !told.understood) return null;
  return [...told.needs.filter(isOther).map(({ scope, level, why }) => grant(scope, level, why)), ...added];
}
