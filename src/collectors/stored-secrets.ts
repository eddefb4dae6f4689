import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { StoredSecret, StoredSecrets } from '../model/settings.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';

const NEEDS = { role: 'push', permission: 'Secrets: read' } as const;

/** Names and ages of the secrets that workflows can use. A person's repository has no organisation to get any from. */
export async function collectStoredSecrets(
  api: AsksPaths,
  asking: Asking,
  { ownerKind }: Pick<RepositoryFacts, 'ownerKind'>,
): Promise<Fact<StoredSecrets>> {
  const listOf = (place: string): Promise<Fact<readonly StoredSecret[]>> =>
    askAll(api, asking, { path: `${repositoryPath(asking)}/actions/${place}`, needs: NEEDS }, secretsIn, secretIn);
  const [repository, organization] = await Promise.all([
    listOf('secrets'),
    ownerKind === 'user' ? null : listOf('organization-secrets'),
  ]);
  if (repository.state === 'unknown') return repository;
  const fromOwner = organization === null ? [] : organization.state === 'known' ? organization.value : null;
  return { ...repository, value: { repository: repository.value, organization: fromOwner } };
}

/** The list in an answer about secrets, of a repository or of an environment. */
export const secretsIn = (data: unknown): readonly JsonShape[] | undefined => shapeOf(data).list('secrets');

export function secretIn(secret: JsonShape): StoredSecret | null {
  const [name, updatedAt] = [secret.text('name'), secret.text('updated_at')];
  return name === undefined || updatedAt === undefined ? null : { name, updatedAt };
}
