import type { Assessed, Assessment, OfferedRemedy } from '../model/assessment.ts';
import type { Question } from '../model/question.ts';
import type { Decision, Policy } from './policy.ts';

/**
 * The same assessment with what the team decided as the suggestion: its remedy first and recommended, its answers and owners
 * as defaults. Whoever is asked may still say otherwise.
 */
export function withDecisions(assessment: Assessment, policy: Policy): Assessment {
  if (policy.decisions.length === 0 && policy.owners.length === 0) return assessment;
  return { ...assessment, controls: assessment.controls.map((assessed) => decided(assessed, policy)) };
}

function decided(assessed: Assessed, policy: Policy): Assessed {
  const decision = policy.decisions.find(({ control }) => control === assessed.control.id);
  const answered = assessed.remedies.map((remedy) => withAnswers(remedy, decision, policy));
  const wanted = answered.find(({ id }) => id === decision?.remedy);
  if (wanted === undefined) return { ...assessed, remedies: answered };
  const others = answered.filter(({ id }) => id !== wanted.id).map((remedy) => ({ ...remedy, recommended: false }));
  return { ...assessed, remedies: [{ ...wanted, recommended: true }, ...others] };
}

/** Answers belong to the remedy that was decided on; the owners are the same for all. */
const withAnswers = (remedy: OfferedRemedy, decision: Decision | undefined, policy: Policy): OfferedRemedy => ({
  ...remedy,
  questions: remedy.questions.map((question) => withDefault(question, remedy, decision, policy)),
});

function withDefault(
  question: Question,
  { id }: OfferedRemedy,
  decision: Decision | undefined,
  { owners, path }: Policy,
): Question {
  if (decision?.remedy === id && Object.hasOwn(decision.answers, question.id)) {
    const value = decision.answers[question.id];
    if (value !== undefined) return { ...question, default: { value, from: decision.file ?? path } };
  }
  return question.id === 'owners' && owners.length > 0
    ? { ...question, default: { value: owners, from: path } }
    : question;
}
