import type { Fact } from '../model/fact.ts';
import type { ActionsPolicy } from '../model/repository.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** Which actions may run. `sha_pinning_required` is missing before GHES 3.19: then it is null, not false. */
export const collectActionsPolicy = (api: AsksPaths, asking: Asking): Promise<Fact<ActionsPolicy>> =>
  ask(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/actions/permissions`,
      needs: { role: 'admin', permission: 'Administration: read' },
    },
    (data) => {
      const policy = shapeOf(data);
      const enabled = policy.flag('enabled');
      const allowed = policy.text('allowed_actions');
      if (enabled === undefined) return null;
      if (allowed !== undefined && allowed !== 'all' && allowed !== 'local_only' && allowed !== 'selected') return null;
      return {
        enabled,
        allowedActions: allowed ?? null,
        shaPinningRequired: policy.flag('sha_pinning_required') ?? null,
      };
    },
  );
