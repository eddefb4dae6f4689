import type { Ruleset } from '../model/settings.ts';

/** `Repository`, `Organization` and `Enterprise` as REST and GraphQL name the place a rule was written at. */
export function ownerLevel(kind: string | undefined): Ruleset['sourceKind'] {
  switch (kind) {
    case 'Repository':
      return 'repository';
    case 'Organization':
      return 'organization';
    case 'Enterprise':
      return 'enterprise';
    default:
      return 'unknown';
  }
}
