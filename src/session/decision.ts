import type { Choice, LeftOut } from '../model/plan.ts';

/** What the user decided about one control. `skip` is "not now": it is asked again on the next run. */
export type Decision =
  | { readonly kind: 'take'; readonly remedy: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'waive'; readonly reason: string; readonly expires: string };

/** A waiver to be written into the policy file, as a visible change of the plan. `expires` is `YYYY-MM-DD`. */
export type WaiverWish = { readonly control: string; readonly reason: string; readonly expires: string };

/** Everything that was decided, in the form a plan is made from. */
export type Decided = {
  readonly choices: readonly Choice[];
  readonly waivers: readonly WaiverWish[];
  /** Controls with a gap that nobody took on, and why. */
  readonly leftOut: readonly LeftOut[];
};
