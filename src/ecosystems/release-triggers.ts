import type { YamlValue } from '../model/operation.ts';
import type { Workflow } from '../workflow/workflow-file.ts';

/**
 * Whether a workflow only runs while a change is proposed: what it pushes is a trial that nobody was told of. A pull request that was
 * closed may have been merged, and start a release.
 */
export const isOnlyProposed = (workflow: Workflow): boolean =>
  workflow.triggers.length > 0 &&
  workflow.triggers.every(
    ({ event, config }) =>
      event === 'merge_group' || (event === 'pull_request' && !JSON.stringify(config).includes('"closed"')),
  );

/** Whether a workflow names tags or releases among its triggers. A plain `push` also runs for tags, without meaning them. */
export const listensToReleases = (workflow: Workflow): boolean =>
  workflow.triggers.some(
    ({ event, config }) =>
      event === 'release' ||
      (event === 'push' && hasKey(config, 'tags')) ||
      (event === 'create' && (workflow.triggers.length === 1 || hasKey(config, 'tags'))),
  );

const hasKey = (config: YamlValue, key: string): boolean =>
  typeof config === 'object' && config !== null && !Array.isArray(config) && Object.hasOwn(config, key);
