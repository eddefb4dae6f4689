import type { Risk } from '../model/change.ts';
import type { Pack } from '../model/pack.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { type Upgrade, type Upgrades, upgradesIn } from '../plan/upgrades.ts';
import { readMarker } from '../templating/marker.ts';
import type { InitInvocation } from './invocation.ts';
import { olderPacks } from './older-packs.ts';
import { pinsOf } from './pack-floor.ts';
import type { Online } from './pack-layer.ts';

const NONE: Upgrades = { offered: [], not: [] };

/** The generated files whose template says something else now. A run about some controls only leaves them alone. */
export async function findUpgrades(
  { only, skip }: Pick<InitInvocation, 'only' | 'skip'>,
  snapshot: Snapshot,
  pack: Pack,
  online: Online,
): Promise<Upgrades> {
  if (only.length + skip.length > 0) return NONE;
  const pins = pinsOf(snapshot);
  const alone = upgradesIn(snapshot, pack, pins);
  const edited = alone.offered.filter(({ how }) => how === 'plain').map(({ file }) => readMarker(file.text));
  const markers = edited.filter((marker) => marker !== null);
  return markers.length === 0 ? alone : upgradesIn(snapshot, pack, pins, await olderPacks(markers, pack, online));
}

/** What is taken without a question: files that nobody edited, unless only safe changes are wanted. */
export const upgradesUnasked = ({ offered }: Upgrades, maxRisk: Risk): readonly Upgrade[] =>
  maxRisk === 'safe' ? [] : offered.filter(({ how }) => how === 'clean');

/** What is part of the review: edits are kept in it. */
export const upgradesToReview = ({ offered }: Upgrades): readonly Upgrade[] =>
  offered.filter(({ how }) => how !== 'plain');

/** What could be made again and is not part of this plan. */
export const upgradesLeft = ({ offered }: Upgrades, taken: readonly Upgrade[]): readonly string[] =>
  offered
    .filter((upgrade) => !taken.includes(upgrade))
    .map(({ file, how, from, to, template }) =>
      how === 'plain'
        ? `${file.path} was edited since it was made from ${from}, which is not to be had; the text of ${to}: harden-builds templates render ${template}`
        : `${file.path} can be made again (${from} is ${to} now): choose it in the wizard`,
    );
