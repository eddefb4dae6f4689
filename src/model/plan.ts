import type { ManualStep, Risk, SettingChange } from './change.ts';
import type { PackOrigin } from './pack.ts';
import type { Answers } from './question.ts';

/**
 * What was chosen for one control. `round` (0 when absent) counts how often a plan had to be made before the remedy could be
 * offered at all: an image can be attested only once another remedy has moved its build to a hosted runner.
 */
export type Choice = {
  readonly control: string;
  readonly remedy: string;
  readonly answers: Answers;
  readonly round?: number;
};

/** A run of lines that changed, and the controls that caused it. Lines are 1-based. */
export type Hunk = {
  readonly before: { readonly line: number; readonly count: number };
  readonly after: { readonly line: number; readonly count: number };
  readonly controls: readonly string[];
};

/** One file of the plan: whole base text (null when new) and whole final text. */
export type PlannedFile = {
  readonly path: string;
  readonly mode: '100644' | '100755';
  readonly before: string | null;
  readonly after: string;
  readonly hunks: readonly Hunk[];
  readonly controls: readonly string[];
  readonly risk: Risk;
  readonly summaries: readonly string[];
  /** What each control did to it; `summaries` says the same once, and what no control did. */
  readonly causes: readonly { readonly control: string; readonly summary: string }[];
  /** The file is made again, because its template says something else now: `built-in/ci-node 0.1.0`, before and after. */
  readonly upgrade?: { readonly from: string; readonly to: string };
};

export type PlannedSetting = SettingChange & { readonly control: string };
export type PlannedStep = ManualStep & { readonly control: string };

/** Something that was chosen and cannot be carried out as asked; always shown, never dropped. */
export type Conflict = {
  readonly controls: readonly string[];
  readonly path: string | null;
  readonly message: string;
};

/** A control that stays as it is, and why. */
export type LeftOut = { readonly control: string; readonly reason: string };

/** The ordered, conflict-free changes for the chosen remedies. Same snapshot and choices, same bytes. */
export type Plan = {
  readonly choices: readonly Choice[];
  readonly files: readonly PlannedFile[];
  readonly settings: readonly PlannedSetting[];
  readonly steps: readonly PlannedStep[];
  readonly conflicts: readonly Conflict[];
  readonly leftOut: readonly LeftOut[];
  /** Controls that the plan cures, by assessing what it leaves behind. */
  readonly cures: readonly string[];
  /** The packs that new files are made from, outermost first. */
  readonly packs: readonly PackOrigin[];
};
