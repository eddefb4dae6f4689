import type { TextFiles } from '../model/files.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import { atLeast, type PermissionMap } from '../model/permission.ts';
import { effectivePermissions, type TokenDefault } from '../workflow/effective-permissions.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { DeclaredPermissions, Job, Located, Workflow } from '../workflow/workflow-file.ts';
import { type Need, type TokenNeeds, tokenNeeds } from './token-needs.ts';

/** What the edits of one workflow are worked out from. */
export type Surroundings = {
  readonly set: WorkflowSet;
  readonly texts: TextFiles;
  readonly tokenDefault: TokenDefault;
};

/** How a workflow comes to declare the least; `left` are the jobs whose steps are not understood, with the reason for each. */
export type LeastPermissions = {
  readonly operations: readonly Operation[];
  readonly left: readonly { readonly job: Job; readonly told: TokenNeeds }[];
};

/**
 * Narrows what the jobs of a workflow may do to what their steps are seen to use, and never widens it. A job that is not understood
 * keeps exactly what it has: written out where that is known, else by leaving alone what it depends on.
 */
export function leastPermissions(workflow: Workflow, surroundings: Surroundings): LeastPermissions {
  const judged = workflow.jobs.map((job) => judge(workflow, job, surroundings));
  const left = judged.filter(({ kind }) => kind === 'left' || kind === 'spelled');
  const waits = judged.some(({ kind }) => kind === 'left');
  // What nobody declared, and nobody knows, can only be kept by declaring nothing at the top.
  const top = waits && workflow.permissions === null ? null : newTop(workflow, judged);
  const stays = workflow.permissions?.value.kind === 'map' ? readsOf(workflow.permissions.value.scopes) : null;
  const operations = [...judged.flatMap((each) => jobOperations(each, top, stays)), ...topOperations(workflow, top)];
  const isOdd = workflow.permissions?.value.kind === 'not-understood';
  const isKept = mightNotStart(workflow) || isOdd || !isWorthIt(workflow, judged);
  return { operations: isKept ? [] : operations, left };
}

/** Writing out for many jobs what one line gave them helps nobody, unless another job loses a write by it. */
function isWorthIt({ permissions }: Workflow, judged: readonly Judged[]): boolean {
  const keeps = judged.filter(({ kind }) => kind === 'left' || kind === 'spelled');
  if (keeps.length === 0) return true;
  if (permissions?.value.kind === 'read-all') return false;
  return (
    judged.some(({ kind }) => kind === 'least') ||
    (permissions === null && keeps.every(({ kind }) => kind === 'spelled'))
  );
}

/** A called workflow that begins to ask for permissions does not start where its caller, perhaps elsewhere, grants less. */
export const mightNotStart = ({ triggers, permissions, jobs }: Workflow): boolean =>
  triggers.some(({ event }) => event === 'workflow_call') &&
  permissions === null &&
  jobs.some((job) => job.permissions === null);

type Judged = {
  readonly job: Job;
  readonly told: TokenNeeds;
  readonly needs: readonly Need[];
} & (
  | { readonly kind: 'untouched' }
  /** Its steps are understood: it gets what they need. */
  | { readonly kind: 'least' }
  /** Not understood, and what it has now can be written down. */
  | { readonly kind: 'spelled'; readonly has: YamlValue }
  | { readonly kind: 'left' }
);

function judge(workflow: Workflow, job: Job, { set, texts, tokenDefault }: Surroundings): Judged {
  const told = isNarrowed(job, workflow) ? tokenNeeds(workflow, job, set, texts) : UNASKED;
  const present = effectivePermissions(workflow, job, tokenDefault);
  const needs = capped(told.needs, present.known ? present.scopes : null);
  if (!isNarrowed(job, workflow)) return { kind: 'untouched', job, told, needs };
  if (told.understood) return { kind: 'least', job, told, needs };
  const declared = (job.permissions ?? workflow.permissions)?.value;
  if (job.permissions !== null || declared?.kind === 'not-understood') return { kind: 'left', job, told, needs };
  if (declared === undefined)
    return tokenDefault === 'read'
      ? { kind: 'spelled', job, told, needs, has: { contents: 'read', packages: 'read' } }
      : { kind: 'left', job, told, needs };
  return { kind: 'spelled', job, told, needs, has: declared.kind === 'map' ? { ...declared.scopes } : declared.kind };
}

const UNASKED: TokenNeeds = { understood: true, because: '', needs: [] };

/** No more than the job has now. Where that is not known it is the repository's default, which never mints an identity. */
function capped(needs: readonly Need[], has: PermissionMap | null): readonly Need[] {
  return needs.flatMap((need) => {
    const level = has === null ? (need.scope === 'id-token' ? 'none' : need.level) : (has[need.scope] ?? 'none');
    if (level === 'none') return [];
    return [atLeast(level, need.level) ? need : { ...need, level }];
  });
}

/** Whether the least would take something away from the job. */
export function isNarrowed(job: Job, { permissions }: Workflow): boolean {
  if (job.permissions !== null)
    return job.permissions.value.kind === 'read-all' || job.permissions.value.kind === 'write-all';
  return permissions === null || permissions.value.kind !== 'map' || hasWrites(permissions);
}

export const hasWrites = ({ value }: Located<DeclaredPermissions>): boolean =>
  value.kind === 'map' && Object.values(value.scopes).includes('write');

const CODE: PermissionMap = { contents: 'read' };

/** Reading that somebody asked for stays at the top. Where nobody inherits from it, nothing is given there. */
function newTop({ permissions }: Workflow, judged: readonly Judged[]): PermissionMap {
  if (permissions?.value.kind === 'map') return readsOf(permissions.value.scopes);
  const inherits = judged.some(
    (each) => each.kind === 'least' && each.job.permissions === null && fits(each.needs, CODE),
  );
  return inherits ? CODE : {};
}

const fits = (needs: readonly Need[], has: PermissionMap): boolean =>
  needs.every(({ scope, level }) => atLeast(has[scope], level));

/** What is left of declared scopes without their writes; code that could be written can still be read. */
function readsOf(scopes: PermissionMap): PermissionMap {
  const reads = Object.entries(scopes).filter(([, level]) => level === 'read');
  return { ...(scopes.contents === 'write' ? CODE : {}), ...Object.fromEntries(reads) };
}

function jobOperations(each: Judged, top: PermissionMap | null, stays: PermissionMap | null): readonly Operation[] {
  const { job, needs } = each;
  if (each.kind === 'untouched' || each.kind === 'left') return [];
  if (each.kind === 'spelled') {
    const comment = `as before, because ${each.told.because}`;
    return [{ op: 'add-key', route: job.route, key: 'permissions', value: each.has, after: behind(job), comment }];
  }
  const least = Object.fromEntries(needs.map(({ scope, level }) => [scope, level]));
  if (job.permissions !== null) {
    const why = needs.map((need) => `${need.scope}: ${need.why}`).join('; ');
    const route = [...job.route, 'permissions'];
    return [{ op: 'replace-value', route, value: least, ...(why === '' ? {} : { comment: why }) }];
  }
  if (top !== null && fits(needs, top)) return [];
  if (needs.length === 0)
    return [{ op: 'add-key', route: job.route, key: 'permissions', value: {}, after: behind(job) }];
  const inherited = Object.entries(stays ?? {})
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

/** `permissions` follows what says who and where. */
const behind = (job: Job): string => (job.uses !== null ? 'uses' : 'runs-on');

function topOperations({ permissions, jobs }: Workflow, top: PermissionMap | null): readonly Operation[] {
  if (top === null) return [];
  if (permissions === null) {
    const isBare = jobs.some((job) => job.permissions === null);
    return isBare ? [{ op: 'add-key', route: [], key: 'permissions', value: top, after: 'on' }] : [];
  }
  if (permissions.value.kind === 'map') return withoutWrites(permissions, top);
  return permissions.value.kind === 'not-understood'
    ? []
    : [{ op: 'replace-value', route: ['permissions'], value: top }];
}

/**
 * Takes writes out of a list of scopes, with what was written beside them, and leaves the others as they stand. `keeps` are the scopes
 * that are still read; the other writes go altogether.
 */
export function withoutWrites(
  { value, route }: Located<DeclaredPermissions>,
  keeps: PermissionMap,
  isUnused: (scope: string) => boolean = () => true,
): readonly Operation[] {
  if (value.kind !== 'map') return [];
  const gone = value.entries.filter(({ value: [scope, level] }) => level === 'write' && isUnused(scope));
  if (gone.length === value.entries.length && gone.every(({ value: [scope] }) => keeps[scope] !== 'read'))
    return [{ op: 'replace-value', route, value: {} }];
  return gone.map(({ value: [scope], route: entry }) =>
    keeps[scope] === 'read'
      ? { op: 'set-scalar', route: entry, was: 'write', now: 'read' }
      : { op: 'remove', route: entry },
  );
}
