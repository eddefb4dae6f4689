import { type Fact, known } from '../model/fact.ts';
import type { RepositoryFacts, Visibility } from '../model/repository.ts';
import type { SecurityAnalysis } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, type Rights, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import { securityAnalysisIn } from './security-analysis.ts';

/** What one answer tells: the repository, and what of it only administrators see. */
export type RepositoryPage = {
  readonly repository: Fact<RepositoryFacts>;
  readonly securityAnalysis: Fact<SecurityAnalysis>;
};

/** Asked first: whether the token may see settings decides what the other answers mean. */
export async function collectRepository(api: AsksPaths, asking: Asking): Promise<RepositoryPage> {
  const question = { path: repositoryPath(asking), needs: { role: 'read', permission: 'Metadata: read' } } as const;
  const page = await ask(api, asking, question, (data) => {
    const facts = factsIn(shapeOf(data));
    return facts === null ? null : { facts, said: shapeOf(data) };
  });
  if (page.state === 'unknown') return { repository: page, securityAnalysis: page };
  const { facts, said } = page.value;
  return { repository: known(facts, page.source), securityAnalysis: securityAnalysisIn(said, asking, page.source) };
}

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
