import type { Assessed } from '../../model/assessment.ts';
import { sectionOf } from '../../model/section.ts';
import { verdictWord } from '../theme/tones.ts';
import { windowTop } from '../window.ts';
import { BLANK, type Row, strong } from './row.ts';

/** Controls whose number, id, title, tier or verdict contains the text. */
export function containing(controls: readonly Assessed[], text: string): readonly Assessed[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return controls;
  return controls.filter(({ control, verdict }) =>
    [control.number, control.id, control.title, control.tier, verdictWord(verdict)].some((part) =>
      part.toLowerCase().includes(wanted),
    ),
  );
}

/** Controls under their section's title: the part of that list around the cursor. */
export function controlList(
  controls: readonly Assessed[],
  cursor: number,
  room: number,
  row: (each: Assessed, here: boolean) => Row,
): readonly Row[] {
  const rows: Row[] = [];
  let at = 0;
  for (const [index, each] of controls.entries()) {
    if (each.control.section !== controls[index - 1]?.control.section) {
      if (rows.length > 0) rows.push(BLANK);
      const { number, title } = sectionOf(each.control.section);
      rows.push(strong(`${number}  ${title}`));
    }
    if (index === cursor) at = rows.length;
    rows.push(row(each, index === cursor));
  }
  if (rows.length === 0) return [strong('No control contains that')];
  const top = windowTop(at, rows.length, room);
  return rows.slice(top, top + room);
}

/** Index of the first control of the next section, going round. */
export function nextSectionAt(controls: readonly Assessed[], cursor: number): number {
  const section = controls[cursor]?.control.section;
  const after = controls.findIndex((each, index) => index > cursor && each.control.section !== section);
  return Math.max(0, after);
}
