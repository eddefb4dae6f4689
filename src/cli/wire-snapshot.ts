import { now } from '../adapters/clock.ts';
import { offlineActionRepositories } from '../adapters/offline-action-repositories.ts';
import { offlineAdvisories } from '../adapters/offline-advisories.ts';
import { offlinePins } from '../adapters/offline-pins.ts';
import { collectSnapshot, type Progress } from '../collectors/collect-snapshot.ts';
import type { ReadsImageDigests } from '../collectors/reads-image-digests.ts';
import type { VerifiesAttestations } from '../collectors/verifies-attestations.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Located } from './wire-target.ts';

/** Loaded with the first bundle: most looks find none. */
const verifierWhenNeeded: VerifiesAttestations = {
  download: async (address) => (await attestationVerifier()).download(address),
  verify: async (bundle) => (await attestationVerifier()).verify(bundle),
};

const attestationVerifier = async (): Promise<VerifiesAttestations> =>
  (await import('../adapters/attestation-verifier.ts')).attestationVerifier();

/** Most repositories take no image by a tag. */
const registryWhenNeeded: ReadsImageDigests = async (image) =>
  (await import('../adapters/registry-digests.ts')).registryDigests()(image);

/** Gathers every fact about a located target. */
export function wireSnapshot(
  { target, files, client, asksRegistries }: Located,
  pinsWanted: readonly string[],
  onProgress: (event: Progress) => void,
): Promise<Snapshot> {
  const readers = {
    repository: files,
    api: client,
    verifier: verifierWhenNeeded,
    registry: asksRegistries ? registryWhenNeeded : null,
    catalogue: offlinePins(),
    actionRepositories: offlineActionRepositories(),
    advisories: offlineAdvisories(),
  };
  return collectSnapshot(target, readers, { now: now(), pinsWanted, onProgress });
}
