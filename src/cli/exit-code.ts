import type { Assessment } from '../model/assessment.ts';
import type { Tier } from '../model/control.ts';
import { isRequired, NO_POLICY, type Requirement } from '../policy/policy.ts';
import { type Comparison, isAbout } from '../report/comparison.ts';
import type { FailOn } from './invocation.ts';

const TIERS: readonly Tier[] = ['must', 'should', 'could'];

/**
 * 1 when a control of this tier or above, or one that the policy requires, has a gap or, on request, could not be judged; else
 * 0. With a comparison, a gap counts only when something of it is new. `never` is said by whoever only wants the report.
 */
export function checkExitCode(
  { controls }: Assessment,
  failOn: FailOn,
  failOnUnknown: boolean,
  onlyNew: Comparison | null = null,
  required: Requirement = NO_POLICY.require,
): 0 | 1 {
  const counting = failOn === 'never' ? [] : TIERS.slice(0, TIERS.indexOf(failOn) + 1);
  const knowing = failOn === 'never' ? TIERS : counting;
  const asked = (control: Assessment['controls'][number]['control']): boolean =>
    counting.includes(control.tier) || (failOn !== 'never' && isRequired(required, control));
  const failed = controls.some(
    ({ control, gap, verdict }) =>
      (gap && asked(control) && (onlyNew === null || isAbout(control.id, onlyNew.new))) ||
      (failOnUnknown && verdict === 'unknown' && (knowing.includes(control.tier) || asked(control))),
  );
  return failed ? 1 : 0;
}
