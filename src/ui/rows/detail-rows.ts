import type { Assessed } from '../../model/assessment.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { verdictGlyph } from '../theme/glyphs.ts';
import { verdictTone, verdictWord } from '../theme/tones.ts';
import { linkRows } from './docs-rows.ts';
import { evidenceRows } from './evidence-rows.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, type Row } from './row.ts';

/** One control in full, where there is nothing to decide: why it matters, what was seen, what could not be. */
export function detailRows(assessed: Assessed, snapshot: Snapshot, prose: number, unicode: boolean): readonly Row[] {
  const { control, verdict, message, findings, unknown, waiver } = assessed;
  return [
    { spans: [{ text: `   ${control.number}  ${control.title}`, bold: true }] },
    ...proseRows(control.why, prose, { dim: true }),
    BLANK,
    { spans: [{ text: `   ${verdictGlyph(verdict, unicode)} ${verdictWord(verdict)}`, tone: verdictTone(verdict) }] },
    ...proseRows(message, prose),
    ...evidenceRows(findings, snapshot, prose),
    ...unknown.flatMap((missing) => [BLANK, ...proseRows(`${missing.source.at}: ${missing.unlock}`, prose)]),
    ...(waiver === null
      ? []
      : [
          BLANK,
          ...proseRows(`Waived until ${waiver.expires}: ${waiver.reason} (${waiver.file}:${waiver.line})`, prose),
        ]),
    BLANK,
    ...proseRows(control.trap, prose, { dim: true }),
    ...linkRows(control.docs[0], prose + 4),
  ];
}
