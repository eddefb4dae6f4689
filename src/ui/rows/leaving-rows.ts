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
        ? `Saved and offered on the next run: ${[
            ...(taken === 0 ? [] : [counted(taken, 'remedy', 'remedies')]),
            ...(waived === 0 ? [] : [counted(waived, 'waiver')]),
            ...(skipped === 0 ? [] : [`${skipped} "not now"`]),
          ].join(', ')}.`
        : 'Nothing is chosen yet.',
    ),
  ];
}
