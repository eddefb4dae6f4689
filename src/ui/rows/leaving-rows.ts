import { counted } from '../../model/counted.ts';
import { hasDecided } from '../../session/decided.ts';
import type { Session } from '../../session/session.ts';
import { tallyOf } from '../../session/tally.ts';
import { BLANK, plain, type Row, strong } from './row.ts';

/** The question before leaving: what is kept, and what has not happened. */
export function leavingRows(session: Session): readonly Row[] {
  const { taken, skipped, waived } = tallyOf(session);
  const kept = hasDecided(session) || skipped > 0;
  return [
    BLANK,
    strong('Leave now?'),
    BLANK,
    plain(
      session.delivery === null
        ? 'Nothing has been changed in the repository.'
        : 'The delivery did not finish: the page before this one says what exists already.',
    ),
    plain(
      kept
        ? `${counted(taken, 'remedy', 'remedies')}, ${counted(waived, 'waiver')} and ${skipped} "not now" are saved and offered on the next run.`
        : 'Nothing is chosen yet.',
    ),
  ];
}
