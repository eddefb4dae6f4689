import { type Fact, type Facts, type Unknown, unknown } from '../model/fact.ts';
import type { TreeEntry } from '../model/files.ts';
import { collectActionsPolicy } from './actions-policy.ts';
import type { Asking } from './asking.ts';
import { collectCodeownersErrors } from './codeowners-errors.ts';
import type { Gather } from './gather.ts';
import { collectLatestRelease } from './latest-release.ts';
import { collectOpenPullRequest } from './open-pull-request.ts';
import { collectOwnerAccess } from './owner-access.ts';
import type { ReadsApi } from './reads-api.ts';
import { collectReleaseAttestations } from './release-attestations.ts';
import { collectSelfHostedRunners } from './self-hosted-runners.ts';
import { collectTokenDefaults } from './token-defaults.ts';
import { collectWorkflowStates } from './workflow-states.ts';

/** The host and how to ask it, or why nothing of the repository can be asked. */
export type Reach = { readonly state: 'known'; readonly api: ReadsApi; readonly asking: Asking } | Unknown;

export type SettingFacts = Omit<
  Facts,
  'tree' | 'texts' | 'repository' | 'pins' | 'actionRepositories' | 'actionAdvisories'
>;

const PENDING = unknown('not-asked', 'look in the settings of the repository', { via: 'api', at: 'nothing was asked' });

/** Asks for everything that only the host knows, all at once; attestations as soon as the release is known. */
export async function collectSettings(
  gather: Gather,
  reach: Reach,
  repository: Facts['repository'],
  tree: readonly TreeEntry[],
): Promise<SettingFacts> {
  const one = <T>(
    name: keyof SettingFacts,
    collect: (api: ReadsApi, asking: Asking) => Promise<Fact<T>>,
  ): Promise<Fact<T>> =>
    gather(name, async () => (reach.state === 'unknown' ? reach : collect(reach.api, reach.asking)));

  const latest = one('latestRelease', collectLatestRelease);
  const attestations = latest.then((release) =>
    one('releaseAttestations', async (api, asking) => {
      if (release.state === 'unknown') return release;
      if (repository.state === 'unknown') return repository;
      return collectReleaseAttestations(api, asking, repository.value, release.value);
    }),
  );
  const asked = await Promise.all([
    one('actionsPolicy', collectActionsPolicy),
    one('tokenDefaults', collectTokenDefaults),
    one('workflowStates', collectWorkflowStates),
    one('selfHostedRunners', collectSelfHostedRunners),
    one('codeownersErrors', (api, asking) => collectCodeownersErrors(api, asking, tree)),
    one('ownerAccess', collectOwnerAccess),
    one('openPullRequest', collectOpenPullRequest),
    latest,
    attestations,
  ]);
  return {
    actionsPolicy: asked[0],
    tokenDefaults: asked[1],
    workflowStates: asked[2],
    selfHostedRunners: asked[3],
    codeownersErrors: asked[4],
    ownerAccess: asked[5],
    openPullRequest: asked[6],
    latestRelease: asked[7],
    releaseAttestations: asked[8],
    selectedActions: PENDING,
    forkApproval: PENDING,
    privateForkRuns: PENDING,
    executionPolicies: PENDING,
    branchRules: PENDING,
    branchProtection: PENDING,
    rulesets: PENDING,
    environments: PENDING,
    storedSecrets: PENDING,
    oidcSubject: PENDING,
    immutableReleases: PENDING,
    codeScanningSetup: PENDING,
    codeScanningAnalyses: PENDING,
    dependabotAlerts: PENDING,
    securityAnalysis: PENDING,
    privateReporting: PENDING,
    artifactRetention: PENDING,
    ownerAccount: PENDING,
    deployKeys: PENDING,
  };
}
