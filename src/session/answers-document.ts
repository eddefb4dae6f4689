import type { Answers } from '../model/question.ts';
import { choicesOf } from './decided.ts';
import type { Decision } from './decision.ts';
import type { Session } from './session.ts';

/** The form that `--answers FILE` reads. Questions are answered once, whatever number of controls asks them. */
export type AnswersDocument = {
  readonly schemaVersion: 1;
  readonly answers: Answers;
  readonly controls: Readonly<Record<string, ControlAnswers>>;
};

export type ControlAnswers =
  | { readonly remedy: string; readonly answers?: Answers }
  | { readonly waive: { readonly reason: string; readonly expires: string } };

/** What the user decided, so that a run without questions can do the same. Keys are sorted. */
export function answersDocument(session: Session): AnswersDocument {
  const answers = Object.assign({}, ...choicesOf(session).map((choice) => choice.answers)) as Answers; // only answers were assigned
  const controls = Object.entries(session.decisions).map(([control, decision]) => [control, controlAnswers(decision)]);
  return { schemaVersion: 1, answers: sorted(answers), controls: sorted(Object.fromEntries(controls)) };
}

function controlAnswers(decision: Decision): ControlAnswers {
  switch (decision.kind) {
    case 'take':
      return { remedy: decision.remedy };
    case 'skip':
      return { remedy: 'skip' };
    case 'waive':
      return { waive: { reason: decision.reason, expires: decision.expires } };
  }
}

const sorted = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
