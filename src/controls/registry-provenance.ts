import type { PublishStep } from '../ecosystems/publish-steps.ts';
import { effectivePermissions } from '../workflow/effective-permissions.ts';

/**
 * Whether npm makes a signed provenance of this publish: when asked, and by itself for a trusted publisher, who has the identity of
 * the workflow and no token (npm's documentation, "Generating provenance statements").
 */
export function hasNpmProvenance(publish: PublishStep): boolean {
  if (publish.kind !== 'npm' || !hasIdentity(publish)) return false;
  const { how, workflow, job, step } = publish;
  const env = { ...workflow.env, ...job.env, ...step?.env };
  const asked = /--provenance(?:=true)?(?=\s|$)/.test(how) || env.NPM_CONFIG_PROVENANCE?.value === 'true';
  // An empty one is how tools that look for a token are told to do without.
  const hasToken = Object.entries(env).some(
    ([name, { value }]) => /^(?:NODE_AUTH_TOKEN|NPM_TOKEN)$/.test(name) && value !== '',
  );
  return asked || !hasToken;
}

/** Whether PyPI's attestations are made: by the action of PyPI, for a trusted publisher (its README, "attestations"). */
export const hasPypiAttestation = (publish: PublishStep): boolean =>
  hasIdentity(publish) &&
  /gh-action-pypi-publish/i.test(publish.how) &&
  publish.step?.with.attestations?.value !== 'false' &&
  publish.step?.with.password === undefined;

function hasIdentity({ workflow, job }: PublishStep): boolean {
  const permissions = effectivePermissions(workflow, job, null);
  return permissions.known && permissions.scopes['id-token'] === 'write';
}
