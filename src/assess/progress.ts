import { type Assessed, type Counts, type Progress, type SectionProgress, WEIGHT } from '../model/assessment.ts';
import { SECTIONS } from '../model/section.ts';

/** How far a set of controls is: counts of each verdict, and the weighted share of what could be judged. */
export function progressOf(controls: readonly Assessed[]): Progress {
  return { counts: countsOf(controls), percent: percentOf(controls) };
}

/** The progress of each section that has a control, in the guide's order. */
export function sectionsOf(controls: readonly Assessed[]): readonly SectionProgress[] {
  return SECTIONS.flatMap((section) => {
    const own = controls.filter((each) => each.control.section === section.id);
    return own.length === 0 ? [] : [{ ...section, ...progressOf(own) }];
  });
}

function countsOf(controls: readonly Assessed[]): Counts {
  const count = (verdict: Assessed['verdict']) => controls.filter((each) => each.verdict === verdict).length;
  return {
    pass: count('pass'),
    partial: count('partial'),
    fail: count('fail'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
    waived: count('waived'),
  };
}

/** Integer, rounded down. Unknown, waived, not-applicable and partial-without-gap are left out; a partial with a gap counts half. */
function percentOf(controls: readonly Assessed[]): number | null {
  const judged = controls.filter(
    ({ verdict, gap }) => verdict === 'pass' || verdict === 'fail' || (verdict === 'partial' && gap),
  );
  const whole = judged.reduce((sum, { control }) => sum + 2 * WEIGHT[control.tier], 0);
  if (whole === 0) return null;
  const reached = judged.reduce(
    (sum, { control, verdict }) =>
      sum + WEIGHT[control.tier] * (verdict === 'pass' ? 2 : verdict === 'partial' ? 1 : 0),
    0,
  );
  return Math.floor((100 * reached) / whole);
}
