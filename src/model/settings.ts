/** `GET …/actions/permissions/selected-actions`; null when the policy is not `selected`. */
export type SelectedActions = {
  readonly githubOwnedAllowed: boolean;
  readonly verifiedAllowed: boolean;
  readonly patternsAllowed: readonly string[];
};

/** `GET …/actions/permissions/fork-pr-contributor-approval` (public repositories). */
export type ForkApproval =
  | 'first_time_contributors_new_to_github'
  | 'first_time_contributors'
  | 'all_external_contributors';

/** `GET …/actions/permissions/fork-pr-workflows-private-repos` (private and internal repositories). */
export type PrivateForkRuns = {
  readonly runWorkflows: boolean;
  readonly sendWriteTokens: boolean;
  readonly sendSecrets: boolean;
  readonly requireApproval: boolean;
};

/** `GET …/actions/policies?has_parents=true`: who and what may start workflows. */
export type ExecutionPolicy = {
  readonly name: string;
  /** Only `active` stops a run; `evaluate` and `disabled` do nothing. */
  readonly enforcement: string;
  /** Where it was written: an organisation's or enterprise's policy cannot be changed from the repository. */
  readonly sourceKind: 'repository' | 'organization' | 'enterprise' | 'unknown';
  /** Null = every workflow. */
  readonly workflowPaths: { readonly include: readonly string[]; readonly exclude: readonly string[] } | null;
  /** Null when the policy does not restrict events. */
  readonly allowedEvents: readonly string[] | null;
  readonly restrictsActors: boolean;
};

/** One effective rule of the default branch, of rulesets in force (repository and organisation). */
export type BranchRule = {
  readonly type: string;
  readonly rulesetId: string | null;
  readonly sourceKind: 'repository' | 'organization' | 'enterprise' | 'unknown';
  readonly requireCodeOwnerReview: boolean | null;
  readonly requiredApprovals: number | null;
  readonly dismissStaleReviews: boolean | null;
  readonly requireLastPushApproval: boolean | null;
  /** File patterns that a team must review (`required_reviewers`). */
  readonly reviewedPatterns: readonly string[];
  readonly requiredChecks: readonly string[];
};

/** Classic protection of the default branch. `enforceAdmins` is null for those who may not see it. */
export type BranchProtection = {
  readonly requireCodeOwnerReviews: boolean;
  readonly requiredApprovals: number | null;
  readonly enforceAdmins: boolean | null;
  readonly requiredChecks: readonly string[];
  readonly allowsForcePushes: boolean;
  readonly allowsDeletions: boolean;
};

/** A ruleset of the repository or above it. */
export type Ruleset = {
  readonly id: string;
  readonly name: string;
  /** `branch`, `tag`, `push`. */
  readonly target: string;
  /** Only `active` is in force. */
  readonly enforcement: string;
  /** Who wrote it: an organisation's ruleset cannot be changed from the repository. */
  readonly sourceKind: 'repository' | 'organization' | 'enterprise' | 'unknown';
  /** Full refs, globs, `~DEFAULT_BRANCH`, `~ALL`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Rule types, as in `pull_request`, `non_fast_forward`, `creation`. */
  readonly rules: readonly string[];
  /** Null when the token may not see who can bypass it. */
  readonly bypassActors: readonly { readonly kind: string; readonly mode: string }[] | null;
};

/** An environment that jobs can name. Names are compared without regard to case. */
export type Environment = {
  readonly name: string;
  /** How many people or teams can approve; 0 = nobody has to. */
  readonly reviewers: number;
  readonly preventSelfReview: boolean;
  readonly waitMinutes: number;
  /** Which refs may deploy: all, those of protected branches, or these patterns (null when they could not be read). */
  readonly refs:
    | 'any'
    | 'protected-branches'
    | { readonly patterns: readonly { readonly name: string; readonly kind: 'branch' | 'tag' }[] | null };
  readonly canAdminsBypass: boolean | null;
  /** Names only; null when they could not be read. */
  readonly secrets: readonly StoredSecret[] | null;
};

/** A secret's name and age; values are never asked for. */
export type StoredSecret = { readonly name: string; readonly updatedAt: string };

/** `GET …/actions/secrets` and `…/organization-secrets`. `organization` is null when it could not be read. */
export type StoredSecrets = {
  readonly repository: readonly StoredSecret[];
  readonly organization: readonly StoredSecret[] | null;
};

/** `GET …/actions/oidc/customization/sub`. `immutable` and `prefix` are null where the host does not tell. */
export type OidcSubject = {
  readonly useDefault: boolean;
  readonly claimKeys: readonly string[];
  readonly immutable: boolean | null;
  readonly prefix: string | null;
};

/** `GET …/immutable-releases`. */
export type ImmutableReleases = { readonly enabled: boolean; readonly enforcedByOwner: boolean };

/** `GET …/code-scanning/default-setup`. */
export type CodeScanningSetup = {
  readonly configured: boolean;
  readonly languages: readonly string[];
  readonly suite: string | null;
};

/** `GET …/code-scanning/analyses`: the newest analysis of each category. `createdAt` is an ISO time. */
export type CodeScanningAnalysis = { readonly category: string; readonly tool: string; readonly createdAt: string };

/** `securityUpdates` is null when only the switch for alerts could be seen. */
export type DependabotAlerts = { readonly alerts: boolean; readonly securityUpdates: boolean | null };

/** `security_and_analysis` of the repository, visible to administrators. Null = the key is not there. */
export type SecurityAnalysis = { readonly secretScanning: boolean | null; readonly pushProtection: boolean | null };

/** `GET …/actions/permissions/artifact-and-log-retention`. */
export type ArtifactRetention = { readonly days: number; readonly maximumDays: number | null };

/** What is visible of the owner. Null = not visible to this token, or the owner is a person. */
export type OwnerAccount = { readonly twoFactorRequired: boolean | null; readonly defaultPermission: string | null };

/** `GET …/keys`. `lastUsed` is an ISO time, null when it never was or the host does not tell. */
export type DeployKey = { readonly title: string; readonly readOnly: boolean; readonly lastUsed: string | null };

/** What is known of the repository of an action in use. Null = not known. */
export type ActionRepository = {
  readonly archived: boolean | null;
  readonly exists: boolean | null;
  /** Where a renamed action lives now. */
  readonly renamedTo: string | null;
  /** What the dated catalogue says of it, and what it names as the successor; null when it is not listed there. */
  readonly status: ActionStatus | null;
  readonly replacedBy: string | null;
};

export type ActionStatus =
  | 'active'
  | 'active-after-compromise'
  | 'archived'
  | 'deprecated'
  | 'renamed'
  | 'superseded'
  | 'unmaintained'
  | 'wrapper';

/** An advisory that names an action and the versions or commits it affects (dated catalogue, or the API). */
export type ActionAdvisory = {
  readonly id: string;
  /** `owner/repo` in lower case, with the path inside it where only that is affected. */
  readonly action: string;
  /** `compromise`: the code itself was replaced by an attacker's. */
  readonly kind: 'compromise' | 'vulnerability';
  readonly summary: string;
  /** Tags known to be affected; `*` = every tag. */
  readonly affectedRefs: readonly string[];
  readonly affectedCommits: readonly string[];
  /** A range of versions as GitHub writes it, `>= 1.0.0, < 45.0.8`; null when only refs are known. */
  readonly affectedRange: string | null;
  readonly fixedIn: string | null;
  readonly url: string;
};

/** `asOf` is the last day the embedded list covers (ISO date); null when the host was asked as well. */
export type ActionAdvisories = { readonly advisories: readonly ActionAdvisory[]; readonly asOf: string | null };
