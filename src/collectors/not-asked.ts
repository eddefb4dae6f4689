import { type Unknown, unknown } from '../model/fact.ts';
import type { Target } from '../model/target.ts';

/** Why nothing is asked online at all. */
export function notAsked(target: Target): Unknown {
  const unlock =
    target.mode === 'local'
      ? 'run without --local to ask GitHub'
      : 'name the repository with --repo OWNER/NAME, or add a remote that points to GitHub';
  return unknown('not-asked', unlock, { via: 'api', at: 'nothing was asked' });
}
