import { type Fact, unknown } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { PrivateForkRuns } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** What runs from forks of a private repository may do. A public one has another setting, and is not asked. */
export async function collectPrivateForkRuns(
  api: AsksPaths,
  asking: Asking,
  { visibility }: Pick<RepositoryFacts, 'visibility'>,
): Promise<Fact<PrivateForkRuns>> {
  const path = `${repositoryPath(asking)}/actions/permissions/fork-pr-workflows-private-repos`;
  if (visibility === 'public') {
    const unlock = 'a public repository has no private forks; look at the approval of outside contributors';
    return unknown('unsupported', unlock, { via: 'api', at: `GET ${path}` });
  }
  return ask(api, asking, { path, needs: { role: 'admin', permission: 'Administration: read' } }, (data) => {
    const said = shapeOf(data);
    const runWorkflows = said.flag('run_workflows_from_fork_pull_requests');
    const sendWriteTokens = said.flag('send_write_tokens_to_workflows');
    const sendSecrets = said.flag('send_secrets_and_variables');
    const requireApproval = said.flag('require_approval_for_fork_pr_workflows');
    return runWorkflows === undefined ||
      sendWriteTokens === undefined ||
      sendSecrets === undefined ||
      requireApproval === undefined
      ? null
      : { runWorkflows, sendWriteTokens, sendSecrets, requireApproval };
  });
}
