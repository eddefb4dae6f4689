import { next } from '../../session/next.ts';
import type { Observed, Session } from '../../session/session.ts';
import type { SessionEvent } from '../../session/session-event.ts';
import type { WizardActions } from '../../session/wizard-actions.ts';
import type { Row } from '../../ui/rows/row.ts';
import type { Asks } from './asks.ts';
import { rowText } from './row-text.ts';

/** What each step of the line-by-line wizard works with. */
export type LineSession = {
  readonly asks: Asks;
  readonly actions: WizardActions;
  readonly columns: number;
  readonly unicode: boolean;
  now(): Session;
  /** What was learned; may be asked for once looking is over. */
  observed(): Observed;
  /** Takes the event, and saves when something was decided. */
  dispatch(event: SessionEvent): void;
  say(rows: readonly Row[]): void;
};

type Given = Pick<LineSession, 'asks' | 'actions' | 'columns' | 'unicode'> & { readonly initial: Session };

export function lineSession({ initial, ...given }: Given): LineSession {
  let session = initial;
  return {
    ...given,
    now: () => session,
    observed: () => {
      if (session.observed === null) throw new Error('asked for what was learned before looking was over');
      return session.observed;
    },
    dispatch: (event) => {
      const { revision } = session;
      session = next(session, event);
      if (session.revision !== revision) given.actions.save(session);
    },
    say: (rows) => {
      for (const row of rows) given.asks.say(rowText(row));
    },
  };
}
