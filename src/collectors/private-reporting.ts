import { type Fact, known } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/**
 * Whether a vulnerability can be reported in private. GitHub answers 422 for a repository that is not public: it cannot be
 * reported there, which is a known no.
 */
export async function collectPrivateReporting(
  api: AsksPaths,
  asking: Asking,
  { visibility }: Pick<RepositoryFacts, 'visibility'>,
): Promise<Fact<boolean>> {
  if (visibility !== 'public') return known(false, { via: 'api', at: `GET ${repositoryPath(asking)}` });
  return ask<boolean>(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/private-vulnerability-reporting`,
      needs: { role: 'read', permission: 'Metadata: read' },
    },
    (data) => shapeOf(data).flag('enabled') ?? null,
    (failure, source) => (failure.status === 422 ? known(false, source) : null),
  );
}
