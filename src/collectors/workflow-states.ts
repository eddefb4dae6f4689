import type { Fact } from '../model/fact.ts';
import type { WorkflowState } from '../model/repository.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** Which workflows are switched on. `dynamic/…` paths are GitHub's own and are listed too. */
export const collectWorkflowStates = (api: AsksPaths, asking: Asking): Promise<Fact<readonly WorkflowState[]>> =>
  askAll(
    api,
    asking,
    { path: `${repositoryPath(asking)}/actions/workflows`, needs: { role: 'read', permission: 'Actions: read' } },
    (data) => shapeOf(data).list('workflows'),
    (workflow) => {
      const [path, state] = [workflow.text('path'), workflow.text('state')];
      return path === undefined || state === undefined ? null : { path, state };
    },
  );
