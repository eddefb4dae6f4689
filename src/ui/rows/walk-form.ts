import type { Assessed, OfferedRemedy } from '../../model/assessment.ts';
import type { Answer, Question } from '../../model/question.ts';
import { answerTo, markedRemedy, openQuestions } from '../../session/answers.ts';
import type { Session } from '../../session/session.ts';
import { glyphs } from '../theme/glyphs.ts';
import type { Row } from './row.ts';

/** What the cursor can stand on in the walk: the remedies, the questions of the marked one, and the line that takes it. */
export type FormItem =
  | { readonly kind: 'remedy'; readonly remedy: OfferedRemedy; readonly marked: boolean }
  | { readonly kind: 'question'; readonly question: Question; readonly open: boolean }
  | { readonly kind: 'take'; readonly open: number };

export function formItems(session: Session, assessed: Assessed): readonly FormItem[] {
  const marked = markedRemedy(session, assessed);
  if (marked === null) return [];
  const open = openQuestions(session, marked);
  return [
    ...assessed.remedies.map((remedy) => ({ kind: 'remedy', remedy, marked: remedy.id === marked.id }) as const),
    ...marked.questions.map((question) => ({ kind: 'question', question, open: open.includes(question) }) as const),
    { kind: 'take', open: open.length },
  ];
}

/** Where the cursor begins: at the first question that is open, else at the line that takes it. */
export function formStart(items: readonly FormItem[]): number {
  const open = items.findIndex((item) => item.kind === 'question' && item.open);
  return open === -1 ? Math.max(0, items.length - 1) : open;
}

type Look = { readonly here: boolean; readonly unicode: boolean; readonly summary: string };

export function formRow(session: Session, item: FormItem, look: Look): Row {
  const pointer = { text: ` ${look.here ? glyphs(look.unicode).pointer : ' '} `, tone: 'accent', bold: true } as const;
  switch (item.kind) {
    case 'remedy': {
      const { remedy, marked } = item;
      const about = aboutRemedy(remedy);
      return {
        spans: [pointer, { text: `${marked ? '(*)' : '( )'} ${remedy.title}`, bold: look.here }],
        end: [{ text: `${about} `, dim: true }],
        role: 'radio',
        checked: marked,
        selected: look.here,
        label: `${remedy.title}: ${about}`,
      };
    }
    case 'question': {
      const { question } = item;
      const answer = shownAnswer(question, answerTo(session, question));
      const from = originOf(session, question);
      return {
        spans: [
          pointer,
          { text: `    ${question.label}  `, bold: look.here },
          item.open ? { text: 'needs your answer', tone: 'caution' } : { text: answer, tone: 'accent' },
          { text: item.open || from === '' ? '' : `   ${from}`, dim: true },
        ],
        role: 'listitem',
        selected: look.here,
        label: `${question.label}: ${item.open ? 'needs your answer' : answer}${from === '' ? '' : `, ${from}`}`,
      };
    }
    case 'take': {
      const text = item.open === 0 ? `Take it: ${look.summary}` : 'Take it, once what is open is answered';
      return {
        spans: [pointer, { text, bold: look.here, dim: item.open > 0 }],
        role: 'listitem',
        selected: look.here,
        label: text,
      };
    }
  }
}

/** `recommended, by hand`: what stands beside a remedy wherever it can be chosen. */
export const aboutRemedy = (remedy: OfferedRemedy): string =>
  [...(remedy.recommended ? ['recommended'] : []), remedyKind(remedy)].join(', ');

/** What kind of change it is, and whether it can change what a run does. */
function remedyKind({ kind, risk }: OfferedRemedy): string {
  switch (kind) {
    case 'setting':
      return 'a setting, by hand';
    case 'manual':
      return 'by hand';
    case 'edit':
    case 'new-file':
      return risk;
  }
}

/** An answer as a person reads it. */
export function shownAnswer(question: Question, answer: Answer | undefined): string {
  if (answer === undefined || answer === '') return 'none';
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (typeof answer !== 'string') return answer.length === 0 ? 'none' : answer.join(', ');
  return question.choices?.find(({ value }) => value === answer)?.label ?? answer;
}

const originOf = (session: Session, question: Question): string =>
  question.default === undefined || Object.hasOwn(session.answers, question.id) ? '' : `from ${question.default.from}`;
