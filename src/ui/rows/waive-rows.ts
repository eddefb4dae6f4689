import type { Assessed } from '../../model/assessment.ts';
import type { TextDraft } from '../input/text-draft.ts';
import { proseRows } from './prose-rows.ts';
import { fieldRow } from './question-rows.ts';
import { BLANK, plain, type Row, strong } from './row.ts';

type Look = { readonly prose: number; readonly unicode: boolean };

/** Accepting a risk: first the reason, then the last day. `reason` is null while it is being typed. */
export function waiveRows(
  { control }: Assessed,
  reason: string | null,
  draft: TextDraft,
  refused: string | null,
  look: Look,
): readonly Row[] {
  return [
    BLANK,
    strong(`Waive ${control.number}  ${control.title}`),
    ...proseRows(
      'The waiver is written into .github/harden-builds.yml, where your team sees it in the same pull request.',
      look.prose,
    ),
    BLANK,
    ...(reason === null
      ? [plain('Why is this acceptable here?'), fieldRow(draft, look.unicode)]
      : [
          ...proseRows(`Reason: ${reason}`, look.prose),
          BLANK,
          plain('Last day it is valid, YYYY-MM-DD:'),
          fieldRow(draft, look.unicode),
        ]),
    BLANK,
    ...(refused === null ? [] : proseRows(refused, look.prose, { tone: 'caution' })),
  ];
}
