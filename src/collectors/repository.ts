import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts, Visibility } from '../model/repository.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, type Rights, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';

/** Asked first: whether the token may see settings decides what the other answers mean. */
export const collectRepository = (api: AsksPaths, asking: Asking): Promise<Fact<RepositoryFacts>> =>
  ask(api, asking, { path: repositoryPath(asking), needs: { role: 'read', permission: 'Metadata: read' } }, (data) =>
    factsIn(shapeOf(data)),
  );

/** What the user may do, as far as the host told. Without a login it does not tell. */
export function rightsIn(repository: Fact<RepositoryFacts>): Rights {
  if (repository.state === 'unknown') return 'unseen';
  const { admin, push } = repository.value.permissions;
  return admin ? 'admin' : push ? 'push' : 'read';
}

function factsIn(repository: JsonShape): RepositoryFacts | null {
  const owner = repository.inside('owner');
  const [id, ownerId, kind] = [repository.id('id'), owner.id('id'), owner.text('type')];
  const defaultBranch = repository.text('default_branch');
  const visibility = visibilityOf(repository);
  if (id === undefined || ownerId === undefined || kind === undefined) return null;
  if (defaultBranch === undefined || visibility === null) return null;
  const rights = repository.inside('permissions');
  return {
    id,
    ownerId,
    ownerKind: kind === 'Organization' ? 'organization' : 'user',
    visibility,
    archived: repository.flag('archived') ?? false,
    fork: repository.flag('fork') ?? false,
    template: repository.flag('is_template') ?? false,
    defaultBranch,
    permissions: { admin: rights.flag('admin') ?? false, push: rights.flag('push') ?? false },
  };
}

/** Older hosts tell only `private`. */
function visibilityOf(repository: JsonShape): Visibility | null {
  const told = repository.text('visibility');
  if (told === 'public' || told === 'private' || told === 'internal') return told;
  const hidden = repository.flag('private');
  return hidden === undefined ? null : hidden ? 'private' : 'public';
}
