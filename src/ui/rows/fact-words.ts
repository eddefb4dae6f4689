import type { FactName } from '../../model/facts.ts';

/** What a collector looks at, as a person would say it. */
export const FACT_WORD: Readonly<Record<FactName, string>> = {
  tree: 'files of the repository',
  texts: 'workflows and what they use',
  repository: 'the repository itself',
  actionsPolicy: 'which actions may run',
  tokenDefaults: 'what the job token may do by default',
  workflowStates: 'which workflows are switched on',
  selfHostedRunners: 'self-hosted runners',
  codeownersErrors: 'mistakes in CODEOWNERS',
  ownerAccess: 'who can write',
  latestRelease: 'the newest release',
  releaseAttestations: 'attestations of the newest release',
  openPullRequest: 'our own open pull request',
  pins: 'which commits the actions mean',
};
