import type { Assessment } from '../model/assessment.ts';
import type { DeliveryKind, Outcome } from '../model/delivery.ts';
import type { FactName } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import type { Answers } from '../model/question.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Decision } from './decision.ts';
import type { SavedSession } from './saved-session.ts';

/** The screens of the wizard, in the order in which a journey passes them. */
export type StepId = 'look' | 'stand' | 'walk' | 'review' | 'deliver';

/** One collector at work. `detail` says what is being read, or why the answer is not known. */
export type LookLine = {
  readonly fact: FactName;
  readonly state: 'started' | 'known' | 'unknown';
  readonly detail: string;
};

/** What changed since the last run: ids of controls; or why that cannot be told. */
export type Since =
  | { readonly kind: 'compared'; readonly fixed: readonly string[]; readonly slipped: readonly string[] }
  | { readonly kind: 'not-compared'; readonly because: string };

/** Everything that was learned by looking. */
export type Observed = {
  readonly snapshot: Snapshot;
  readonly assessment: Assessment;
  /** Null on the first run. */
  readonly since: Since | null;
};

/** One way of delivering; `unavailable` says why it cannot be taken now. */
export type Way = {
  readonly kind: DeliveryKind;
  /** What it does, naming the branch or file: "open a pull request in acme/widgets from harden-builds/init". */
  readonly label: string;
  readonly unavailable: string | null;
};

export type DeliveryLine = { readonly state: 'started' | 'done' | 'failed'; readonly text: string };

/** What went wrong and what to do, in the words of a Refusal. */
export type Failure = { readonly title: string; readonly why: string; readonly next: readonly string[] };

export type Delivery = {
  readonly way: DeliveryKind;
  readonly state: 'writing' | 'stopping' | 'delivered' | 'failed';
  readonly lines: readonly DeliveryLine[];
  readonly outcome: Outcome | null;
  readonly failure: Failure | null;
};

/** The wizard without a terminal: what is known, what the user decided, and how far the journey is. Plain data. */
export type Session = {
  /** What is being looked at, for the first line: `acme/widgets` and `main @ 3f2c1ab`. */
  readonly about: { readonly repository: string; readonly base: string };
  /** The step the user asked for; what is shown may be an earlier one (journey.ts). */
  readonly wish: StepId;
  readonly looking: readonly LookLine[];
  /** What the user should know before anything else: no token, uncommitted workflow files, which remote. */
  readonly notes: readonly string[];
  readonly observed: Observed | null;
  /** Decisions of an earlier run, until they are taken up. */
  readonly offer: SavedSession | null;
  /** By question id: a question that several remedies share is answered once. */
  readonly answers: Answers;
  /** The remedy marked for a control, while it is not yet taken. */
  readonly marked: Readonly<Record<string, string>>;
  readonly decisions: Readonly<Record<string, Decision>>;
  /** The control the walk stands at. */
  readonly at: string | null;
  readonly mustsOnly: boolean;
  /** Keys (plan-item-key.ts) of what was unticked in the review. */
  readonly unticked: readonly string[];
  /** Counts the changes of what was decided, so that a plan made for an older state is not taken for this one. */
  readonly revision: number;
  readonly plan: Plan | null;
  readonly ways: readonly Way[];
  readonly delivery: Delivery | null;
};

/** A session at its very beginning. */
export function newSession(given: Pick<Session, 'about' | 'notes' | 'offer' | 'ways'>): Session {
  return {
    ...given,
    wish: 'look',
    looking: [],
    observed: null,
    answers: {},
    marked: {},
    decisions: {},
    at: null,
    mustsOnly: false,
    unticked: [],
    revision: 0,
    plan: null,
    delivery: null,
  };
}
