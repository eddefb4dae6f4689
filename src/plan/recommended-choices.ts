import type { Assessed, Assessment, OfferedRemedy } from '../model/assessment.ts';
import type { Risk } from '../model/change.ts';
import type { Choice, LeftOut } from '../model/plan.ts';
import type { Answers, Question } from '../model/question.ts';
import { refuseAnswer } from '../model/question.ts';

export type RecommendOptions = {
  readonly maxRisk: Risk;
  /** Answers given beforehand, for any question of that id. */
  readonly answers?: Answers;
  /** What the team requires is taken though it is a "could". */
  isRequired?(control: Assessed['control']): boolean;
};

export type Recommended = {
  readonly choices: readonly Choice[];
  /** Settings and steps by hand that the same rules would recommend: told, never done. */
  readonly advisory: readonly Choice[];
  readonly leftOut: readonly LeftOut[];
};

/**
 * What `--yes` takes: for every must or should with a gap, the recommended remedy, when its required questions have defaults
 * derived from facts. What is not taken is listed with the reason.
 */
export function recommendedChoices(assessment: Assessment, options: RecommendOptions): Recommended {
  const choices: Choice[] = [];
  const advisory: Choice[] = [];
  const leftOut: LeftOut[] = [];
  for (const assessed of assessment.controls.filter((each) => each.gap)) {
    const taken = recommend(assessed, options);
    if ('reason' in taken) leftOut.push({ control: assessed.control.id, reason: taken.reason });
    else if (taken.files) choices.push(taken.choice);
    else {
      advisory.push(taken.choice);
      leftOut.push({ control: assessed.control.id, reason: 'it is a setting or a step by hand: listed, not done' });
    }
  }
  return { choices, advisory, leftOut };
}

type Taken = { readonly choice: Choice; readonly files: boolean } | { readonly reason: string };

function recommend({ control, remedies }: Assessed, { maxRisk, answers = {}, isRequired }: RecommendOptions): Taken {
  if (control.tier === 'could' && isRequired?.(control) !== true)
    return { reason: 'it is a "could": choose it yourself' };
  const remedy = remedies.find((each) => each.recommended);
  if (remedy === undefined) return { reason: 'no remedy can be offered for it' };
  const filled = defaultAnswers(remedy, answers);
  if ('open' in filled) return { reason: `"${filled.open.label}" needs your answer` };
  const files = remedy.kind === 'new-file' || remedy.kind === 'edit';
  if (files && maxRisk === 'safe' && remedy.risk === 'review')
    return { reason: 'its risk is "review", above --max-risk safe' };
  return { choice: { control: control.id, remedy: remedy.id, answers: filled.answers }, files };
}

/** The given answers, then the defaults; or the first question that stays open. */
export function defaultAnswers(
  { questions }: Pick<OfferedRemedy, 'questions'>,
  given: Answers,
): { readonly answers: Answers } | { readonly open: Question } {
  const entries = questions.map((question) => {
    const answer = Object.hasOwn(given, question.id) ? given[question.id] : question.default?.value;
    return { question, answer };
  });
  const open = entries.find(({ question, answer }) => refuseAnswer(question, answer) !== null);
  if (open !== undefined) return { open: open.question };
  return {
    answers: Object.fromEntries(
      entries.flatMap(({ question, answer }) => (answer === undefined ? [] : [[question.id, answer]])),
    ),
  };
}
