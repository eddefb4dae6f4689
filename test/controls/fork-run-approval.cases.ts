import { unknown } from '../../src/model/fact.ts';
import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PRIVATE, PUBLIC } from './sample-facts.ts';

const UNSUPPORTED = unknown('unsupported', 'not for this visibility', { via: 'api', at: 'test' });
const RUNS = { runWorkflows: true, sendWriteTokens: false, sendSecrets: false, requireApproval: true };

export const cases: readonly ControlCase[] = [
  {
    name: 'everybody outside waits',
    facts: { forkApproval: 'all_external_contributors', privateForkRuns: UNSUPPORTED, repository: PUBLIC },
    verdict: 'pass',
  },
  {
    name: 'a first contribution waits',
    facts: { forkApproval: 'first_time_contributors', repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: ['first-time-only'],
    offers: ['approve-all-outsiders'],
  },
  {
    name: 'only new accounts wait',
    facts: { forkApproval: 'first_time_contributors_new_to_github', repository: PUBLIC },
    verdict: 'fail',
    findings: ['new-accounts-only'],
  },
  {
    name: 'an archived repository starts nothing',
    facts: { forkApproval: 'first_time_contributors', repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  {
    name: 'a private repository whose forks start nothing, whatever else is set',
    facts: {
      privateForkRuns: { ...RUNS, runWorkflows: false, sendSecrets: true },
      forkApproval: UNSUPPORTED,
      repository: PRIVATE,
    },
    verdict: 'pass',
  },
  {
    name: 'private forks wait for approval',
    facts: { privateForkRuns: RUNS, forkApproval: UNSUPPORTED, repository: PRIVATE },
    verdict: 'pass',
  },
  {
    name: 'private forks start at once, without rights',
    facts: { privateForkRuns: { ...RUNS, requireApproval: false }, repository: PRIVATE },
    verdict: 'partial',
    gap: true,
    findings: ['fork-unapproved'],
    offers: ['restrict-private-forks'],
  },
  {
    name: 'private forks get write tokens and secrets, approval or not',
    facts: { privateForkRuns: { ...RUNS, sendWriteTokens: true, sendSecrets: true }, repository: PRIVATE },
    verdict: 'fail',
    findings: ['fork-write-token', 'fork-secrets'],
  },
  {
    name: 'everybody outside waits, and the visibility is not known',
    facts: { forkApproval: 'all_external_contributors', privateForkRuns: UNSUPPORTED },
    verdict: 'pass',
  },
  {
    name: 'both settings are known, and the visibility is not',
    facts: { forkApproval: 'first_time_contributors', privateForkRuns: { ...RUNS, sendSecrets: true } },
    verdict: 'partial',
    gap: true,
    findings: ['first-time-only'],
  },
  {
    name: 'the token may not look',
    facts: { forkApproval: FORBIDDEN, repository: PUBLIC },
    verdict: 'unknown',
    says: 'administrator',
  },
  { name: 'nobody was asked', verdict: 'unknown' },
  {
    name: 'a public repository, although the setting of private ones is known too',
    facts: {
      forkApproval: 'first_time_contributors_new_to_github',
      privateForkRuns: { ...RUNS, sendSecrets: true },
      repository: PUBLIC,
    },
    verdict: 'fail',
    findings: ['new-accounts-only'],
  },
  {
    name: 'only the setting of private forks is known',
    facts: { forkApproval: FORBIDDEN, privateForkRuns: { ...RUNS, sendSecrets: true } },
    verdict: 'fail',
    findings: ['fork-secrets'],
  },
  {
    name: 'the setting of public forks says nothing of a private repository',
    facts: { forkApproval: 'first_time_contributors', privateForkRuns: FORBIDDEN, repository: PRIVATE },
    verdict: 'unknown',
  },
  {
    name: 'the setting of private forks counts in a private repository',
    facts: {
      forkApproval: 'all_external_contributors',
      privateForkRuns: { ...RUNS, requireApproval: false },
      repository: PRIVATE,
    },
    verdict: 'partial',
    gap: true,
    findings: ['fork-unapproved'],
  },
];
