import type { Question } from '../../model/question.ts';
import type { TextDraft } from '../input/text-draft.ts';
import { glyphs } from '../theme/glyphs.ts';
import { fieldSpans } from './field-spans.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, type Row, strong } from './row.ts';

type Look = { readonly prose: number; readonly unicode: boolean };

/** A question that is answered by typing. */
export function typedQuestionRows(
  question: Question,
  draft: TextDraft,
  refused: string | null,
  look: Look,
): readonly Row[] {
  return [
    BLANK,
    strong(question.label),
    ...proseRows(question.help, look.prose),
    ...(question.kind === 'list' ? proseRows('Several are separated by commas.', look.prose, { dim: true }) : []),
    BLANK,
    fieldRow(draft, look.unicode),
    BLANK,
    ...(refused !== null
      ? proseRows(refused, look.prose, { tone: 'caution' })
      : question.default === undefined
        ? []
        : proseRows(`Suggested by ${question.default.from}.`, look.prose, { dim: true })),
  ];
}

export const fieldRow = (draft: TextDraft, unicode: boolean): Row => ({
  spans: [{ text: ` ${glyphs(unicode).pointer} `, tone: 'accent', bold: true }, ...fieldSpans(draft, unicode)],
});

/** A question that is answered by choosing. */
export function choiceRows(question: Question, cursor: number, chosen: string | null, look: Look): readonly Row[] {
  return [
    BLANK,
    strong(question.label),
    ...proseRows(question.help, look.prose),
    BLANK,
    ...(question.choices ?? []).map(({ value, label }, index): Row => {
      const here = index === cursor;
      return {
        spans: [
          { text: ` ${here ? glyphs(look.unicode).pointer : ' '} `, tone: 'accent', bold: true },
          { text: `${value === chosen ? '(*)' : '( )'} ${label}`, bold: here },
        ],
        role: 'radio',
        checked: value === chosen,
        selected: here,
        label,
      };
    }),
  ];
}

/** What was typed, as the answer that this kind of question takes. */
export const typedAnswer = (question: Question, text: string): string | readonly string[] =>
  question.kind === 'list'
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : text.trim();
