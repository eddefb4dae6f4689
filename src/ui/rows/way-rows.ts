import { counted } from '../../model/counted.ts';
import type { Plan } from '../../model/plan.ts';
import type { Way } from '../../session/session.ts';
import { glyphs } from '../theme/glyphs.ts';
import { proseRows } from './prose-rows.ts';
import { runDifferently } from './review-entries.ts';
import { BLANK, type Row, strong } from './row.ts';
import { wrapRow } from './wrap-row.ts';

type Look = { readonly cursor: number; readonly prose: number; readonly unicode: boolean };

/** Asked once, before anything is written: where to, and what that will mean. */
export function wayRows(plan: Plan, ways: readonly Way[], { cursor, prose, unicode }: Look): readonly Row[] {
  const runs = runDifferently(plan.files);
  return [
    BLANK,
    strong('Where should it go?'),
    BLANK,
    ...ways.flatMap((way, index): readonly Row[] => {
      const here = index === cursor;
      const row: Row = {
        spans: [
          { text: ` ${here ? glyphs(unicode).pointer : ' '} `, tone: 'accent', bold: true },
          { text: way.label, bold: here, dim: way.unavailable !== null },
        ],
        role: 'radio',
        selected: here,
        label: way.unavailable === null ? way.label : `${way.label}, not possible: ${way.unavailable}`,
      };
      const why =
        way.unavailable === null ? [] : proseRows(`not possible: ${way.unavailable}`, prose - 2, { indent: 5 });
      return [...wrapRow(row, prose + 6, 3), ...why.map((line): Row => ({ ...line, hidden: true }))];
    }),
    BLANK,
    ...proseRows(`It will hold ${counted(plan.files.length, 'file')}, exactly as shown.`, prose),
    ...(runs.length === 0
      ? []
      : proseRows(`On the next push or tag these run differently: ${runs.join(', ')}.`, prose)),
    ...(plan.settings.length + plan.steps.length === 0
      ? []
      : proseRows(
          `For you to do by hand, and listed in it: ${[
            ...(plan.settings.length === 0 ? [] : [counted(plan.settings.length, 'setting')]),
            ...(plan.steps.length === 0 ? [] : [counted(plan.steps.length, 'step')]),
          ].join(' and ')}.`,
          prose,
        )),
  ];
}
