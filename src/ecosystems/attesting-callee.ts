import { effectivePermissions } from '../workflow/effective-permissions.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { knownBuilder } from './known-builders.ts';

/**
 * True when a job calls a workflow of another repository that may attest there: it can only do so when its caller lets it mint
 * an identity. What it really does cannot be seen from here.
 */
export function mayAttestElsewhere(file: Workflow, job: Job): boolean {
  if (job.uses?.value.kind !== 'reusable-workflow' || knownBuilder(job) !== null) return false;
  const permissions = effectivePermissions(file, job, 'read');
  return !permissions.known || permissions.scopes['id-token'] === 'write';
}
