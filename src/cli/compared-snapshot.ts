import { now } from '../adapters/clock.ts';
import { namedBase } from '../adapters/git-base.ts';
import { gitFiles } from '../adapters/git-objects.ts';
import { offlineActionRepositories } from '../adapters/offline-action-repositories.ts';
import { offlineAdvisories } from '../adapters/offline-advisories.ts';
import { offlinePins } from '../adapters/offline-pins.ts';
import { collectSnapshot } from '../collectors/collect-snapshot.ts';
import { type Fact, known } from '../model/fact.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Located } from './wire-target.ts';

/**
 * What the same repository would look like with the files of another commit: its own tree and texts, every other fact as it
 * was just seen. Nothing more is asked online; what only the other commit uses is known from the catalogue.
 * @throws Refusal when the ref names no commit of this clone.
 */
export async function comparedSnapshot({ checkout, target }: Located, seen: Snapshot, ref: string): Promise<Snapshot> {
  if (checkout === null) throw new Error('a comparison is only taken with a checkout');
  const base = await namedBase(checkout.root, ref, '--compare');
  const readers = {
    repository: gitFiles(checkout, base.sha),
    api: null,
    catalogue: offlinePins(),
    actionRepositories: offlineActionRepositories(),
    advisories: offlineAdvisories(),
  };
  const other = await collectSnapshot({ ...target, base }, readers, { now: now(), pinsWanted: [] });
  const { tree, texts } = other.facts;
  const pins = merged(seen.facts.pins, other.facts.pins, (mine, theirs) => ({
    ...mine,
    pins: { ...theirs.pins, ...mine.pins },
    tagObjects: { ...theirs.tagObjects, ...mine.tagObjects },
    versions: { ...theirs.versions, ...mine.versions },
  }));
  const imagePins = merged(seen.facts.imagePins, other.facts.imagePins, (mine, theirs) => ({ ...theirs, ...mine }));
  const actionRepositories = merged(seen.facts.actionRepositories, other.facts.actionRepositories, (mine, theirs) => ({
    ...theirs,
    ...mine,
  }));
  return {
    observedAt: seen.observedAt,
    target: other.target,
    facts: { ...seen.facts, tree, texts, pins, imagePins, actionRepositories },
  };
}

/** What was seen for this commit stays unknown for the other. */
function merged<T>(mine: Fact<T>, theirs: Fact<T>, unite: (mine: T, theirs: T) => T): Fact<T> {
  if (mine.state === 'unknown' || theirs.state === 'unknown') return mine;
  return known(unite(mine.value, theirs.value), mine.source);
}
