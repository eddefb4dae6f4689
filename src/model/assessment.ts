import type { Risk } from './change.ts';
import type { Control, RemedyKind, Tier } from './control.ts';
import type { Source, UnknownReason } from './fact.ts';
import type { FactName } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Question } from './question.ts';
import type { SectionId } from './section.ts';

export type Verdict = 'pass' | 'partial' | 'fail' | 'unknown' | 'not-applicable' | 'waived';

/** What could not be seen, why, and how it could. */
export type Missing = {
  readonly fact: FactName;
  readonly reason: UnknownReason;
  readonly unlock: string;
  readonly source: Source;
};

export type Waiver = {
  readonly slug: string;
  readonly reason: string;
  /** Valid through this day, UTC: `YYYY-MM-DD`. */
  readonly expires: string;
  readonly file: string;
  readonly line: number;
};

export type OfferedRemedy = {
  readonly id: string;
  readonly kind: RemedyKind;
  readonly risk: Risk;
  readonly title: string;
  readonly recommended: boolean;
  readonly questions: readonly Question[];
};

/** The judgement of one control. `gap` is true for a fail, and for a partial that names something to mend. */
export type Assessed = {
  readonly control: Control;
  readonly verdict: Verdict;
  readonly gap: boolean;
  readonly message: string;
  readonly findings: readonly Finding[];
  readonly unknown: readonly Missing[];
  readonly waiver: Waiver | null;
  readonly remedies: readonly OfferedRemedy[];
};

export type Counts = {
  readonly pass: number;
  readonly partial: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly waived: number;
};

/** `percent` is null when nothing in it could be judged. */
export type Progress = { readonly counts: Counts; readonly percent: number | null };

export type SectionProgress = Progress & { readonly id: SectionId; readonly number: string; readonly title: string };

/** All verdicts of one snapshot. */
export type Assessment = {
  readonly controls: readonly Assessed[];
  readonly summary: Progress;
  readonly sections: readonly SectionProgress[];
};

/** Musts weigh most; a partial with a gap counts half (DESIGN section 2). */
export const WEIGHT: Readonly<Record<Tier, number>> = { must: 3, should: 2, could: 1 };
