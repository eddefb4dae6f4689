import type { Tier } from '../model/control.ts';

/** Where a repository, and its organisation in the repository `.github`, keep what was decided (DESIGN section 6). */
export const POLICY_PATH = '.github/harden-builds.yml';

/** `file` is what `--policy` names: it is used instead of the repository's. */
export type LayerKind = 'organisation' | 'repository' | 'file';

/** One file that was looked for. Only a layer that is `used` says anything. */
export type PolicyLayer = {
  readonly from: LayerKind;
  /** How messages name it: `.github/harden-builds.yml`, `acme/.github:.github/harden-builds.yml`, or the path after `--policy`. */
  readonly file: string;
  /** The commit it was read at; null for a file on disk, and when nothing was read. */
  readonly commit: string | null;
  /** `absent` was looked at and is not there; `unseen` may or may not be there. */
  readonly state: 'used' | 'absent' | 'unseen';
  /** Why it is not used; null when it is. */
  readonly because: string | null;
};

/** Where a rule stands: the file as its layer names it, and the line, 1-based. */
export type RulePlace = { readonly from: LayerKind; readonly file: string; readonly line: number };

/** One thing a layer says. */
export type PolicyRule = RulePlace & {
  /** JSON pointer: `/require/tiers`, `/waivers/old-runner`. */
  readonly pointer: string;
  /** What it asks, in words. */
  readonly says: string;
  /** Why it does not count; null when it does. */
  readonly ignored: string | null;
  /** The control it is about; null when it is about none or many. */
  readonly control: string | null;
};

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
  /** Where it stands in its file, 1-based. */
  readonly line: number;
  /** The file of its layer; that of the policy when it is left out. */
  readonly file?: string;
};

/** What a team decided for one control: taken as the choice, without asking. */
export type Decision = {
  readonly control: string;
  readonly remedy: string;
  readonly answers: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** The file of its layer; that of the policy when it is left out. */
  readonly file?: string;
};

/** What must not have a gap, whatever `--fail-on` says. */
export type Requirement = { readonly tiers: readonly Tier[]; readonly controls: readonly string[] };

export type Policy = {
  readonly path: string;
  readonly pack: string | null;
  readonly owners: readonly string[];
  readonly require: Requirement;
  readonly waivers: readonly WaiverRule[];
  readonly decisions: readonly Decision[];
  /** What was looked for, the organisation's first. */
  readonly layers: readonly PolicyLayer[];
  /** What the layers say, in that order. */
  readonly rules: readonly PolicyRule[];
};

export const NO_POLICY: Policy = {
  path: POLICY_PATH,
  pack: null,
  owners: [],
  require: { tiers: [], controls: [] },
  waivers: [],
  decisions: [],
  layers: [],
  rules: [],
};

/** True when the policy asks for this control, by name or by tier. */
export const isRequired = (
  { tiers, controls }: Requirement,
  { id, tier }: { readonly id: string; readonly tier: Tier },
): boolean => controls.includes(id) || tiers.includes(tier);
