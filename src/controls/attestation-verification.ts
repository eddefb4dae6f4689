import type { Limit } from '../model/control.ts';
import type { Finding } from '../model/finding.ts';
import type { AttestationKind, ReleaseAsset, ReleaseAttestations } from '../model/release.ts';
import { slugOf, type Target } from '../model/target.ts';

type Release = {
  readonly assets: readonly ReleaseAsset[];
  /** Null when nobody could look. */
  readonly attested: ReleaseAttestations | null;
  readonly kind: AttestationKind;
  readonly target: Target;
};

const NAMES: Readonly<Record<AttestationKind, string>> = {
  provenance: 'provenance attestation',
  sbom: 'attested bill of materials',
};

const of = ({ assets, attested, kind }: Release) =>
  assets.flatMap(({ name, digest }) => {
    const found = digest === null ? undefined : attested?.verification[kind][digest];
    return digest === null || found === undefined ? [] : [{ name, digest, found }];
  });

/** Files whose attestation is in the store and does not hold: whoever verifies them is turned away, and should be. */
export const invalidBundles = (release: Release): readonly Finding[] =>
  of(release).flatMap(({ name, digest, found }) =>
    found.state !== 'invalid'
      ? []
      : [
          {
            rule: 'bundle-invalid',
            message: `the ${NAMES[release.kind]} of ${name} does not verify: ${found.because}`,
            observed: found.because,
            expected: `a bundle for ${digest} that a workflow run of this repository signed`,
            location: { endpoint: `GET /repos/${slugOf(release.target) ?? 'OWNER/REPO'}/attestations/${digest}` },
            route: name,
          },
        ],
  );

/** What is in the store and could not be checked here, one limit for each reason. */
export function uncheckedBundles(release: Release): readonly Limit[] {
  const open = of(release).flatMap(({ name, found }) => (found.state === 'not-verified' ? [{ name, ...found }] : []));
  const reasons = [...new Set(open.map(({ because }) => because))];
  return reasons.map((because): Limit => {
    const same = open.filter((each) => each.because === because);
    const names = same.map(({ name }) => name).join(', ');
    const unlock = `run gh attestation verify FILE --repo ${slugOf(release.target) ?? 'OWNER/REPO'} for ${names}: here ${because}`;
    return { fact: 'releaseAttestations', reason: same[0]?.reason ?? 'unreadable', unlock };
  });
}
