import type { Fact } from '../model/fact.ts';
import type { TokenDefaults } from '../model/repository.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** What the job token may do in workflows that do not say, and whether workflows may approve pull requests. */
export const collectTokenDefaults = (api: AsksPaths, asking: Asking): Promise<Fact<TokenDefaults>> =>
  ask(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/actions/permissions/workflow`,
      needs: { role: 'admin', permission: 'Administration: read' },
    },
    (data) => {
      const level = shapeOf(data).text('default_workflow_permissions');
      const approves = shapeOf(data).flag('can_approve_pull_request_reviews');
      if ((level !== 'read' && level !== 'write') || approves === undefined) return null;
      return { defaultWorkflowPermissions: level, canApprovePullRequestReviews: approves };
    },
  );
