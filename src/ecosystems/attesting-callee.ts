import { effectivePermissions } from '../workflow/effective-permissions.ts';
import { calls } from '../workflow/starting-events.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { knownBuilder } from './known-builders.ts';

/**
 * True when a job calls a workflow of another repository, or one that could not be read, that may attest there: it can only do so
 * when its caller lets it mint an identity. What it really does cannot be seen from here. `read` are the files of the release.
 */
export function mayAttestElsewhere(file: Workflow, job: Job, read: readonly Workflow[]): boolean {
  if (job.uses === null || knownBuilder(job) !== null || read.some(({ path }) => calls(job, path))) return false;
  const permissions = effectivePermissions(file, job, 'read');
  return !permissions.known || permissions.scopes['id-token'] === 'write';
}
