import type { Fact } from '../model/fact.ts';
import type { DeployKey } from '../model/settings.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapesOf } from './json-shape.ts';

/** Keys of machines that may read or write the repository. */
export const collectDeployKeys = (api: AsksPaths, asking: Asking): Promise<Fact<readonly DeployKey[]>> =>
  askAll(
    api,
    asking,
    { path: `${repositoryPath(asking)}/keys`, needs: { role: 'admin', permission: 'Administration: read' } },
    shapesOf,
    (key) => {
      const readOnly = key.flag('read_only');
      return readOnly === undefined
        ? null
        : { title: key.text('title') ?? '', readOnly, lastUsed: key.text('last_used') ?? null };
    },
  );
