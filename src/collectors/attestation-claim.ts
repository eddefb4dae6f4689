import type { AttestationKind, AttestationVerification } from '../model/release.ts';
import { type Asking, isCloud } from './asking.ts';
import type { BundleVerdict, SignedStatement, Signer } from './verifies-attestations.ts';

/** What a bundle has to say so that it counts: these bytes, of this kind, signed by a run of this repository. */
export type AttestationClaim = {
  readonly asking: Pick<Asking, 'host' | 'owner' | 'name'>;
  readonly repositoryId: string;
  readonly kind: AttestationKind;
  readonly digest: string;
};

/** The predicate types that GitHub's store files under each kind. */
const PREDICATES: Readonly<Record<AttestationKind, RegExp>> = {
  provenance: /^https:\/\/slsa\.dev\/provenance\//,
  sbom: /^https:\/\/(?:spdx\.dev\/Document|cyclonedx\.org\/bom)/,
};

/** A signature that holds proves nothing yet: the store must not be trusted to have filed it under the right digest. */
export function verificationOf(verdict: BundleVerdict, claim: AttestationClaim): AttestationVerification {
  if (verdict.state !== 'genuine') return verdict;
  const flaw = flawOf(verdict.statement, claim);
  return flaw === null
    ? { state: 'verified', signer: verdict.statement.signer.workflow ?? '' }
    : { state: 'invalid', because: flaw };
}

function flawOf({ subjects, predicateType, signer }: SignedStatement, claim: AttestationClaim): string | null {
  if (!subjects.includes(claim.digest)) return `it was signed for other bytes (${subjects[0] ?? 'no digest at all'})`;
  if (!PREDICATES[claim.kind].test(predicateType)) return `it states ${predicateType}, not ${claim.kind}`;
  if (!isIssuerOf(claim.asking.host, signer.issuer)) return `its signer was named by ${signer.issuer ?? 'nobody'}`;
  if (signer.workflow === null) return 'its certificate names no workflow';
  if (isRunOf(claim, signer)) return null;
  return `a run of ${signer.repository ?? 'an unnamed repository'} (id ${signer.repositoryId ?? 'unknown'}) signed it`;
}

/** Enterprises can put their own slug behind the issuer of github.com (github-api.md section 2, OIDC subject). */
function isIssuerOf(host: string, issuer: string | null): boolean {
  if (issuer === null || !isCloud(host)) return false;
  const own = host === 'github.com' ? 'https://token.actions.githubusercontent.com' : `https://token.actions.${host}`;
  return issuer === own || issuer.startsWith(`${own}/`);
}

/** The id where the certificate has it: it outlives a new name, and an old name can be taken by somebody else. */
const isRunOf = ({ asking, repositoryId }: AttestationClaim, { repository, repositoryId: signed }: Signer): boolean =>
  signed === null
    ? repository?.toLowerCase() === `https://${asking.host}/${asking.owner}/${asking.name}`.toLowerCase()
    : signed === repositoryId;
