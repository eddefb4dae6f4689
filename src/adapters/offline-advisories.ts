import type { ActionAdvisories, ActionAdvisory } from '../model/settings.ts';
import list from './action-advisories.json' with { type: 'json' };

/** One advisory of the embedded list, as scripts/advisories.mjs writes it. */
type Entry = {
  readonly id: string;
  readonly action: string;
  readonly kind: string;
  readonly summary: string;
  readonly refs: readonly string[];
  readonly commits: readonly string[];
  readonly range: string | null;
  readonly fixed: string | null;
  readonly url: string;
};

/** Advisories about actions that are known without asking anybody, up to a day. */
export function offlineAdvisories(): ActionAdvisories {
  const entries: readonly Entry[] = list.advisories;
  return { advisories: entries.map(advisoryOf), asOf: list.evidenceEnds };
}

const advisoryOf = ({ kind, refs, commits, range, fixed, ...same }: Entry): ActionAdvisory => ({
  ...same,
  kind: kind === 'compromise' ? 'compromise' : 'vulnerability',
  affectedRefs: refs,
  affectedCommits: commits,
  affectedRange: range,
  fixedIn: fixed,
});
