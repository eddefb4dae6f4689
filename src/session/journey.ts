import { hasDecided } from './decided.ts';
import type { Session, StepId } from './session.ts';
import { controlsToWalk } from './walk-order.ts';

/** `shown`: the step belongs to this journey. `ready`: what comes after it may be shown. */
type Step = { readonly id: StepId; shown(session: Session): boolean; ready(session: Session): boolean };

/** The whole wizard, in order. A screen appears because the session says so, never because someone navigated. */
const JOURNEY: readonly Step[] = [
  { id: 'look', shown: () => true, ready: (session) => session.observed !== null },
  { id: 'stand', shown: () => true, ready: () => true },
  { id: 'walk', shown: (session) => controlsToWalk(session).length > 0, ready: () => true },
  { id: 'review', shown: hasDecided, ready: (session) => session.plan !== null && session.delivery !== null },
  { id: 'deliver', shown: (session) => session.delivery !== null, ready: () => false },
];

/** The steps that may be shown now, in order. Going back to an earlier one undoes nothing. */
export function reachable(session: Session): readonly StepId[] {
  const shown = JOURNEY.filter((step) => step.shown(session));
  const stop = shown.findIndex((step) => !step.ready(session));
  return (stop === -1 ? shown : shown.slice(0, stop + 1)).map((step) => step.id);
}

/** The step to show: the one asked for when it can be reached, else the nearest before it. */
export function currentStep(session: Session): StepId {
  const order = JOURNEY.map((step) => step.id);
  const wished = order.indexOf(session.wish);
  return reachable(session).findLast((id) => order.indexOf(id) <= wished) ?? 'look';
}
