import type { Assessed } from '../../model/assessment.ts';
import type { Plan } from '../../model/plan.ts';
import { fileRows, settingRows, stepRows } from './change-rows.ts';
import { proseRows } from './prose-rows.ts';
import type { ReviewEntry } from './review-entries.ts';
import { BLANK, type Row, strong } from './row.ts';

type Look = { readonly width: number; readonly prose: number; readonly unicode: boolean; readonly host: string };

/** What stands behind a line of the review, in full, and which controls caused it. */
export function entryDetailRows(
  plan: Plan,
  entry: ReviewEntry,
  controls: readonly Assessed[],
  look: Look,
): readonly Row[] {
  const named = (ids: readonly string[]) => ids.map((id) => titleOf(id, controls));
  const causes = (ids: readonly string[]): readonly Row[] =>
    named(ids).flatMap((name) => proseRows(`for ${name}`, look.prose, { dim: true }));
  switch (entry.kind) {
    case 'file':
      return [
        ...fileRows(entry.file, look),
        BLANK,
        ...causes(entry.file.controls),
        ...proseRows(`risk: ${entry.file.risk}`, look.prose, { dim: true }),
      ];
    case 'setting':
      return [...settingRows(entry.setting, look), BLANK, ...causes([entry.setting.control])];
    case 'step':
      return [...stepRows(entry.step, look), BLANK, ...causes([entry.step.control])];
    case 'conflict':
      return [
        ...proseRows(entry.conflict.message, look.prose, { tone: 'caution' }),
        BLANK,
        ...causes(entry.conflict.controls),
      ];
    case 'left-out':
      return [
        strong('Left as it is', 1),
        ...plan.leftOut.flatMap(({ control, reason }) =>
          proseRows(`${titleOf(control, controls)}: ${reason}`, look.prose),
        ),
      ];
  }
}

function titleOf(id: string, controls: readonly Assessed[]): string {
  const found = controls.find(({ control }) => control.id === id)?.control;
  return found === undefined ? id : `${found.number} ${found.title}`;
}
