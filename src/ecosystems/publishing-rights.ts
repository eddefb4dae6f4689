import { effectivePermissions, type TokenDefault } from '../workflow/effective-permissions.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';

/** Scopes of the job token without which nothing is published to GitHub, its packages, or by identity (catalogue 0.2). */
const SCOPES = ['contents', 'packages', 'id-token', 'attestations'];

/** Which of them the job's token may write; null when its rights are not known. */
export function publishingRights(workflow: Workflow, job: Job, tokenDefault: TokenDefault): readonly string[] | null {
  const permissions = effectivePermissions(workflow, job, tokenDefault);
  return permissions.known ? SCOPES.filter((scope) => permissions.scopes[scope] === 'write') : null;
}
