import type { Assessment } from '../model/assessment.ts';
import type { Tier } from '../model/control.ts';
import { type Comparison, isAbout } from '../report/comparison.ts';
import type { FailOn } from './invocation.ts';

const TIERS: readonly Tier[] = ['must', 'should', 'could'];

/**
 * 1 when a control of this tier or above has a gap or, on request, could not be judged; else 0. With a comparison, a gap counts
 * only when something of it is new.
 */
export function checkExitCode(
  { controls }: Assessment,
  failOn: FailOn,
  failOnUnknown: boolean,
  onlyNew: Comparison | null = null,
): 0 | 1 {
  const counting = failOn === 'never' ? [] : TIERS.slice(0, TIERS.indexOf(failOn) + 1);
  const knowing = failOn === 'never' ? TIERS : counting;
  const failed = controls.some(
    ({ control, gap, verdict }) =>
      (gap && counting.includes(control.tier) && (onlyNew === null || isAbout(control.id, onlyNew.new))) ||
      (failOnUnknown && verdict === 'unknown' && knowing.includes(control.tier)),
  );
  return failed ? 1 : 0;
}
