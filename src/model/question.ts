export type Answer = string | boolean | readonly string[];
export type Answers = Readonly<Record<string, Answer>>;

/** Whether data that was read has the form of an answer. */
export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/**
 * Something a remedy must be told. `default` is derived from facts; a required question without one keeps `--yes` from
 * taking the remedy. An id that several remedies share is answered once.
 */
export type Question = {
  readonly id: string;
  readonly kind: 'text' | 'list' | 'choice' | 'confirm';
  readonly label: string;
  readonly help: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly required: boolean;
  /** Absent when no fact suggests an answer. `from` says which fact did. */
  readonly default?: { readonly value: Answer; readonly from: string };
  /** A regular expression the text, or every item of the list, must match; `patternHelp` says it in words. */
  readonly pattern?: string;
  readonly patternHelp?: string;
};

export const textAnswer = (answers: Answers, id: string, otherwise = ''): string => {
  const answer = answers[id];
  return typeof answer === 'string' ? answer : otherwise;
};

export const listAnswer = (answers: Answers, id: string): readonly string[] => {
  const answer = answers[id];
  if (Array.isArray(answer)) return answer as readonly string[];
  return typeof answer === 'string' && answer !== '' ? [answer] : [];
};

export const yesAnswer = (answers: Answers, id: string, otherwise = false): boolean => {
  const answer = answers[id];
  return typeof answer === 'boolean' ? answer : otherwise;
};

/** The sentence to show when an answer cannot be taken, or null when it can. */
export function refuseAnswer(question: Question, answer: Answer | undefined): string | null {
  const items = answer === undefined ? [] : typeof answer === 'boolean' ? ['yes'] : [answer].flat();
  const given = items.filter((item) => item !== '');
  if (given.length === 0) return question.required ? `${question.label}: an answer is needed` : null;
  if (question.kind === 'choice' && question.choices !== undefined) {
    const values = question.choices.map((choice) => choice.value);
    const wrong = given.find((item) => !values.includes(item));
    if (wrong !== undefined) return `${question.label}: "${wrong}" is not one of ${values.join(', ')}`;
  }
  if (question.pattern !== undefined && question.kind !== 'confirm') {
    const pattern = new RegExp(`^(?:${question.pattern})$`, 'u');
    const wrong = given.find((item) => !pattern.test(item));
    if (wrong !== undefined)
      return `${question.label}: "${wrong}" ${question.patternHelp ?? 'does not have the right form'}`;
  }
  return null;
}
