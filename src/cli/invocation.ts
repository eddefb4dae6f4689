import type { Risk } from '../model/change.ts';
import type { Tier } from '../model/control.ts';
import type { DeliveryKind } from '../model/delivery.ts';
import type { RepositoryName } from './validate-names.ts';

export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** What every command that looks at a repository is told. */
export type Looking = {
  /** As typed; null when it was not given. */
  readonly path: string | null;
  readonly repo: RepositoryName | null;
  readonly base: string | null;
  readonly local: boolean;
  /** What `--only` and `--skip` were given, not yet matched with controls. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** The pack that new files are made from, as typed; null leaves it to the policy, and else to the program. */
  readonly templates: string | null;
  /** A file used instead of the repository's policy, as typed. */
  readonly policy: string | null;
};

export type Saying = {
  readonly output: string | null;
  /** False by `--no-color`; null leaves it to the environment and the terminal. */
  readonly color: false | null;
  readonly verbosity: Verbosity;
};

export const CHECK_FORMATS = ['text', 'json', 'sarif', 'markdown', 'github'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];
export type FailOn = Tier | 'never';

export type CheckInvocation = Looking &
  Saying & {
    readonly command: 'check';
    readonly format: CheckFormat;
    readonly failOn: FailOn;
    readonly failOnUnknown: boolean;
    readonly worktree: boolean;
    /** The commit that this one is compared with; null compares with none. */
    readonly compare: string | null;
    readonly failOnNew: boolean;
  };

export const PLAN_FORMATS = ['text', 'patch', 'json', 'markdown'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

export type InitInvocation = Looking &
  Saying & {
    readonly command: 'init';
    readonly deliver: DeliveryKind;
    readonly branch: string | null;
    readonly title: string | null;
    readonly draft: boolean;
    readonly reviewers: readonly string[];
    /** The format the plan is printed in instead of being delivered; null delivers. */
    readonly dryRun: PlanFormat | null;
    readonly yes: boolean;
    readonly maxRisk: Risk;
    readonly answers: string | null;
    readonly plain: boolean;
    readonly demo: boolean;
  };

export const EXPLAIN_FORMATS = ['text', 'json', 'markdown'] as const;
export type ExplainFormat = (typeof EXPLAIN_FORMATS)[number];

export type ExplainInvocation = Saying & {
  readonly command: 'explain';
  readonly control: string | null;
  readonly format: ExplainFormat;
};

/** What every command about templates is told; `templates` is as in `Looking`. */
type AboutPack = Saying & { readonly templates: string | null };

export type TemplatesListInvocation = AboutPack & {
  readonly command: 'templates list';
  readonly format: 'text' | 'json';
};

export type TemplatesShowInvocation = AboutPack & {
  readonly command: 'templates show';
  readonly id: string;
  readonly format: 'text' | 'json';
};

export type TemplatesRenderInvocation = AboutPack & {
  readonly command: 'templates render';
  readonly id: string;
  /** `name=value`, as typed. */
  readonly set: readonly string[];
  readonly answers: string | null;
};

export type TemplatesEjectInvocation = AboutPack & {
  readonly command: 'templates eject';
  /** Ids of templates, and at most one folder. */
  readonly names: readonly string[];
};

export type TemplatesLintInvocation = AboutPack & {
  readonly command: 'templates lint';
  readonly format: 'text' | 'json';
};

export type TemplatesNewInvocation = Saying & { readonly command: 'templates new'; readonly directory: string };

export type TemplatesInvocation =
  | TemplatesListInvocation
  | TemplatesShowInvocation
  | TemplatesRenderInvocation
  | TemplatesEjectInvocation
  | TemplatesLintInvocation
  | TemplatesNewInvocation;

/** Help that was asked for: it is the result, and the program ends with 0. */
export type HelpInvocation = { readonly command: 'help'; readonly text: string };

/** What the user asked for, validated as far as it can be without looking at anything. */
export type Invocation = CheckInvocation | InitInvocation | ExplainInvocation | TemplatesInvocation | HelpInvocation;
