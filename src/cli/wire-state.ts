import type { Environment } from '../adapters/process-environment.ts';
import { type StateDirectory, stateDirectory } from '../adapters/state-directory.ts';
import type { Located } from './wire-target.ts';

/** Where this repository's state is kept; null when it has neither a name nor a folder to be known by. */
export function wireState({ target, checkout }: Located, environment: Environment): StateDirectory | null {
  const { host, owner, name } = target;
  if (owner !== null && name !== null) return stateDirectory({ host, owner, name }, environment);
  return checkout === null ? null : stateDirectory({ checkout: checkout.root }, environment);
}
