import type { Limit } from '../model/control.ts';
import type { Fact } from '../model/fact.ts';
import type { ReleaseAsset, ReleaseAttestations } from '../model/release.ts';

/** Files of the newest release whose attestations were not asked for: beyond a limit, or without a digest to ask by. */
export function unseenAssets(
  assets: readonly ReleaseAsset[],
  attestations: Fact<ReleaseAttestations>,
): readonly Limit[] {
  if (attestations.state === 'unknown') return [{ fact: 'releaseAttestations' }];
  const unasked = assets.filter(({ digest }) => digest === null || !attestations.value.asked.includes(digest));
  if (unasked.length === 0) return [];
  const unlock = `ask for the attestations of ${unasked.map(({ name }) => name).join(', ')} yourself`;
  return [{ fact: 'releaseAttestations', reason: 'not-asked', unlock }];
}
