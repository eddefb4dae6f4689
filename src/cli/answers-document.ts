import type { Choice } from '../model/plan.ts';
import type { Answers } from '../model/question.ts';
import type { WaiverWish } from '../session/decision.ts';

/** The form that `--answers FILE` reads and `--dry-run --format json` prints. */
type AnswersDocument = {
  readonly schemaVersion: 1;
  readonly answers: Answers;
  readonly controls: Readonly<Record<string, ControlAnswers>>;
};

type ControlAnswers =
  | { readonly remedy: string; readonly answers: Answers }
  | { readonly waive: { readonly reason: string; readonly expires: string } };

/** What was chosen, in the form that `--answers` reads: a run with it plans the same bytes. Keys are sorted. */
export function documentOf(choices: readonly Choice[], waivers: readonly WaiverWish[]): AnswersDocument {
  const entries: (readonly [string, ControlAnswers])[] = [
    ...choices.map(({ control, remedy, answers }): readonly [string, ControlAnswers] => [
      control,
      { remedy, answers: sorted(answers) },
    ]),
    ...waivers.map(({ control, reason, expires }): readonly [string, ControlAnswers] => [
      control,
      { waive: { reason, expires } },
    ]),
  ];
  return { schemaVersion: 1, answers: {}, controls: Object.fromEntries(entries.toSorted(byKey)) };
}

const sorted = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).toSorted(byKey));

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
