import type { TextFiles, TreeEntry } from './files.ts';
import type { ImagePin, PinCatalogue } from './pin.ts';
import type { LatestRelease, ReleaseAttestations } from './release.ts';
import type {
  ActionsPolicy,
  CodeownersError,
  OpenPullRequest,
  OwnerAccess,
  RepositoryFacts,
  SelfHostedRunner,
  TokenDefaults,
  WorkflowState,
} from './repository.ts';
import type {
  ActionAdvisories,
  ActionRepository,
  ArtifactRetention,
  BranchProtection,
  BranchRule,
  CodeScanningAnalysis,
  CodeScanningSetup,
  DependabotAlerts,
  DeployKey,
  Environment,
  ExecutionPolicy,
  ForkApproval,
  ImmutableReleases,
  OidcSubject,
  OwnerAccount,
  PrivateForkRuns,
  Ruleset,
  SecurityAnalysis,
  SelectedActions,
  StoredSecrets,
} from './settings.ts';

/** Every fact a control may ask for. Adding one here obliges a collector to exist (a test holds the two together). */
export interface FactValues {
  /** Paths, modes and object ids of the base commit. */
  readonly tree: readonly TreeEntry[];
  /** The texts that were read, by path. A path that is in `tree` and not here was not asked for. */
  readonly texts: TextFiles;
  readonly repository: RepositoryFacts;
  readonly actionsPolicy: ActionsPolicy;
  readonly tokenDefaults: TokenDefaults;
  readonly workflowStates: readonly WorkflowState[];
  readonly selfHostedRunners: readonly SelfHostedRunner[];
  readonly codeownersErrors: readonly CodeownersError[];
  readonly ownerAccess: OwnerAccess;
  readonly latestRelease: LatestRelease | null;
  readonly releaseAttestations: ReleaseAttestations;
  readonly openPullRequest: OpenPullRequest | null;
  readonly pins: PinCatalogue;
  /** Digests of images that are taken by a tag, by `registry/name:tag`. What could not be looked up is not in it. */
  readonly imagePins: Readonly<Record<string, ImagePin>>;
  /** Null when the policy is not `selected`: then there is no list. */
  readonly selectedActions: SelectedActions | null;
  readonly forkApproval: ForkApproval;
  readonly privateForkRuns: PrivateForkRuns;
  readonly executionPolicies: readonly ExecutionPolicy[];
  /** Rules of active rulesets that bind the default branch. Classic protection is another fact. */
  readonly branchRules: readonly BranchRule[];
  /** Null when the default branch has no classic protection. */
  readonly branchProtection: BranchProtection | null;
  readonly rulesets: readonly Ruleset[];
  readonly environments: readonly Environment[];
  readonly storedSecrets: StoredSecrets;
  readonly oidcSubject: OidcSubject;
  readonly immutableReleases: ImmutableReleases;
  readonly codeScanningSetup: CodeScanningSetup;
  readonly codeScanningAnalyses: readonly CodeScanningAnalysis[];
  readonly dependabotAlerts: DependabotAlerts;
  readonly securityAnalysis: SecurityAnalysis;
  /** Whether outsiders can report a vulnerability in private; false for a private repository, which has no such thing. */
  readonly privateReporting: boolean;
  readonly artifactRetention: ArtifactRetention;
  readonly ownerAccount: OwnerAccount;
  readonly deployKeys: readonly DeployKey[];
  /** The repository of every action that is used, by `owner/repo` in lower case. */
  readonly actionRepositories: Readonly<Record<string, ActionRepository>>;
  readonly actionAdvisories: ActionAdvisories;
}

export type FactName = keyof FactValues;
