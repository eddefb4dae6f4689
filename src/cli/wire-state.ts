import type { Environment } from '../adapters/process-environment.ts';
import { type StateDirectory, stateDirectory } from '../adapters/state-directory.ts';
import type { Place } from './wire-target.ts';

/** Where this repository's state is kept; null when it has neither a name nor a folder to be known by. */
export function wireState(
  place: Pick<Place, 'host' | 'owner' | 'name' | 'checkout'>,
  environment: Environment,
): StateDirectory | null {
  const { host, owner, name, checkout } = place;
  if (owner !== null && name !== null) return stateDirectory({ host, owner, name }, environment);
  return checkout === null ? null : stateDirectory({ checkout: checkout.root }, environment);
}
