import { textOfBlob } from '../../src/adapters/git-blob-text.ts';
import { assess } from '../../src/assess/assess.ts';
import { collectSnapshot } from '../../src/collectors/collect-snapshot.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import type { TreeEntry } from '../../src/model/files.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { PINS } from '../controls/sample-facts.ts';

export type Looked = { readonly snapshot: Snapshot; readonly assessment: Assessment };

const TARGET = {
  mode: 'local',
  host: 'github.com',
  owner: 'octo',
  name: 'app',
  base: { ref: 'main', sha: '0'.repeat(40), dirty: false },
} as const;

/** Collects and judges files as `check --local` does, limits included; only git is left out. */
export async function lookAt(files: Readonly<Record<string, string>>): Promise<Looked> {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const tree = [...bytes].map(([path, { length }]): TreeEntry => ({ path, mode: '100644', oid: path, size: length }));
  const repository = {
    listTree: async () => tree,
    readTexts: async (entries: readonly TreeEntry[]) =>
      entries.map((entry) => textOfBlob(entry, bytes.get(entry.path) ?? null)),
  };
  const offline = { catalogue: PINS, actionRepositories: {}, advisories: { advisories: [], asOf: null } };
  const snapshot = await collectSnapshot(
    TARGET,
    { repository, api: null, ...offline },
    { now: '2026-11-22T12:00:00.000Z', pinsWanted: [] },
  );
  return { snapshot, assessment: assess(snapshot, CONTROLS) };
}
