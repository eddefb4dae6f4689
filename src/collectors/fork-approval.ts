import { type Fact, unknown } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { ForkApproval } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** Whose runs wait for approval. Only public repositories have this setting; the others answer 422 and are not asked. */
export async function collectForkApproval(
  api: AsksPaths,
  asking: Asking,
  { visibility }: Pick<RepositoryFacts, 'visibility'>,
): Promise<Fact<ForkApproval>> {
  const path = `${repositoryPath(asking)}/actions/permissions/fork-pr-contributor-approval`;
  if (visibility !== 'public') {
    const unlock = `a ${visibility} repository has no approval of outside contributors; look at runs from private forks`;
    return unknown('unsupported', unlock, { via: 'api', at: `GET ${path}` });
  }
  return ask(api, asking, { path, needs: { role: 'admin', permission: 'Administration: read' } }, (data) => {
    const policy = shapeOf(data).text('approval_policy');
    return POLICIES.find((each) => each === policy) ?? null;
  });
}

const POLICIES = [
  'first_time_contributors_new_to_github',
  'first_time_contributors',
  'all_external_contributors',
] as const satisfies readonly ForkApproval[];
