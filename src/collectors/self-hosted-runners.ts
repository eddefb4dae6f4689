import type { Fact } from '../model/fact.ts';
import type { SelfHostedRunner } from '../model/repository.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** Runners registered at this repository. Those of the organisation serve it unseen. */
export const collectSelfHostedRunners = (api: AsksPaths, asking: Asking): Promise<Fact<readonly SelfHostedRunner[]>> =>
  askAll(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/actions/runners`,
      needs: { role: 'admin', permission: 'Administration: read' },
    },
    (data) => shapeOf(data).list('runners'),
    (runner) => {
      const name = runner.text('name');
      if (name === undefined) return null;
      const labels = runner.list('labels')?.flatMap((label) => label.text('name') ?? []) ?? [];
      return {
        name,
        ephemeral: runner.flag('ephemeral') ?? null,
        labels,
        version: runner.text('version') ?? null,
        groupId: runner.id('runner_group_id') ?? null,
      };
    },
  );
