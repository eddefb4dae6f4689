import type { YamlValue } from '../model/operation.ts';
import type { Workflow } from '../workflow/workflow-file.ts';

/** Whether a workflow names tags or releases among its triggers. A plain `push` also runs for tags, without meaning them. */
export const listensToReleases = (workflow: Workflow): boolean =>
  workflow.triggers.some(
    ({ event, config }) =>
      event === 'release' ||
      (event === 'push' && hasKey(config, 'tags')) ||
      (event === 'create' && workflow.triggers.length === 1),
  );

const hasKey = (config: YamlValue, key: string): boolean =>
  typeof config === 'object' && config !== null && !Array.isArray(config) && Object.hasOwn(config, key);
