import type { Assessment } from '../model/assessment.ts';
import type { Choice, LeftOut } from '../model/plan.ts';
import type { Answers } from '../model/question.ts';
import {
  defaultAnswers,
  type Recommended,
  type RecommendOptions,
  recommendedChoices,
} from '../plan/recommended-choices.ts';
import { isRequired, type Policy } from '../policy/policy.ts';
import type { Decided } from '../session/decision.ts';

/**
 * What `--yes` takes: what the answers say, then what the team decided in its policy, then what is recommended for the rest.
 * A remedy of the policy is taken whatever its risk: it was chosen by people.
 */
export function recommend(
  assessment: Assessment,
  options: RecommendOptions,
  policy: Policy,
  given: Decided,
): Recommended {
  const owners: Answers = policy.owners.length === 0 ? {} : { owners: policy.owners };
  const answers: Answers = { ...owners, ...options.answers };
  const settled = new Set([...given.choices, ...given.waivers, ...given.leftOut].map(({ control }) => control));
  const decided = policy.decisions.flatMap((decision) => {
    const assessed = assessment.controls.find(({ control }) => control.id === decision.control);
    if (assessed === undefined || !assessed.gap || settled.has(decision.control)) return [];
    const remedy = assessed.remedies.find(({ id }) => id === decision.remedy);
    const filled =
      remedy === undefined ? null : defaultAnswers(remedy, { ...owners, ...decision.answers, ...options.answers });
    return [{ decision, filled }];
  });
  const choices: Choice[] = [...given.choices];
  const leftOut: LeftOut[] = [...given.leftOut];
  for (const { decision, filled } of decided) {
    settled.add(decision.control);
    const { control, remedy } = decision;
    if (filled !== null && 'answers' in filled) choices.push({ control, remedy, answers: filled.answers });
    else
      leftOut.push({
        control,
        reason: `the remedy "${remedy}" of ${decision.file ?? policy.path} cannot be carried out here`,
      });
  }
  const rest = { ...assessment, controls: assessment.controls.filter(({ control }) => !settled.has(control.id)) };
  const recommended = recommendedChoices(rest, {
    ...options,
    answers,
    isRequired: (control) => isRequired(policy.require, control),
  });
  return {
    choices: [...choices, ...recommended.choices],
    advisory: recommended.advisory,
    leftOut: [...leftOut, ...recommended.leftOut],
  };
}
