import type { Assessed, Assessment } from '../model/assessment.ts';
import { counted } from '../model/counted.ts';
import { findingKey, isPlace } from '../model/finding.ts';
import { locationText } from './findings-text.ts';
import { printable } from './printable.ts';

/** What the verdicts are compared with; the lists hold finding keys, sorted. */
export type Comparison = {
  readonly against: string;
  readonly fixed: readonly string[];
  readonly new: readonly string[];
  readonly unchanged: number;
};

/**
 * By which findings two assessments of the same controls differ. A finding that occurs twice counts twice, and one that only
 * moved, because a step was added above it, is the same.
 */
export function compareAssessments(now: Assessment, before: Assessment, against: string): Comparison {
  const exact = paired(tracesIn(now), tracesIn(before), ({ key }) => key);
  const moved = paired(exact.fresh, exact.gone, ({ settled }) => settled);
  const keys = (traces: readonly Trace[]) => traces.map(({ key }) => key).sort();
  return { against, fixed: keys(moved.gone), new: keys(moved.fresh), unchanged: exact.same + moved.same };
}

/** A finding by its key, and by its key without the positions in its route. */
type Trace = { readonly key: string; readonly settled: string };

const tracesIn = ({ controls }: Assessment): readonly Trace[] => controls.flatMap(tracesOf);

/** What is wrong with one control. A gap without findings leaves a trace of its own. */
function tracesOf({ control, gap, findings }: Assessed): readonly Trace[] {
  const bare = `${control.id}/gap///`;
  if (findings.length === 0) return gap ? [{ key: bare, settled: bare }] : [];
  return findings.map((finding) => {
    const key = findingKey(control.id, finding);
    if (finding.route === undefined) return { key, settled: key };
    const route = finding.route.replace(/\[\d+\]|\.\d+(?=\.|$)/g, '.*');
    return { key, settled: findingKey(control.id, { ...finding, route }) };
  });
}

function paired(now: readonly Trace[], before: readonly Trace[], by: (trace: Trace) => string) {
  const left = new Map<string, Trace[]>();
  for (const trace of before) left.set(by(trace), [...(left.get(by(trace)) ?? []), trace]);
  const fresh = now.filter((trace) => left.get(by(trace))?.shift() === undefined);
  return { fresh, gone: [...left.values()].flat(), same: now.length - fresh.length };
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
