import { isRecord } from '../model/is-record.ts';
import { type Answers, isAnswer } from '../model/question.ts';
import type { Decision } from './decision.ts';
import type { Session } from './session.ts';

/** What `session.json` keeps between two runs: decisions and answers, nothing that was observed. */
export type SavedSession = {
  readonly schemaVersion: 1;
  readonly answers: Answers;
  readonly decisions: Readonly<Record<string, Decision>>;
};

export const saved = (session: Session): SavedSession => ({
  schemaVersion: 1,
  answers: session.answers,
  decisions: session.decisions,
});

/** True when there is anything to take up again. */
export const isWorthOffering = (offer: SavedSession): boolean =>
  Object.keys(offer.decisions).length + Object.keys(offer.answers).length > 0;

/**
 * A saved session as it was read from disk, or null when it is not one. Entries that cannot be understood are dropped: losing
 * one answer is better than refusing to start.
 */
export function parseSavedSession(value: unknown): SavedSession | null {
  if (!isRecord(value) || value.schemaVersion !== 1) return null;
  const { answers, decisions } = value;
  if (!isRecord(answers) || !isRecord(decisions)) return null;
  return {
    schemaVersion: 1,
    answers: pick(answers, (each) => (isAnswer(each) ? each : null)),
    decisions: pick(decisions, decisionIn),
  };
}

/** Takes up what still fits: controls that still have a gap, with remedies that are still offered. */
export function resume(session: Session, offer: SavedSession): Session {
  const fits = (control: string, decision: Decision): boolean => {
    const assessed = session.observed?.assessment.controls.find((each) => each.control.id === control && each.gap);
    if (assessed === undefined) return false;
    return decision.kind !== 'take' || assessed.remedies.some(({ id }) => id === decision.remedy);
  };
  const decisions = Object.entries(offer.decisions).filter(([control, decision]) => fits(control, decision));
  return {
    ...session,
    answers: { ...offer.answers, ...session.answers },
    decisions: { ...Object.fromEntries(decisions), ...session.decisions },
  };
}

function decisionIn(value: unknown): Decision | null {
  if (!isRecord(value)) return null;
  const { kind, remedy, reason, expires } = value;
  if (kind === 'skip') return { kind };
  if (kind === 'take' && typeof remedy === 'string') return { kind, remedy };
  if (kind === 'waive' && typeof reason === 'string' && typeof expires === 'string') return { kind, reason, expires };
  return null;
}

function pick<T>(from: Readonly<Record<string, unknown>>, read: (value: unknown) => T | null): Record<string, T> {
  const entries = Object.entries(from).flatMap(([key, value]): [string, T][] => {
    const taken = read(value);
    return taken === null || key === '__proto__' ? [] : [[key, taken]];
  });
  return Object.fromEntries(entries);
}
