import type { Session } from './session.ts';
import { controlsToWalk } from './walk-order.ts';

/** How far the walk is. */
export type Tally = {
  readonly taken: number;
  readonly skipped: number;
  readonly waived: number;
  readonly undecided: number;
};

export function tallyOf(session: Session): Tally {
  const kinds = controlsToWalk(session).map(({ control }) => session.decisions[control.id]?.kind);
  const count = (kind: 'take' | 'skip' | 'waive' | undefined) => kinds.filter((each) => each === kind).length;
  return { taken: count('take'), skipped: count('skip'), waived: count('waive'), undecided: count(undefined) };
}
