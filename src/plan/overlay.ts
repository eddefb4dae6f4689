import { known } from '../model/fact.ts';
import type { TextFile } from '../model/files.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** The snapshot as it will be once these files are written. Untouched texts keep their identity, and so their parsed views. */
export function overlay(snapshot: Snapshot, files: ReadonlyMap<string, TextFile>): Snapshot {
  const { tree, texts } = snapshot.facts;
  if (files.size === 0 || tree.state === 'unknown' || texts.state === 'unknown') return snapshot;
  const added = [...files.values()].filter(({ path }) => !tree.value.some((entry) => entry.path === path));
  const entries = added.map(({ path, mode }) => ({ path, mode, oid: '' }));
  return {
    ...snapshot,
    facts: {
      ...snapshot.facts,
      tree: entries.length === 0 ? tree : known([...tree.value, ...entries], tree.source),
      texts: known({ ...texts.value, ...Object.fromEntries(files) }, texts.source),
    },
  };
}
