import type { Fact, Facts, Known, Unknown } from '../model/fact.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { collectActionsPolicy } from './actions-policy.ts';
import { collectArtifactRetention } from './artifact-retention.ts';
import type { Asking } from './asking.ts';
import { collectBranchProtection } from './branch-protection.ts';
import { collectBranchRules } from './branch-rules.ts';
import { collectCodeScanningAnalyses } from './code-scanning-analyses.ts';
import { collectCodeScanningSetup } from './code-scanning-setup.ts';
import { collectCodeownersErrors } from './codeowners-errors.ts';
import { collectDependabotAlerts } from './dependabot-alerts.ts';
import { collectDeployKeys } from './deploy-keys.ts';
import { environmentsNamedIn, withDetails } from './environment-details.ts';
import { collectEnvironments } from './environments.ts';
import { collectExecutionPolicies } from './execution-policies.ts';
import { collectForkApproval } from './fork-approval.ts';
import type { Gather } from './gather.ts';
import { collectImmutableReleases } from './immutable-releases.ts';
import { collectLatestRelease } from './latest-release.ts';
import type { Metered } from './metered.ts';
import { collectOidcSubject } from './oidc-subject.ts';
import { collectOpenPullRequest } from './open-pull-request.ts';
import { collectOverview, type Overview } from './overview.ts';
import { collectOwnerAccess } from './owner-access.ts';
import { collectOwnerAccount } from './owner-account.ts';
import { collectPrivateForkRuns } from './private-fork-runs.ts';
import { collectPrivateReporting } from './private-reporting.ts';
import type { ReadsApi } from './reads-api.ts';
import { collectReleaseAttestations } from './release-attestations.ts';
import { collectRulesets } from './rulesets.ts';
import { collectSelectedActions } from './selected-actions.ts';
import { collectSelfHostedRunners } from './self-hosted-runners.ts';
import { collectStoredSecrets } from './stored-secrets.ts';
import { collectTokenDefaults } from './token-defaults.ts';
import type { VerifiesAttestations } from './verifies-attestations.ts';
import { collectWorkflowStates } from './workflow-states.ts';

/** The host and how to ask it about a repository it has shown, or why nothing can be asked. */
export type Reach =
  | (Metered & {
      readonly state: 'known';
      readonly asking: Asking;
      readonly repository: RepositoryFacts;
      /** Null when bundles are not checked. */
      readonly verifier: VerifiesAttestations | null;
    })
  | Unknown;

export type SettingFacts = Omit<
  Facts,
  | 'tree'
  | 'texts'
  | 'repository'
  | 'securityAnalysis'
  | 'pins'
  | 'imagePins'
  | 'actionRepositories'
  | 'actionAdvisories'
>;

type Collect<T> = (api: ReadsApi, asking: Asking, repository: RepositoryFacts) => Promise<Fact<T>>;

/**
 * Asks for everything that only the host knows, all at once: one GraphQL question for what it tells any reader, the others by
 * REST. What depends on another answer follows it; the details of environments come last and take the questions that are left.
 */
export async function collectSettings(
  gather: Gather,
  reach: Reach,
  tree: readonly TreeEntry[],
  texts: Promise<Known<TextFiles>>,
): Promise<SettingFacts> {
  const one = <T>(name: keyof SettingFacts, collect: Collect<T>): Promise<Fact<T>> =>
    gather(name, async () => (reach.state === 'unknown' ? reach : collect(reach.api, reach.asking, reach.repository)));
  const asked = reach.state === 'unknown' ? null : collectOverview(reach.api, reach.asking);
  /** What follows the GraphQL question, which answers it or leaves it to REST. */
  const after = <T>(
    name: keyof SettingFacts,
    collect: (
      api: ReadsApi,
      asking: Asking,
      overview: Overview | null,
      repository: RepositoryFacts,
    ) => Promise<Fact<T>>,
  ): Promise<Fact<T>> => one(name, async (api, asking, repository) => collect(api, asking, await asked, repository));

  const actionsPolicy = one('actionsPolicy', collectActionsPolicy);
  const latestRelease = one('latestRelease', collectLatestRelease);
  const environments =
    reach.state === 'unknown' ? reach : collectEnvironments(reach.api, reach.asking, reach.repository);

  const facts = allOf({
    actionsPolicy,
    selectedActions: one('selectedActions', async (api, asking) =>
      collectSelectedActions(api, asking, await actionsPolicy),
    ),
    tokenDefaults: one('tokenDefaults', collectTokenDefaults),
    forkApproval: one('forkApproval', collectForkApproval),
    privateForkRuns: one('privateForkRuns', collectPrivateForkRuns),
    executionPolicies: one('executionPolicies', collectExecutionPolicies),
    artifactRetention: one('artifactRetention', collectArtifactRetention),
    oidcSubject: one('oidcSubject', collectOidcSubject),
    workflowStates: one('workflowStates', collectWorkflowStates),
    selfHostedRunners: one('selfHostedRunners', collectSelfHostedRunners),
    storedSecrets: one('storedSecrets', collectStoredSecrets),
    branchRules: one('branchRules', collectBranchRules),
    branchProtection: after('branchProtection', (api, asking, overview, repository) =>
      collectBranchProtection(api, asking, repository, overview),
    ),
    rulesets: after('rulesets', collectRulesets),
    codeownersErrors: after('codeownersErrors', (api, asking, overview) =>
      collectCodeownersErrors(api, asking, tree, overview),
    ),
    ownerAccess: after('ownerAccess', collectOwnerAccess),
    ownerAccount: after('ownerAccount', (api, asking, overview, repository) =>
      collectOwnerAccount(api, asking, repository, overview),
    ),
    deployKeys: after('deployKeys', collectDeployKeys),
    openPullRequest: after('openPullRequest', collectOpenPullRequest),
    latestRelease,
    releaseAttestations: one('releaseAttestations', async (_api, asking, repository) => {
      const release = await latestRelease;
      if (release.state === 'unknown') return release;
      if (reach.state === 'unknown') return reach;
      return collectReleaseAttestations(reach, asking, repository, release.value);
    }),
    immutableReleases: one('immutableReleases', collectImmutableReleases),
    codeScanningSetup: one('codeScanningSetup', collectCodeScanningSetup),
    codeScanningAnalyses: one('codeScanningAnalyses', collectCodeScanningAnalyses),
    dependabotAlerts: after('dependabotAlerts', collectDependabotAlerts),
    privateReporting: one('privateReporting', collectPrivateReporting),
  });
  // Awaited together, so that none that throws goes unheard.
  const [settled, found] = await Promise.all([facts, environments]);
  return {
    ...settled,
    environments: await one('environments', async (api, asking) => {
      if (found.state === 'unknown' || reach.state === 'unknown') return found;
      // The allowance holds where GraphQL saves questions; servers without it have no such limits.
      const questions = asking.token.signedIn && (await asked) === null ? Number.POSITIVE_INFINITY : reach.left();
      const named = environmentsNamedIn(workflowsIn((await texts).value));
      return { ...found, value: await withDetails(api, asking, found.value, named, questions) };
    }),
  };
}

async function allOf<T extends Readonly<Record<string, Promise<unknown>>>>(
  asked: T,
): Promise<{ readonly [K in keyof T]: Awaited<T[K]> }> {
  const entries = Object.entries(asked).map(async ([name, fact]) => [name, await fact] as const);
  // Built from every member of what was asked.
  return Object.fromEntries(await Promise.all(entries)) as { readonly [K in keyof T]: Awaited<T[K]> };
}
