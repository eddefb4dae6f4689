import { type Answer, type Question, refuseAnswer } from '../../model/question.ts';
import { answerTo } from '../../session/answers.ts';
import { typedAnswer } from '../../ui/rows/question-rows.ts';
import type { LineSession } from './line-session.ts';

/** Asks one question with its present answer as the default. */
export async function askQuestion(line: LineSession, question: Question): Promise<void> {
  const given = answerTo(line.now(), question);
  line.asks.say(question.help);
  if (question.default !== undefined) line.asks.say(`Suggested by ${question.default.from}.`);
  line.dispatch({ type: 'answered', question: question.id, answer: await asked(line, question, given) });
}

function asked({ asks }: LineSession, question: Question, given: Answer | undefined): Promise<Answer> {
  const { label: message, choices = [] } = question;
  switch (question.kind) {
    case 'confirm':
      return asks.confirm({ message, initial: given === true });
    case 'choice':
      return asks.select({
        message,
        options: choices.map(({ value, label }) => ({ value, name: label })),
        ...(typeof given === 'string' ? { initial: given } : {}),
      });
    case 'list':
    case 'text':
      return typed(asks, question, given);
  }
}

async function typed(asks: LineSession['asks'], question: Question, given: Answer | undefined): Promise<Answer> {
  const initial = Array.isArray(given) ? given.join(', ') : typeof given === 'string' ? given : '';
  const text = await asks.input({
    message: question.kind === 'list' ? `${question.label} (several are separated by commas)` : question.label,
    refuse: (answer) => refuseAnswer(question, typedAnswer(question, answer)),
    ...(initial === '' ? {} : { initial }),
  });
  return typedAnswer(question, text);
}
