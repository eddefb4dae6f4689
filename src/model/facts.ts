import type { TextFiles, TreeEntry } from './files.ts';
import type { PinCatalogue } from './pin.ts';
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
}

export type FactName = keyof FactValues;
