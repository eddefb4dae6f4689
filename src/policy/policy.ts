/** Where a repository keeps what its team decided (DESIGN section 6). */
export const POLICY_PATH = '.github/harden-builds.yml';

/** A finding, or all findings of a control, that a team accepts until a day. */
export type WaiverRule = {
  readonly slug: string;
  readonly control: string;
  /** A glob over paths of findings. */
  readonly path: string | null;
  readonly rule: string | null;
  readonly reason: string;
  /** Valid through this day, UTC. */
  readonly expires: string;
  /** Where it stands in the policy file, 1-based. */
  readonly line: number;
};

/** What a team decided for one control: taken as the choice, without asking. */
export type Decision = {
  readonly control: string;
  readonly remedy: string;
  readonly answers: Readonly<Record<string, string | boolean | readonly string[]>>;
};

export type Policy = {
  readonly path: string;
  readonly pack: string | null;
  readonly owners: readonly string[];
  readonly waivers: readonly WaiverRule[];
  readonly decisions: readonly Decision[];
};

export const NO_POLICY: Policy = { path: POLICY_PATH, pack: null, owners: [], waivers: [], decisions: [] };
