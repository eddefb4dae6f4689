import { now } from '../adapters/clock.ts';
import { offlinePins } from '../adapters/offline-pins.ts';
import { collectSnapshot, type Progress } from '../collectors/collect-snapshot.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Located } from './wire-target.ts';

/** Gathers every fact about a located target. */
export function wireSnapshot(
  { target, files, client }: Located,
  pinsWanted: readonly string[],
  onProgress: (event: Progress) => void,
): Promise<Snapshot> {
  const readers = { repository: files, api: client, catalogue: offlinePins() };
  return collectSnapshot(target, readers, { now: now(), pinsWanted, onProgress });
}
