import type { DeliveryKind, Outcome } from '../model/delivery.ts';
import type { Choice, Plan } from '../model/plan.ts';
import type { Decided } from './decision.ts';
import type { Session } from './session.ts';
import type { SessionEvent } from './session-event.ts';

export type Dispatch = (event: SessionEvent) => void;

/** What both front ends ask of the world; satisfied by the command line, faked in tests. */
export type WizardActions = {
  /**
   * Begins collecting: dispatches `looked`, `noted` and at last `assessed`, then resolves. A rejection ends the wizard and is
   * given back to the caller.
   */
  start(dispatch: Dispatch): Promise<void>;
  /** The fold of these choices, without the final acceptance: quick enough to be called after each answer. */
  preview(choices: readonly Choice[]): PlanPreview;
  /** The real plan. A rejection is a bug and ends the wizard. */
  plan(decided: Decided): Promise<Plan>;
  /**
   * Carries out the plan (already without what was unticked), telling progress with `delivering`. When `signal` is aborted it
   * stops before the next request and resolves with an outcome whose notes say what exists already. A Refusal is shown and
   * may be tried again.
   */
  deliver(
    plan: Plan,
    way: DeliveryKind,
    options: { readonly dispatch: Dispatch; readonly signal: AbortSignal },
  ): Promise<Outcome>;
  /** Called after each change of a decision or an answer; must not throw. */
  save(session: Session): void;
  /** Opens a page in the browser; absent where there is none. */
  openUrl?(url: string): void;
};

export type PlanPreview = Pick<Plan, 'files' | 'settings' | 'steps' | 'conflicts'>;

/** How a wizard ended. Ctrl-C is `cancelled`, and is a decision of the user, not an error. */
export type WizardEnding =
  | { readonly kind: 'delivered'; readonly plan: Plan; readonly outcome: Outcome; readonly session: Session }
  | { readonly kind: 'left'; readonly session: Session }
  | { readonly kind: 'cancelled'; readonly session: Session };
