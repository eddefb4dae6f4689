import type { Snapshot } from '../model/snapshot.ts';
import { effectiveCodeowners, parseCodeowners } from '../workflow/codeowners.ts';
import type { ProjectView } from './fact-views.ts';

/**
 * Who could own the build system: the owners of everything in CODEOWNERS, else the one named most often; without such a file the
 * user whom the repository belongs to. An organisation is not an owner, so that nothing is suggested for its repositories.
 */
export function ownersView({ target, facts }: Snapshot, { tree, texts }: ProjectView): readonly string[] | null {
  const codeowners = effectiveCodeowners(tree, texts);
  if (codeowners !== null && 'file' in codeowners) {
    const { rules } = parseCodeowners(codeowners.file.text);
    const ofAll = rules.findLast(({ pattern }) => ['*', '/*', '**', '/**'].includes(pattern))?.owners ?? [];
    if (ofAll.length > 0) return ofAll;
    const frequent = mostFrequent(rules.flatMap(({ owners }) => owners));
    if (frequent !== null) return [frequent];
  }
  const isUsers = facts.repository.state === 'known' && facts.repository.value.ownerKind === 'user';
  return isUsers && target.owner !== null ? [`@${target.owner}`] : null;
}

/** The first of those that occur most often. */
function mostFrequent(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  let best: string | null = null;
  for (const [name, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = name;
  return best;
}
