import { type Answer, notFound } from './answer.ts';
import type { Role, TwinRepository, TwinToken } from './state.ts';

export type Caller = TwinToken | null;

const RANK: Readonly<Record<Role | 'none', number>> = { none: 0, read: 1, write: 2, admin: 3 };

export function roleOf(caller: Caller, repository: TwinRepository): Role | 'none' {
  const role =
    caller === null ? undefined : caller.login === repository.owner ? 'admin' : repository.roles[caller.login];
  return role ?? (repository.visibility === 'public' ? 'read' : 'none');
}

/**
 * How GitHub turns a request away, or null when it may pass. Without the role, or the classic scope, it hides the endpoint;
 * tokens with permissions of their own are told which one is missing.
 */
export function turnedAway(caller: Caller, repository: TwinRepository, role: Role, permission: string): Answer | null {
  const has = roleOf(caller, repository);
  if (has === 'none') return notFound;
  const isPublicRead = repository.visibility === 'public' && role === 'read';
  if (caller === null) return isPublicRead ? null : { status: 401, body: { message: 'Requires authentication' } };
  if (caller.kind === 'classic') {
    const scoped = caller.scopes.includes('repo') || (isPublicRead && role === 'read');
    return scoped && RANK[has] >= RANK[role] ? null : notFound;
  }
  if (isPublicRead || (caller.permissions.includes(permission) && RANK[has] >= RANK[role])) return null;
  const what = caller.kind === 'installation' ? 'integration' : 'personal access token';
  return {
    status: 403,
    body: { message: `Resource not accessible by ${what}` },
    headers: { 'x-accepted-github-permissions': permission },
  };
}

/** Whether the token may add or change workflow files. GitHub answers 404 to a classic token that may not. */
export const mayWriteWorkflows = (caller: Caller): boolean =>
  caller !== null &&
  (caller.kind === 'classic' ? caller.scopes.includes('workflow') : caller.permissions.includes('workflows=write'));
