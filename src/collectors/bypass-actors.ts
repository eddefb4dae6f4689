import type { Ruleset } from '../model/settings.ts';
import type { Asking } from './asking.ts';

/**
 * Who can bypass a ruleset is shown only to those who can change it. Nobody shown proves that nobody can only to an
 * administrator whose token is sure to have the right, and of the repository's own rulesets.
 */
export function actorsSeen(
  actors: Ruleset['bypassActors'] | undefined,
  sourceKind: Ruleset['sourceKind'],
  asking: Asking,
): Ruleset['bypassActors'] {
  if (actors === undefined || actors === null) return null;
  const surelyAll =
    sourceKind === 'repository' && asking.rights === 'admin' && (asking.token.scopes?.includes('repo') ?? false);
  return actors.length > 0 || surelyAll ? actors : null;
}
