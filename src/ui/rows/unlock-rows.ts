import type { Assessed, Missing } from '../../model/assessment.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, type Row, strong } from './row.ts';

/** How each unknown could be known, told once however many controls wait for it. */
export function unlockRows(controls: readonly Assessed[], width: number): readonly Row[] {
  const groups = new Map<string, { missing: Missing; numbers: string[] }>();
  for (const { control, unknown } of controls) {
    for (const missing of unknown) {
      const key = `${missing.reason} ${missing.unlock}`;
      const group = groups.get(key) ?? { missing, numbers: [] };
      if (!group.numbers.includes(control.number)) group.numbers.push(control.number);
      groups.set(key, group);
    }
  }
  return [
    strong('What could not be looked at, and how it could'),
    ...[...groups.values()].flatMap(({ missing, numbers }) => [
      BLANK,
      ...proseRows(missing.unlock, width),
      ...proseRows(`${missing.reason}: ${missing.source.at}`, width, { dim: true }),
      ...proseRows(`would tell ${numbers.join(', ')}`, width, { dim: true }),
    ]),
  ];
}
