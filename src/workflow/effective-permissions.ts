import { atLeast, PERMISSION_SCOPES, type PermissionLevel, type PermissionMap } from '../model/permission.ts';
import { secretsOf } from './secret-references.ts';
import type { DeclaredPermissions, Job, Workflow } from './workflow-file.ts';

export type EffectivePermissions =
  | { readonly known: true; readonly scopes: PermissionMap; readonly from: 'job' | 'workflow' | 'default' }
  | { readonly known: false; readonly because: string };

/** The repository's or organisation's default for the job token; null when it is not known. */
export type TokenDefault = 'read' | 'write' | null;

/**
 * What the job's token may do: the job's own `permissions`, else the workflow's, else the repository's default. A mapping sets all it
 * does not list to none. A called workflow gets no more than its caller has: see `ceilingOf`.
 */
export function effectivePermissions(workflow: Workflow, job: Job, tokenDefault: TokenDefault): EffectivePermissions {
  if (job.permissions !== null) return fromDeclared(job.permissions.value, 'job');
  if (workflow.permissions !== null) return fromDeclared(workflow.permissions.value, 'workflow');
  if (tokenDefault !== null) return { known: true, scopes: DEFAULTS[tokenDefault], from: 'default' };
  return { known: false, because: 'no permissions are declared, and the default of the repository is not known' };
}

/** A called workflow's permissions: for each scope the lesser of what the caller has and what the callee asks for. */
export function ceilingOf(caller: PermissionMap, callee: PermissionMap): PermissionMap {
  const scopes = Object.keys(callee).filter((scope) => Object.hasOwn(caller, scope));
  return Object.fromEntries(scopes.map((scope) => [scope, lesser(caller[scope] ?? 'none', callee[scope] ?? 'none')]));
}

export type Privilege =
  | { readonly known: true; readonly reasons: readonly string[] }
  | { readonly known: false; readonly because: string };

/**
 * Why a job has something to lose (catalogue 0.2, privileged job): a write permission, an environment, a secret, or a trigger that
 * strangers can pull while its token is not known to be read-only. No reasons: it is not privileged.
 */
export function privilegeOf(workflow: Workflow, job: Job, tokenDefault: TokenDefault): Privilege {
  const permissions = effectivePermissions(workflow, job, tokenDefault);
  const reasons = [
    ...(permissions.known ? writes(permissions.scopes) : []),
    ...(job.environment === null ? [] : [`environment ${job.environment.value}`]),
    ...(job.secrets === 'inherit' ? ['secrets: inherit'] : []),
    ...secretsOf(workflow, job).map((name) => `secret ${name}`),
  ];
  if (reasons.length > 0 || permissions.known) return { known: true, reasons };
  const risky = workflow.triggers.find(({ event }) => isStrangersTrigger(event));
  if (risky !== undefined) return { known: true, reasons: [`runs on ${risky.event} with a token of unknown rights`] };
  return permissions;
}

const STRANGERS_TRIGGERS: readonly string[] = [
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
  'gollum',
];

/** Events that people without write access can cause, and that run with the repository's own token and secrets. */
export const isStrangersTrigger = (event: string): boolean => STRANGERS_TRIGGERS.includes(event);

const writes = (scopes: PermissionMap): readonly string[] =>
  Object.keys(scopes).flatMap((scope) => (scopes[scope] === 'write' ? [`${scope}: write`] : []));

const lesser = (a: PermissionLevel, b: PermissionLevel): PermissionLevel => (atLeast(a, b) ? b : a);

function fromDeclared(declared: DeclaredPermissions, from: 'job' | 'workflow'): EffectivePermissions {
  switch (declared.kind) {
    case 'map':
      return { known: true, scopes: declared.scopes, from };
    case 'read-all':
      return { known: true, scopes: EVERYTHING.read, from };
    case 'write-all':
      return { known: true, scopes: EVERYTHING.write, from };
    case 'not-understood':
      return { known: false, because: `permissions "${declared.text}" of the ${from} are not understood` };
  }
}

const everything = (level: PermissionLevel, odd: PermissionMap): PermissionMap => ({
  ...Object.fromEntries(PERMISSION_SCOPES.map((scope) => [scope, level])),
  ...odd,
});

// `id-token` knows only write and none, `models` only read and none (workflow syntax, permissions).
const EVERYTHING = {
  read: everything('read', { 'id-token': 'none' }),
  write: everything('write', { models: 'read' }),
} as const;

// The two defaults of Settings → Actions → Workflow permissions; neither mints an identity.
const DEFAULTS: Readonly<Record<'read' | 'write', PermissionMap>> = {
  read: { contents: 'read', packages: 'read', metadata: 'read' },
  write: everything('write', { 'id-token': 'none', models: 'none', metadata: 'read' }),
};
