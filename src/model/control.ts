import type { Change, Risk } from './change.ts';
import type { KnownFacts, MaybeFacts, UnknownReason } from './fact.ts';
import type { FactName } from './facts.ts';
import type { AcceptedFinding, Finding } from './finding.ts';
import type { Answers, Question } from './question.ts';
import type { SectionId } from './section.ts';
import type { Snapshot } from './snapshot.ts';

export type Tier = 'must' | 'should' | 'could';

/** What kept a control from saying more. Reason, unlock and place are the fact's own unless given. */
export type Limit = {
  readonly fact: FactName;
  readonly reason?: UnknownReason;
  readonly unlock?: string;
  readonly at?: string;
};

/**
 * What `detect` saw. `limitedBy` on a pass names what it could not see and that could have changed the pass: the verdict then
 * becomes partial without a gap. A fail stays a fail.
 */
export type Detection =
  | { readonly verdict: 'pass'; readonly message: string; readonly limitedBy?: readonly Limit[] }
  | {
      readonly verdict: 'partial' | 'fail';
      readonly message: string;
      readonly findings: readonly Finding[];
      readonly limitedBy?: readonly Limit[];
    }
  | { readonly verdict: 'unknown'; readonly message: string; readonly limitedBy: readonly Limit[] }
  | { readonly verdict: 'not-applicable'; readonly message: string };

export type RemedyKind = 'new-file' | 'edit' | 'setting' | 'manual';

/** What a remedy sees: the facts it needs, those it can use, the target, and the day of the look (for the age of a catalogue). */
export type RemedyContext<N extends FactName, U extends FactName> = {
  readonly known: KnownFacts<N>;
  readonly maybe: MaybeFacts<U>;
  readonly target: Snapshot['target'];
  readonly observedAt: Snapshot['observedAt'];
};

/**
 * One way to satisfy a control. `phase` orders the fold: 1 files and documents, 2 jobs and steps, 3 inputs and pins,
 * 4 permissions and triggers. The first applicable remedy of a control is the recommended one.
 */
export type Remedy<N extends FactName = FactName, U extends FactName = FactName> = {
  readonly id: string;
  readonly kind: RemedyKind;
  readonly risk: Risk;
  readonly phase: 1 | 2 | 3 | 4;
  readonly title: string;
  /** Findings of other controls in the lines it writes that stay the user's decision, with the reason; as a template accepts them. */
  readonly accept?: readonly AcceptedFinding[];
  /** Null when the remedy can be offered, else the sentence that says why not. */
  unavailable?(context: RemedyContext<N, U>): string | null;
  questions?(context: RemedyContext<N, U>): readonly Question[];
  plan(context: RemedyContext<N, U>, answers: Answers): readonly Change[];
};

/** One recommendation of the guide. */
export type Control<N extends FactName = FactName, U extends FactName = FactName> = {
  /** Kebab-case, says the good state; the file's name. */
  readonly id: string;
  /** Number in the catalogue: `4.01`. */
  readonly number: string;
  readonly section: SectionId;
  readonly tier: Tier;
  readonly title: string;
  /** What can go wrong, and what this stops: one sentence, read before deciding. */
  readonly why: string;
  /** What people get wrong about it: shown with the documentation. */
  readonly trap: string;
  /** Pages that say so; the first is on docs.github.com. */
  readonly docs: readonly [string, ...string[]];
  /** The rules a finding may carry, each with what it means. */
  readonly rules: Readonly<Record<string, string>>;
  /** `detect` runs only when all of these are known, so that an unknown never becomes a failure. */
  readonly needs: readonly N[];
  /** Facts that sharpen the verdict when they are known. */
  readonly uses: readonly U[];
  /** Pure. `observedAt` is the time of the look (ISO), for the age of what was seen: there is no other clock. */
  detect(
    known: KnownFacts<N>,
    maybe: MaybeFacts<U>,
    target: Snapshot['target'],
    observedAt: Snapshot['observedAt'],
  ): Detection;
  readonly remedies: readonly Remedy<N, U>[];
};

/** Infers the facts from `needs` and `uses`; the registry holds the widened type. */
export function defineControl<const N extends FactName, const U extends FactName = never>(
  control: Control<N, U>,
): Control {
  // The registry only calls detect and plan with exactly the facts named in needs and uses (assess and plan do).
  return control as unknown as Control;
}
