import type { Operation } from '../model/operation.ts';
import { originOf } from '../workflow/origin.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { at, entriesOf } from '../workflow/yaml-view.ts';

/** Operations that add entries to the `env` of a step. `isAdded`: an operation before these adds the `env` itself. */
export function envEntries(step: Step, entries: ReadonlyMap<string, string>, isAdded = false): readonly Operation[] {
  if (entries.size === 0) return [];
  const route = [...step.route, 'env'];
  if (isAdded || at(originOf(step), 'env') !== null) {
    return [...entries].map(([key, value]): Operation => ({ op: 'add-key', route, key, value }));
  }
  const keys = entriesOf(originOf(step)).map(([name]) => name);
  const key = keys.includes('run') ? 'run' : keys.includes('with') ? 'with' : 'uses';
  // The first key stays where the dash is.
  const place = keys[0] === key || key === 'uses' ? { after: key } : { before: key };
  return [{ op: 'add-key', route: step.route, key: 'env', value: Object.fromEntries(entries), ...place }];
}
