import type { Session } from '../../session/session.ts';
import type { Tally } from '../../session/tally.ts';
import { controlsToWalk } from '../../session/walk-order.ts';
import type { Row } from './row.ts';

/** Where in the walk this control is and what is decided so far. */
export function walkStatus(session: Session, control: string, tally: Tally): Row {
  const all = controlsToWalk(session);
  const at = all.findIndex((each) => each.control.id === control) + 1;
  const parts = [
    `${at} of ${all.length}`,
    `${tally.taken} chosen`,
    ...(tally.skipped === 0 ? [] : [`${tally.skipped} not now`]),
    ...(tally.waived === 0 ? [] : [`${tally.waived} to be waived`]),
    `${tally.undecided} to decide`,
  ];
  return { spans: [{ text: ` ${parts.join('   ')}`, dim: true }] };
}
