import type { RestEndpointMethodTypes } from '@octokit/rest';

type Rest = RestEndpointMethodTypes;

/** The settings of a repository as GitHub's answers carry them; null where the endpoint says 404 for "off". */
export type TwinSettings = {
  selectedActions: Rest['actions']['getAllowedActionsRepository']['response']['data'];
  forkApproval: string;
  privateForkRuns: Readonly<Record<string, boolean>>;
  retention: { days: number; maximum_allowed_days: number };
  oidc: Readonly<Record<string, unknown>>;
  policies: readonly Readonly<Record<string, unknown>>[];
  secrets: readonly TwinSecret[];
  organizationSecrets: readonly TwinSecret[];
  branchRules: readonly Readonly<Record<string, unknown>>[];
  protection: Readonly<Record<string, unknown>> | null;
  rulesets: readonly TwinRuleset[];
  environments: readonly TwinEnvironment[];
  immutable: { enabled: boolean; enforced_by_owner: boolean } | null;
  defaultSetup: Readonly<Record<string, unknown>>;
  analyses: readonly { category: string; tool: { name: string }; created_at: string }[];
  alerts: boolean;
  updates: { enabled: boolean; paused: boolean } | null;
  privateReporting: boolean;
  /** Null: shown to owners of the organisation only. */
  twoFactor: boolean | null;
  keys: readonly { title: string; read_only: boolean; last_used: string | null }[];
  securityAnalysis: Readonly<Record<string, { status: 'enabled' | 'disabled' }>>;
  /** What a private repository may have. */
  plan: 'free' | 'paid';
};

export type TwinSecret = { readonly name: string; readonly updated_at: string };

export type TwinRuleset = {
  readonly id: number;
  readonly name: string;
  readonly target: 'branch' | 'tag' | 'push';
  readonly enforcement: 'active' | 'disabled' | 'evaluate';
  readonly source_type: 'Repository' | 'Organization';
  readonly include: readonly string[];
  readonly rules: readonly string[];
  readonly bypass?: readonly { readonly actor_type: string; readonly bypass_mode: string }[];
};

export type TwinEnvironment = {
  readonly name: string;
  readonly can_admins_bypass?: boolean;
  readonly protection_rules: readonly Readonly<Record<string, unknown>>[];
  readonly deployment_branch_policy: {
    readonly protected_branches: boolean;
    readonly custom_branch_policies: boolean;
  } | null;
  readonly patterns?: readonly { readonly name: string; readonly type: 'branch' | 'tag' }[];
  readonly secrets?: readonly TwinSecret[];
};

/** A repository in which nobody has changed anything. */
export const SETTINGS_AT_FIRST: TwinSettings = {
  selectedActions: { github_owned_allowed: true, verified_allowed: false, patterns_allowed: [] },
  forkApproval: 'first_time_contributors_new_to_github',
  privateForkRuns: {
    run_workflows_from_fork_pull_requests: false,
    send_write_tokens_to_workflows: false,
    send_secrets_and_variables: false,
    require_approval_for_fork_pr_workflows: true,
  },
  retention: { days: 90, maximum_allowed_days: 400 },
  oidc: { use_default: true, use_immutable_subject: false, sub_claim_prefix: 'repo:octo/app' },
  policies: [],
  secrets: [],
  organizationSecrets: [],
  branchRules: [],
  protection: null,
  rulesets: [],
  environments: [],
  immutable: null,
  defaultSetup: { state: 'not-configured', languages: [] },
  analyses: [],
  alerts: false,
  updates: null,
  privateReporting: false,
  twoFactor: null,
  keys: [],
  securityAnalysis: {
    secret_scanning: { status: 'disabled' },
    secret_scanning_push_protection: { status: 'disabled' },
  },
  plan: 'paid',
};
