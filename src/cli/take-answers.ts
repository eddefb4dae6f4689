import { offered } from '../assess/assess.ts';
import type { Assessed, Assessment, OfferedRemedy } from '../model/assessment.ts';
import type { Control } from '../model/control.ts';
import type { Choice, LeftOut } from '../model/plan.ts';
import { type Answer, type Answers, type Question, refuseAnswer } from '../model/question.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Decided, WaiverWish } from '../session/decision.ts';
import { refuseExpiry, refuseReason } from '../session/waiver-draft.ts';
import { nearestNames, orList } from './nearest-names.ts';
import { answersRefused, type GivenAnswers, type GivenForControl } from './read-answers.ts';
import { controlNamed } from './select-controls.ts';

export type AnswersInput = {
  readonly given: GivenAnswers;
  /** The file's name, for messages. */
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly assessment: Assessment;
  /** Every control there is, so that one outside the scope of this run is not called unknown. */
  readonly controls: readonly Control[];
};

/**
 * What an answers file decides about this repository. A control that has no gap any more is left out, not refused, so that
 * the same file can be used again.
 * @throws Refusal with exit code 2 for a name that is not known and an answer that cannot be taken.
 */
export function takeAnswers(input: AnswersInput): Decided {
  const { given, assessment, controls, name } = input;
  refuseUnknownQuestions(input);
  const choices: Choice[] = [];
  const waivers: WaiverWish[] = [];
  const leftOut: LeftOut[] = [];
  for (const [word, wish] of Object.entries(given.controls)) {
    const control = controlNamed(controls, word);
    if (control === null)
      throw answersRefused(
        name,
        unknownName(
          `no control is called "${word}"`,
          word,
          controls.map(({ id }) => id),
        ),
      );
    const assessed = assessment.controls.find((each) => each.control.id === control.id);
    const taken = assessed === undefined ? 'it is not part of this run' : take(control, assessed, wish, input);
    if (typeof taken === 'string') leftOut.push({ control: control.id, reason: taken });
    else if ('remedy' in taken) choices.push(taken);
    else waivers.push(taken);
  }
  return { choices, waivers, leftOut };
}

/** A choice, a waiver, or the reason why it is neither. */
function take(
  control: Control,
  assessed: Assessed,
  wish: GivenForControl,
  input: AnswersInput,
): Choice | WaiverWish | string {
  const refuse = (why: string) => answersRefused(input.name, why);
  if (wish.kind === 'skip') return 'the answers say "skip"';
  if (wish.kind === 'waive') {
    const problem = refuseReason(wish.reason) ?? refuseExpiry(wish.expires, input.snapshot.observedAt);
    if (problem !== null) throw refuse(`controls.${control.id}.waive: ${problem}`);
    return assessed.gap
      ? { control: control.id, reason: wish.reason, expires: wish.expires }
      : 'it has no gap to waive';
  }
  const ids = control.remedies.map(({ id }) => id);
  if (!ids.includes(wish.remedy))
    throw refuse(unknownName(`${control.id} has no remedy "${wish.remedy}"`, wish.remedy, ids));
  if (!assessed.gap) return 'it has no gap now';
  const remedy = assessed.remedies.find(({ id }) => id === wish.remedy);
  if (remedy === undefined) return `its remedy "${wish.remedy}" cannot be offered here`;
  return { control: control.id, remedy: remedy.id, answers: answersFor(control, remedy, wish.answers, input) };
}

function answersFor(control: Control, { questions }: OfferedRemedy, own: Answers, input: AnswersInput): Answers {
  const at = `controls.${control.id}.answers`;
  const unknown = Object.keys(own).find((id) => !questions.some((question) => question.id === id));
  if (unknown !== undefined) {
    const ids = questions.map(({ id }) => id);
    throw answersRefused(input.name, unknownName(`${at} answers "${unknown}", which is not asked`, unknown, ids));
  }
  const answers = questions.flatMap((question): [string, Answer][] => {
    const answer = own[question.id] ?? input.given.answers[question.id] ?? question.default?.value;
    const problem = wrongForm(question, answer) ?? refuseAnswer(question, answer);
    if (problem !== null) throw answersRefused(input.name, `${at}.${question.id}: ${problem}`);
    return answer === undefined ? [] : [[question.id, answer]];
  });
  return Object.fromEntries(answers);
}

function wrongForm({ kind, label }: Question, answer: Answer | undefined): string | null {
  if (answer === undefined) return null;
  if (kind === 'confirm') return typeof answer === 'boolean' ? null : `${label}: true or false is meant`;
  if (kind === 'list') return typeof answer === 'boolean' ? `${label}: a list is meant` : null;
  return typeof answer === 'string' ? null : `${label}: a text is meant`;
}

/** An answer at the top is for every question of that id, asked now or not; an id that nothing asks is a slip. */
function refuseUnknownQuestions({ given, snapshot, controls, name }: AnswersInput): void {
  const typed = Object.keys(given.answers);
  if (typed.length === 0) return;
  const known = controls.flatMap((control) =>
    offered(snapshot, control).flatMap(({ questions }) => questions.map(({ id }) => id)),
  );
  const unknown = typed.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw answersRefused(name, unknownName(`no question is called "${unknown}"`, unknown, known));
}

/** As many names as are worth listing. */
const FEW = 8;

function unknownName(what: string, typed: string, names: readonly string[]): string {
  const near = nearestNames(typed, names);
  if (near.length > 0) return `${what}; near it: ${orList(near)}.`;
  return names.length > 0 && names.length <= FEW ? `${what}; expected ${orList(names)}.` : `${what}.`;
}
