import { type Fact, known } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { OwnerAccount } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';
import type { Overview } from './overview.ts';

/** What the organisation demands of its members, where it shows. Of a person's account nothing shows. */
export async function collectOwnerAccount(
  api: AsksPaths,
  asking: Asking,
  { ownerKind }: Pick<RepositoryFacts, 'ownerKind'>,
  overview: Overview | null,
): Promise<Fact<OwnerAccount>> {
  if (ownerKind === 'user') {
    const source = { via: 'api', at: `GET ${repositoryPath(asking)}` } as const;
    return known({ twoFactorRequired: null, defaultPermission: null }, source);
  }
  const told = overview?.repository.inside('owner');
  if (overview !== null && told?.text('__typename') === 'Organization') {
    // Both roads tell owners of the organisation only.
    const twoFactorRequired = told.flag('requiresTwoFactorAuthentication') ?? null;
    return known({ twoFactorRequired, defaultPermission: null }, overview.source);
  }
  const path = `/orgs/${encodeURIComponent(asking.owner)}`;
  return ask(
    api,
    asking,
    { path, needs: { role: 'read', permission: 'organization Administration: read' } },
    (data) => {
      const said = shapeOf(data);
      return said.text('login') === undefined
        ? null
        : {
            twoFactorRequired: said.flag('two_factor_requirement_enabled') ?? null,
            defaultPermission: said.text('default_repository_permission') ?? null,
          };
    },
  );
}
