import { type Facts, known, unknown } from '../model/fact.ts';
import type { FactName } from '../model/facts.ts';
import type { TextFile } from '../model/files.ts';
import type { PinCatalogue } from '../model/pin.ts';
import type { ActionAdvisories, ActionRepository } from '../model/settings.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { MODEL_PROJECT } from './model-project.ts';

/** What is known of actions, whichever repository uses them. */
export type ActionKnowledge = {
  readonly pins: PinCatalogue;
  readonly advisories: ActionAdvisories;
  readonly actionRepositories: Readonly<Record<string, ActionRepository>>;
};

const SOURCE = { via: 'catalogue', at: 'the strictest repository' } as const;
const NOT_THERE = unknown('not-asked', 'a template is judged without a repository', SOURCE);

/** Facts that only speak about a repository's settings: no template can mend or break them. */
const SETTINGS: readonly FactName[] = [
  'ownerAccess',
  'releaseAttestations',
  'openPullRequest',
  'selectedActions',
  'forkApproval',
  'privateForkRuns',
  'executionPolicies',
  'branchRules',
  'branchProtection',
  'rulesets',
  'environments',
  'oidcSubject',
  'codeScanningSetup',
  'codeScanningAnalyses',
  'dependabotAlerts',
  'securityAnalysis',
  'privateReporting',
  'ownerAccount',
  'deployKeys',
];

/**
 * The repository in which a rendered file has to stand on its own: public, with a token that may write by default, no runner of
 * its own, no release yet, and no other workflow. What a file leaves to settings is found here, because here the settings are the weakest.
 */
export function strictSnapshot(file: TextFile, { pins, advisories, actionRepositories }: ActionKnowledge): Snapshot {
  // The other facts are named one by one below, which the compiler checks.
  const settings = Object.fromEntries(SETTINGS.map((name) => [name, NOT_THERE])) as Pick<
    Facts,
    (typeof SETTINGS)[number]
  >;
  // Owners and updates of a project are not in a template: those files are judged where there is nothing else.
  const files = [...(isWorkflow(file.path) ? MODEL_PROJECT : []), file];
  return {
    observedAt: `${pins.offlineSince ?? '2026-01-01'}T00:00:00.000Z`,
    target: {
      mode: 'api',
      host: 'github.com',
      owner: 'octo',
      name: 'app',
      base: { ref: 'main', sha: '0'.repeat(40), dirty: false },
    },
    facts: {
      ...settings,
      tree: known(
        files.map(({ path, mode }) => ({ path, mode, oid: '' })),
        SOURCE,
      ),
      texts: known(Object.fromEntries(files.map((each) => [each.path, each])), SOURCE),
      repository: known(
        {
          id: '1',
          ownerId: '1',
          ownerKind: 'organization',
          visibility: 'public',
          archived: false,
          fork: false,
          template: false,
          defaultBranch: 'main',
          permissions: { admin: true, push: true },
        },
        SOURCE,
      ),
      tokenDefaults: known({ defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: true }, SOURCE),
      actionsPolicy: known({ enabled: true, allowedActions: 'all', shaPinningRequired: false }, SOURCE),
      workflowStates: known([], SOURCE),
      selfHostedRunners: known([], SOURCE),
      codeownersErrors: known([], SOURCE),
      latestRelease: known(null, SOURCE),
      storedSecrets: known({ repository: [], organization: [] }, SOURCE),
      immutableReleases: known({ enabled: false, enforcedByOwner: false }, SOURCE),
      artifactRetention: known({ days: 90, maximumDays: null }, SOURCE),
      pins: known(pins, SOURCE),
      imagePins: known({}, SOURCE),
      actionRepositories: known(actionRepositories, SOURCE),
      actionAdvisories: known(advisories, SOURCE),
    },
  };
}

const isWorkflow = (path: string): boolean => /^\.github\/(?:workflows|actions)\//u.test(path);
