import type { Control } from '../../model/control.ts';
import { chopped } from './fit.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, type Row, strong } from './row.ts';

/** What a control's pages are, whole so that they can be copied, and what people get wrong about it. */
export const docsRows = ({ number, title, trap, docs }: Control, prose: number, width: number): readonly Row[] => [
  strong(`${number}  ${title}`, 1),
  BLANK,
  ...proseRows(trap, prose),
  BLANK,
  ...docs.flatMap((url) => linkRows(url, width)),
];

/** An address on as many lines as it needs: half of it would be of no use. */
export const linkRows = (url: string, width: number): readonly Row[] =>
  chopped(url, Math.max(8, width - 4)).map((piece) => ({ spans: [{ text: `   ${piece}`, tone: 'accent' }] }));
