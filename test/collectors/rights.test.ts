import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Facts } from '../../src/model/fact.ts';
import type { FactName } from '../../src/model/facts.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { snapshotOf, targetOf } from './snapshot-of.ts';

const SETTINGS = {
  alerts: true,
  updates: { enabled: true, paused: false },
  protection: { enforce_admins: { enabled: true }, required_pull_request_reviews: {} },
  environments: [{ name: 'release', protection_rules: [], deployment_branch_policy: null }],
} as const;

let twin: Twin;
beforeEach(async () => {
  const roles = { ada: 'admin', wil: 'write', rea: 'read', bot: 'write' } as const;
  twin = await startTwin({
    repositories: {
      'octo/app': { roles, settings: SETTINGS },
      'octo/private': { roles, visibility: 'private', settings: { ...SETTINGS, plan: 'free' } },
      'octo/paid': { roles, visibility: 'private', settings: SETTINGS },
    },
    tokens: {
      admin: { kind: 'classic', login: 'ada', scopes: ['repo'] },
      scopeless: { kind: 'classic', login: 'ada', scopes: [] },
      narrow: { kind: 'fine-grained', login: 'ada', permissions: ['metadata=read', 'contents=read', 'actions=read'] },
      writer: { kind: 'classic', login: 'wil', scopes: ['repo'] },
      reader: { kind: 'classic', login: 'rea', scopes: ['repo'] },
      job: { kind: 'installation', login: 'bot', permissions: ['contents=read', 'actions=read', 'metadata=read'] },
    },
  });
});
afterEach(() => twin.close());

/** The facts that settings answer, in the order of the table below. */
const ASKED = [
  'selectedActions',
  'forkApproval',
  'privateForkRuns',
  'artifactRetention',
  'executionPolicies',
  'oidcSubject',
  'storedSecrets',
  'environments',
  'branchRules',
  'branchProtection',
  'rulesets',
  'immutableReleases',
  'codeScanningSetup',
  'codeScanningAnalyses',
  'dependabotAlerts',
  'securityAnalysis',
  'privateReporting',
  'deployKeys',
  'ownerAccount',
] as const satisfies readonly FactName[];

const reasonsIn = (facts: Facts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ASKED.flatMap((name) => {
      const fact = facts[name];
      return fact.state === 'unknown' ? [[name, fact.reason]] : [];
    }),
  );
const all = (reason: string, ...names: readonly (typeof ASKED)[number][]) =>
  Object.fromEntries(names.map((name) => [name, reason]));
const look = (token: string | null, slug = 'octo/app', host = 'github.com') =>
  snapshotOf(twin, clientOf(twin, token, { host }), { target: targetOf(twin, slug, host) });

/** What takes an administrator, whoever asks. */
const ADMINISTRATION = [
  'selectedActions',
  'forkApproval',
  'artifactRetention',
  'executionPolicies',
  'immutableReleases',
  'codeScanningSetup',
  'securityAnalysis',
  'deployKeys',
] as const;
const UNSUPPORTED = { privateForkRuns: 'unsupported' };

test.each<[string, string | null, Readonly<Record<string, string>>]>([
  ['an administrator', 'admin', UNSUPPORTED],
  ['somebody who can write', 'writer', { ...UNSUPPORTED, ...all('forbidden', ...ADMINISTRATION) }],
  [
    'a reader',
    'reader',
    { ...UNSUPPORTED, ...all('forbidden', ...ADMINISTRATION, 'storedSecrets', 'codeScanningAnalyses') },
  ],
  [
    'an administrator with a token that may not look',
    'narrow',
    {
      ...UNSUPPORTED,
      ...all('forbidden', ...ADMINISTRATION, 'storedSecrets', 'codeScanningAnalyses', 'branchProtection'),
    },
  ],
  [
    'a workflow’s own token',
    'job',
    { ...UNSUPPORTED, ...all('forbidden', ...ADMINISTRATION, 'storedSecrets', 'codeScanningAnalyses') },
  ],
  [
    'nobody',
    null,
    {
      ...UNSUPPORTED,
      ...all(
        'forbidden',
        ...ADMINISTRATION,
        'storedSecrets',
        'codeScanningAnalyses',
        'branchProtection',
        'dependabotAlerts',
      ),
    },
  ],
])('what %s may not see', async (_who, token, expected) => {
  expect(reasonsIn((await look(token)).facts)).toEqual(expected);
});

test('an administrator’s classic token without its scope is told 404, which is never "off"', async () => {
  const { facts } = await look('scopeless');
  expect(reasonsIn(facts)).toMatchObject(all('forbidden', 'immutableReleases', 'branchProtection', 'deployKeys'));
  expect(facts.immutableReleases).toMatchObject({ unlock: expect.stringContaining('classic scope repo') });
});

test('a private repository on a plan without rules and environments', async () => {
  const { facts } = await look('admin', 'octo/private');
  expect(reasonsIn(facts)).toEqual({
    ...all('unsupported', 'forkApproval', 'branchRules', 'branchProtection', 'rulesets', 'codeScanningSetup'),
    ...all('unsupported', 'codeScanningAnalyses'),
    ...all('unserved', 'executionPolicies', 'environments'),
  });
  expect(facts.environments).toMatchObject({ unlock: expect.stringContaining('paid plan') });
  expect(facts.privateReporting).toMatchObject({ state: 'known', value: false });
  expect(facts.privateForkRuns).toMatchObject({ value: { requireApproval: true } });
});

test('a private repository that has them', async () => {
  expect(reasonsIn((await look('admin', 'octo/paid')).facts)).toEqual({ forkApproval: 'unsupported' });
});

test('a server from before the newest settings: what it does not have is unserved, never off', async () => {
  const missing = [
    'fork-pr',
    'artifact-and-log',
    'private-vulnerability',
    'automated-security',
    'vulnerability-alerts',
  ];
  for (const path of missing)
    twin.fail({ on: new RegExp(path), answer: { status: 404, body: { message: 'Not Found' } } });
  twin.fail({ on: /HardenOverview/, answer: { status: 200, body: { errors: [{ message: 'no field digest' }] } } });
  const { facts } = await look('admin', 'octo/app', 'git.example.org');
  expect(reasonsIn(facts)).toEqual({
    ...UNSUPPORTED,
    ...all('unserved', 'forkApproval', 'artifactRetention', 'executionPolicies', 'immutableReleases'),
    ...all('unserved', 'privateReporting', 'dependabotAlerts'),
  });
});

test('without GraphQL the same facts come by more questions', async () => {
  const withIt = await look('admin');
  twin.fail({ on: /HardenOverview/, answer: { status: 502, body: {} } });
  const without = await look('admin');
  const values = ({ facts }: typeof withIt) =>
    Object.fromEntries(
      [...ASKED, 'openPullRequest', 'ownerAccess', 'codeownersErrors'].map((name) => {
        const fact = facts[name as FactName];
        return [name, fact.state === 'known' ? fact.value : fact.reason];
      }),
    );
  expect(values(without)).toEqual(values(withIt));
});
