import type { Assessed, OfferedRemedy } from '../model/assessment.ts';
import { type Answer, type Answers, type Question, refuseAnswer } from '../model/question.ts';
import type { Session } from './session.ts';

/** The remedy that would be taken for a control: the marked one, the taken one, else the recommended. Null when none is offered. */
export function markedRemedy(session: Session, { control, remedies }: Assessed): OfferedRemedy | null {
  const decision = session.decisions[control.id];
  const wanted = session.marked[control.id] ?? (decision?.kind === 'take' ? decision.remedy : undefined);
  return (
    remedies.find(({ id }) => id === wanted) ?? remedies.find(({ recommended }) => recommended) ?? remedies[0] ?? null
  );
}

/** What the user said, else the default that a fact suggests, else nothing. */
export const answerTo = (session: Session, question: Question): Answer | undefined =>
  Object.hasOwn(session.answers, question.id) ? session.answers[question.id] : question.default?.value;

/** Questions of a remedy whose answer is missing or would be refused. */
export const openQuestions = (session: Session, remedy: OfferedRemedy): readonly Question[] =>
  remedy.questions.filter((question) => refuseAnswer(question, answerTo(session, question)) !== null);

/** All answers of a remedy, given and suggested. */
export function answersFor(session: Session, remedy: OfferedRemedy): Answers {
  return Object.fromEntries(
    remedy.questions.flatMap((question) => {
      const answer = answerTo(session, question);
      return answer === undefined ? [] : [[question.id, answer]];
    }),
  );
}

/** True when the control can be taken as it stands: a remedy is offered and each of its questions has an acceptable answer. */
export function canTake(session: Session, assessed: Assessed): boolean {
  const remedy = markedRemedy(session, assessed);
  return remedy !== null && openQuestions(session, remedy).length === 0;
}
