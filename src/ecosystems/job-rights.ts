import { effectivePermissions, type TokenDefault } from '../workflow/effective-permissions.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { isOnlyCalled } from './called-workflows.ts';

/**
 * The scopes that a job's token may write; null when that is not known. A called workflow that declares nothing has what its
 * callers have.
 */
export function writableScopes(
  set: WorkflowSet,
  workflow: Workflow,
  job: Job,
  tokenDefault: TokenDefault,
): readonly string[] | null {
  const declared = job.permissions !== null || workflow.permissions !== null;
  if (!declared && isOnlyCalled(set, workflow)) {
    const held = callersOf(set, workflow).map(([file, caller]) => scopesOf(file, caller, tokenDefault));
    return held.includes(null) ? null : [...new Set(held.flatMap((scopes) => scopes ?? []))];
  }
  return scopesOf(workflow, job, tokenDefault);
}

function scopesOf(workflow: Workflow, job: Job, tokenDefault: TokenDefault): readonly string[] | null {
  const permissions = effectivePermissions(workflow, job, tokenDefault);
  if (!permissions.known) return null;
  return Object.keys(permissions.scopes).filter((scope) => permissions.scopes[scope] === 'write');
}

const callersOf = (set: WorkflowSet, callee: Workflow): readonly (readonly [Workflow, Job])[] =>
  set.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) => {
      const uses = job.uses?.value;
      const isCaller = (uses?.kind === 'local' || uses?.kind === 'self') && uses.path === callee.path;
      return isCaller && workflow !== callee ? [[workflow, job] as const] : [];
    }),
  );
