import type { DeliveryKind, Outcome } from '../model/delivery.ts';
import type { Plan } from '../model/plan.ts';
import type { Answer } from '../model/question.ts';
import type { DeliveryLine, Failure, LookLine, Observed, StepId } from './session.ts';

/** Everything that can happen to a session. `control` is a control's id. */
export type SessionEvent =
  | { readonly type: 'looked'; readonly line: LookLine }
  | { readonly type: 'noted'; readonly note: string }
  | { readonly type: 'assessed'; readonly observed: Observed }
  /** The decisions of an earlier run are taken up, or let go. */
  | { readonly type: 'resumed' }
  | { readonly type: 'offer-declined' }
  | { readonly type: 'went-to'; readonly step: StepId }
  | { readonly type: 'walked-to'; readonly control: string }
  | { readonly type: 'marked'; readonly control: string; readonly remedy: string }
  | { readonly type: 'answered'; readonly question: string; readonly answer: Answer }
  | { readonly type: 'took'; readonly control: string }
  | { readonly type: 'skipped'; readonly control: string }
  | { readonly type: 'waived'; readonly control: string; readonly reason: string; readonly expires: string }
  /** Back to undecided. */
  | { readonly type: 'reconsidered'; readonly control: string }
  /** Takes the recommended remedy wherever nothing is decided and no answer is open; in one section or everywhere. */
  | { readonly type: 'took-recommended'; readonly controls: readonly string[] }
  | { readonly type: 'musts-only'; readonly on: boolean }
  | { readonly type: 'ticked'; readonly key: string; readonly on: boolean }
  | { readonly type: 'planned'; readonly plan: Plan; readonly revision: number }
  | { readonly type: 'delivery-started'; readonly way: DeliveryKind }
  | { readonly type: 'delivering'; readonly line: DeliveryLine }
  | { readonly type: 'delivery-stopping' }
  | { readonly type: 'delivered'; readonly outcome: Outcome }
  | { readonly type: 'delivery-failed'; readonly failure: Failure };
