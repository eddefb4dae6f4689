import type { Assessed, Assessment } from '../model/assessment.ts';
import { findingKey, isPlace } from '../model/finding.ts';
import { counted } from './counted.ts';
import { locationText } from './findings-text.ts';
import { printable } from './printable.ts';

/** What the verdicts are compared with; the lists hold finding keys, sorted. */
export type Comparison = {
  readonly against: string;
  readonly fixed: readonly string[];
  readonly new: readonly string[];
  readonly unchanged: number;
};

/** By which findings two assessments of the same controls differ. A finding that occurs twice counts twice. */
export function compareAssessments(now: Assessment, before: Assessment, against: string): Comparison {
  const left = tallied(keysIn(before));
  const fresh: string[] = [];
  let unchanged = 0;
  for (const key of keysIn(now)) {
    const count = left.get(key) ?? 0;
    if (count === 0) fresh.push(key);
    else {
      left.set(key, count - 1);
      unchanged += 1;
    }
  }
  const fixed = [...left].flatMap(([key, count]) => Array.from({ length: count }, () => key));
  return { against, fixed: fixed.sort(), new: fresh.sort(), unchanged };
}

/** The keys of what is wrong with one control. A gap without findings has one of its own. */
export function keysOf({ control, gap, findings }: Assessed): readonly string[] {
  if (findings.length === 0 && gap) return [`${control.id}/gap///`];
  return findings.map((finding) => findingKey(control.id, finding));
}

/** Whether something of this control is in a list of keys. */
export const isAbout = (control: string, keys: readonly string[]): boolean =>
  keys.some((key) => key.startsWith(`${control}/`));

const SHOWN = 10;

/** What the text report says of a comparison: the numbers, then every new finding with its place. */
export function comparisonLines(comparison: Comparison, { controls }: Assessment): readonly string[] {
  const { against, fixed, unchanged } = comparison;
  const fresh = new Set(comparison.new);
  const lines = controls.flatMap(({ control, findings }) =>
    findings
      .filter((finding) => fresh.has(findingKey(control.id, finding)))
      .map(({ location, message }) => {
        const place = isPlace(location) ? `${locationText(location)}  ` : '';
        return `  new: ${control.number} ${printable(`${place}${message}`)}`;
      }),
  );
  const more = lines.length - SHOWN;
  return [
    `compared with ${printable(against)}: ${counted(comparison.new.length, 'new finding')}, ${fixed.length} fixed, ${unchanged} unchanged`,
    ...lines.slice(0, SHOWN),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

const keysIn = ({ controls }: Assessment): readonly string[] => controls.flatMap(keysOf);

function tallied(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
