import type { Fact } from '../model/fact.ts';
import type { ArtifactRetention } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** How many days artifacts and logs are kept. */
export const collectArtifactRetention = (api: AsksPaths, asking: Asking): Promise<Fact<ArtifactRetention>> =>
  ask(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/actions/permissions/artifact-and-log-retention`,
      needs: { role: 'admin', permission: 'Administration: read' },
    },
    (data) => {
      const days = shapeOf(data).number('days');
      return days === undefined ? null : { days, maximumDays: shapeOf(data).number('maximum_allowed_days') ?? null };
    },
  );
