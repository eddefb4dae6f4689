import type { Assessment } from '../model/assessment.ts';
import type { Tier } from '../model/control.ts';
import type { FailOn } from './invocation.ts';

const TIERS: readonly Tier[] = ['must', 'should', 'could'];

/** 1 when a control of this tier or above has a gap or, on request, could not be judged; else 0. */
export function checkExitCode({ controls }: Assessment, failOn: FailOn, failOnUnknown: boolean): 0 | 1 {
  const counting = failOn === 'never' ? [] : TIERS.slice(0, TIERS.indexOf(failOn) + 1);
  const knowing = failOn === 'never' ? TIERS : counting;
  const failed = controls.some(
    ({ control, gap, verdict }) =>
      (gap && counting.includes(control.tier)) ||
      (failOnUnknown && verdict === 'unknown' && knowing.includes(control.tier)),
  );
  return failed ? 1 : 0;
}
