import { useState } from 'react';
import { type Question, refuseAnswer } from '../model/question.ts';
import { answerTo } from '../session/answers.ts';
import type { Handlers } from './input/use-actions.ts';
import { useTextDraft } from './input/use-text-draft.ts';
import { choiceRows, typedAnswer, typedQuestionRows } from './rows/question-rows.ts';
import type { Row } from './rows/row.ts';
import { useShell } from './shell.ts';
import { clamp } from './window.ts';

export type QuestionPane = {
  readonly isOpen: boolean;
  readonly isTyping: boolean;
  readonly handlers: Handlers;
  rows(prose: number): readonly Row[];
  /** Opens the question; yes and no are switched at once. */
  open(question: Question): void;
};

/** One question at a time: typed, or chosen from its choices. `onAnswered` runs after an accepted answer. */
export function useQuestionPane(onAnswered: (question: Question) => void): QuestionPane {
  const { session, dispatch, unicode, overlay } = useShell();
  const [question, setQuestion] = useState<Question | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [cursor, setCursor] = useState(0);
  const isChoice = question?.kind === 'choice';
  const isTyping = question !== null && !isChoice;
  const close = () => {
    setRefused(null);
    setQuestion(null);
  };
  const answer = (of: Question, value: string | boolean | readonly string[]) => {
    const refusal = refuseAnswer(of, value);
    setRefused(refusal);
    if (refusal !== null) return;
    dispatch({ type: 'answered', question: of.id, answer: value });
    close();
    onAnswered(of);
  };
  const field = useTextDraft('', {
    isActive: isTyping && overlay === null,
    onSave: (text) => question !== null && answer(question, typedAnswer(question, text)),
    onCancel: close,
  });
  const choices = question?.choices ?? [];
  const move = (by: number) => () => setCursor((before) => clamp(before + by, 0, choices.length - 1));
  const given = question === null ? undefined : answerTo(session, question);
  return {
    isOpen: question !== null,
    isTyping,
    handlers: {
      up: move(-1),
      down: move(1),
      choose: () => question !== null && answer(question, choices[cursor]?.value ?? ''),
      back: close,
    },
    rows: (prose) => {
      if (question === null) return [];
      const look = { prose, unicode };
      if (!isChoice) return typedQuestionRows(question, field.draft, refused, look);
      return choiceRows(question, cursor, typeof given === 'string' ? given : null, look);
    },
    open: (to) => {
      const current = answerTo(session, to);
      if (to.kind === 'confirm') return answer(to, current !== true);
      field.reset(Array.isArray(current) ? current.join(', ') : typeof current === 'string' ? current : '');
      setCursor(Math.max(0, to.choices?.findIndex(({ value }) => value === current) ?? 0));
      setQuestion(to);
    },
  };
}
