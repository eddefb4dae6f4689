import { afterEach, describe, expect, test } from 'vitest';
import { clientOf } from '../github-twin/client-of.ts';
import type { RepositorySeed } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import type { TwinSettings } from '../github-twin/twin-settings.ts';
import { snapshotOf } from './snapshot-of.ts';

let twin: Twin;
afterEach(() => twin.close());

const start = async (of: RepositorySeed): Promise<void> => {
  twin = await startTwin({
    repositories: { 'octo/app': { roles: { ada: 'admin', wil: 'write' }, ...of } },
    tokens: {
      admin: { kind: 'classic', login: 'ada', scopes: ['repo'] },
      writer: { kind: 'classic', login: 'wil', scopes: ['repo'] },
    },
  });
};
const factsWith = async (settings: Partial<TwinSettings>, token = 'admin') => {
  await start({ settings });
  return (await snapshotOf(twin, clientOf(twin, token))).facts;
};
const asked = (path: RegExp) => twin.requests.filter((request) => path.test(request.path));

describe('the list of allowed actions', () => {
  test('exists only where the policy is selected, and is asked only there', async () => {
    const { selectedActions } = await factsWith({});
    expect(selectedActions).toMatchObject({ state: 'known', value: null });
    expect(asked(/selected-actions/)).toEqual([]);
  });

  test('is told as it is', async () => {
    await start({
      permissions: { enabled: true, allowed_actions: 'selected' },
      settings: {
        selectedActions: { github_owned_allowed: true, verified_allowed: true, patterns_allowed: ['a/b@*'] },
      },
    });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.selectedActions).toMatchObject({
      value: { githubOwnedAllowed: true, verifiedAllowed: true, patternsAllowed: ['a/b@*'] },
    });
  });
});

describe('who may start workflows', () => {
  const event = { type: 'restrict_action_events', parameters: { allowed_events: ['push', 'release'] } };
  const actor = { type: 'restrict_actions_actors', parameters: { allowed_actors: [{ id: 1, type: 'Team' }] } };
  const policy = { name: 'ours', enforcement: 'active', source_type: 'Organization' };

  test('events, actors and paths of a policy, asked in the version that has it', async () => {
    const conditions = { workflow_path: { include: ['.github/workflows/release.yml'], exclude: [] } };
    const { executionPolicies } = await factsWith({ policies: [{ ...policy, conditions, rules: [event, actor] }] });
    expect(executionPolicies).toMatchObject({
      value: [
        {
          name: 'ours',
          enforcement: 'active',
          sourceKind: 'organization',
          workflowPaths: { include: ['.github/workflows/release.yml'], exclude: [] },
          allowedEvents: ['push', 'release'],
          restrictsActors: true,
        },
      ],
    });
    expect(asked(/actions\/policies\?has_parents=true/)[0]?.headers['x-github-api-version']).toBe('2026-03-10');
    expect(asked(/actions\/permissions$/)[0]?.headers['x-github-api-version']).toBe('2022-11-28');
  });

  test.each([
    ['no condition', {}],
    ['every path', { workflow_path: { include: ['~ALL'], exclude: [] } }],
    ['no path', { workflow_path: { include: [], exclude: [] } }],
  ])('%s is every workflow', async (_name, conditions) => {
    const { executionPolicies } = await factsWith({ policies: [{ ...policy, conditions, rules: [] }] });
    expect(executionPolicies).toMatchObject({
      value: [{ workflowPaths: null, allowedEvents: null, restrictsActors: false }],
    });
  });

  test('rules that are not shown are not "no rules"', async () => {
    const { executionPolicies } = await factsWith({ policies: [policy] });
    expect(executionPolicies).toMatchObject({ state: 'unknown', reason: 'unreadable' });
  });
});

test('rules of the default branch, those of the organisation included', async () => {
  const { branchRules } = await factsWith({
    branchRules: [
      {
        type: 'pull_request',
        ruleset_id: 7,
        ruleset_source_type: 'Organization',
        parameters: {
          require_code_owner_review: true,
          required_approving_review_count: 2,
          dismiss_stale_reviews_on_push: true,
          require_last_push_approval: false,
          required_reviewers: [
            { file_patterns: ['.github/**'], minimum_approvals: 1 },
            { file_patterns: ['docs/**'], minimum_approvals: 0 },
          ],
        },
      },
      {
        type: 'required_status_checks',
        ruleset_id: 8,
        ruleset_source_type: 'Repository',
        parameters: { required_status_checks: [{ context: 'build', integration_id: 15368 }] },
      },
    ],
  });
  expect(branchRules).toMatchObject({
    value: [
      {
        type: 'pull_request',
        rulesetId: '7',
        sourceKind: 'organization',
        requireCodeOwnerReview: true,
        requiredApprovals: 2,
        dismissStaleReviews: true,
        requireLastPushApproval: false,
        reviewedPatterns: ['.github/**'],
        requiredChecks: [],
      },
      {
        type: 'required_status_checks',
        sourceKind: 'repository',
        requireCodeOwnerReview: null,
        requiredApprovals: null,
        requiredChecks: ['build'],
      },
    ],
  });
});

describe('classic protection', () => {
  const protection = {
    enforce_admins: { enabled: true },
    required_pull_request_reviews: { require_code_owner_reviews: true, required_approving_review_count: 1 },
    required_status_checks: { strict: true, checks: [{ context: 'test', app_id: null }] },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
  };

  test('as administrators see it', async () => {
    expect((await factsWith({ protection })).branchProtection).toMatchObject({
      value: {
        requireCodeOwnerReviews: true,
        requiredApprovals: 1,
        enforceAdmins: true,
        requiredChecks: ['test'],
        allowsForcePushes: false,
        allowsDeletions: false,
      },
    });
  });

  test('none, in GitHub’s own words', async () => {
    expect((await factsWith({})).branchProtection).toMatchObject({ state: 'known', value: null });
  });

  test('a 404 without these words is not none', async () => {
    await start({});
    twin.fail({ on: /\/protection/, answer: { status: 404, body: { message: 'Not Found' } } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.branchProtection).toMatchObject({ state: 'unknown', reason: 'unserved' });
  });

  test('as it binds somebody who is no administrator: whether it binds those is not known', async () => {
    expect((await factsWith({ protection }, 'writer')).branchProtection).toMatchObject({
      value: { requireCodeOwnerReviews: true, requiredApprovals: 1, enforceAdmins: null },
    });
  });

  test('for others, a branch that is not protected at all has none; one with rules may have some', async () => {
    expect((await factsWith({}, 'writer')).branchProtection).toMatchObject({ state: 'known', value: null });
    await twin.close();
    const { branchProtection } = await factsWith({ branchRules: [{ type: 'deletion' }] }, 'writer');
    expect(branchProtection).toMatchObject({ state: 'unknown', reason: 'forbidden' });
  });
});

describe('rulesets', () => {
  const ruleset = (id: number, of: Partial<TwinSettings['rulesets'][number]> = {}) => ({
    id,
    name: `rules ${id}`,
    target: 'tag' as const,
    enforcement: 'active' as const,
    source_type: 'Repository' as const,
    include: ['refs/tags/v*'],
    rules: ['creation', 'non_fast_forward'],
    bypass: [{ actor_type: 'Team', bypass_mode: 'always' }],
    ...of,
  });
  const told = {
    id: '1',
    name: 'rules 1',
    target: 'tag',
    enforcement: 'active',
    sourceKind: 'repository',
    include: ['refs/tags/v*'],
    exclude: [],
    rules: ['creation', 'non_fast_forward'],
    bypassActors: [{ kind: 'Team', mode: 'always' }],
  };

  test.each(['GraphQL', 'REST'])('by %s', async (way) => {
    await start({ settings: { rulesets: [ruleset(1)] } });
    if (way === 'REST') twin.fail({ on: /HardenOverview/, answer: { status: 502, body: {} } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.rulesets).toMatchObject({ value: [told] });
  });

  test.each(['GraphQL', 'REST'])('by %s, who can bypass is told to administrators only', async (way) => {
    await start({ settings: { rulesets: [ruleset(1)] } });
    if (way === 'REST') twin.fail({ on: /HardenOverview/, answer: { status: 502, body: {} } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'writer'));
    expect(facts.rulesets).toMatchObject({ value: [{ ...told, bypassActors: null }] });
  });

  test.each(['GraphQL', 'REST'])('by %s, nobody shown is nobody only of the repository’s own', async (way) => {
    const [own, above] = [ruleset(1, { bypass: [] }), ruleset(2, { bypass: [], source_type: 'Organization' })];
    await start({ settings: { rulesets: [own, above] } });
    if (way === 'REST') twin.fail({ on: /HardenOverview/, answer: { status: 502, body: {} } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.rulesets).toMatchObject({ value: [{ bypassActors: [] }, { bypassActors: null }] });
  });

  const many = (count: number, enforcement: 'active' | 'disabled') =>
    Array.from({ length: count }, (_, n) => ruleset(n + 1, { enforcement }));

  test('one by one, at most ten are read: those in force first', async () => {
    await start({ settings: { rulesets: [...many(12, 'disabled'), ruleset(13)] } });
    twin.fail({ on: /HardenOverview/, answer: { status: 502, body: {} } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    const rulesets = facts.rulesets.state === 'known' ? facts.rulesets.value : [];
    expect(rulesets.map(({ id }) => id)).toEqual(Array.from({ length: 13 }, (_, n) => String(n + 1)));
    expect(rulesets.at(-1)?.rules).toEqual(['creation', 'non_fast_forward']);
    expect(asked(/rulesets\/\d/)).toHaveLength(10);
  });

  test('more in force than are read: not known, instead of some', async () => {
    await start({ settings: { rulesets: many(11, 'active') } });
    twin.fail({ on: /HardenOverview/, answer: { status: 502, body: {} } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.rulesets).toMatchObject({ state: 'unknown', reason: 'not-asked' });
  });
});

describe('environments', () => {
  const custom = { protected_branches: false, custom_branch_policies: true };
  const review = {
    type: 'required_reviewers',
    prevent_self_review: true,
    reviewers: [{ type: 'Team', reviewer: { slug: 'release' } }],
  };
  const release = {
    name: 'release/prod',
    can_admins_bypass: false,
    protection_rules: [review, { type: 'wait_timer', wait_timer: 30 }, { type: 'branch_policy' }],
    deployment_branch_policy: custom,
    patterns: [{ name: 'v*', type: 'tag' as const }],
    secrets: [{ name: 'SIGNING_KEY', updated_at: '2026-01-02T00:00:00Z' }],
  };

  test('reviewers, patterns and names of secrets', async () => {
    expect((await factsWith({ environments: [release] })).environments).toMatchObject({
      value: [
        {
          name: 'release/prod',
          reviewers: 1,
          preventSelfReview: true,
          waitMinutes: 30,
          refs: { patterns: [{ name: 'v*', kind: 'tag' }] },
          canAdminsBypass: false,
          secrets: [{ name: 'SIGNING_KEY', updatedAt: '2026-01-02T00:00:00Z' }],
        },
      ],
    });
  });

  test('somebody who can write sees patterns; secrets of an environment take their right', async () => {
    await start({ settings: { environments: [release] } });
    twin.fail({ on: /\/secrets/, answer: { status: 403, body: { message: 'Resource not accessible' } } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'writer'));
    expect(facts.environments).toMatchObject({ value: [{ refs: { patterns: [{ name: 'v*' }] }, secrets: null }] });
  });

  test('no policy is every ref; protected branches are told so', async () => {
    const plain = { protection_rules: [], deployment_branch_policy: null };
    const guarded = { ...plain, deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } };
    const { environments } = await factsWith({
      environments: [
        { name: 'a', ...plain },
        { name: 'b', ...guarded },
      ],
    });
    expect(environments).toMatchObject({ value: [{ refs: 'any', reviewers: 0 }, { refs: 'protected-branches' }] });
  });
});

describe('switches that GitHub says are off by a 404', () => {
  test('are off for an administrator', async () => {
    const facts = await factsWith({ alerts: true, updates: null });
    expect(facts.immutableReleases).toMatchObject({ value: { enabled: false, enforcedByOwner: false } });
    expect(facts.dependabotAlerts).toMatchObject({ value: { alerts: true, securityUpdates: false } });
    expect(facts.codeScanningAnalyses).toMatchObject({ value: [] });
  });

  test('alerts that are off need no second question', async () => {
    const { dependabotAlerts } = await factsWith({ alerts: false });
    expect(dependabotAlerts).toMatchObject({ value: { alerts: false, securityUpdates: false } });
    expect(asked(/automated-security-fixes/)).toEqual([]);
  });

  test('on is told as it is, paused updates as off', async () => {
    const facts = await factsWith({
      immutable: { enabled: true, enforced_by_owner: true },
      alerts: true,
      updates: { enabled: true, paused: true },
    });
    expect(facts.immutableReleases).toMatchObject({ value: { enabled: true, enforcedByOwner: true } });
    expect(facts.dependabotAlerts).toMatchObject({ value: { alerts: true, securityUpdates: false } });
  });

  test('somebody who can write sees alerts, and not whether updates are on', async () => {
    const { dependabotAlerts } = await factsWith({ alerts: true }, 'writer');
    expect(dependabotAlerts).toMatchObject({ value: { alerts: true, securityUpdates: null } });
  });
});

describe('secrets', () => {
  const secret = { name: 'KEY', updated_at: '2025-01-01T00:00:00Z' };

  test('names and ages of the repository’s and the organisation’s', async () => {
    const { storedSecrets } = await factsWith({ secrets: [secret], organizationSecrets: [secret] });
    const told = [{ name: 'KEY', updatedAt: '2025-01-01T00:00:00Z' }];
    expect(storedSecrets).toMatchObject({ value: { repository: told, organization: told } });
  });

  test('those of the organisation may stay unseen', async () => {
    await start({ settings: { secrets: [secret] } });
    twin.fail({ on: /organization-secrets/, answer: { status: 403, body: { message: 'Resource not accessible' } } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.storedSecrets).toMatchObject({ value: { repository: [{ name: 'KEY' }], organization: null } });
  });

  test('a person’s repository has no organisation', async () => {
    await start({ ownerKind: 'User' });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.storedSecrets).toMatchObject({ value: { organization: [] } });
    expect(facts.ownerAccount).toMatchObject({ value: { twoFactorRequired: null, defaultPermission: null } });
  });
});

describe('what watches the code', () => {
  test('the newest analysis of each category', async () => {
    const analysis = (category: string, created_at: string) => ({ category, created_at, tool: { name: 'CodeQL' } });
    const { codeScanningAnalyses } = await factsWith({
      analyses: [
        analysis('/language:actions', '2026-01-03T00:00:00Z'),
        analysis('/language:go', '2026-01-02T00:00:00Z'),
        analysis('/language:actions', '2026-01-01T00:00:00Z'),
      ],
    });
    expect(codeScanningAnalyses).toMatchObject({
      value: [
        { category: '/language:actions', tool: 'CodeQL', createdAt: '2026-01-03T00:00:00Z' },
        { category: '/language:go', tool: 'CodeQL', createdAt: '2026-01-02T00:00:00Z' },
      ],
    });
  });

  test('the default setup, secret scanning, deploy keys, reporting, retention, the subject, two factors', async () => {
    const facts = await factsWith({
      defaultSetup: { state: 'configured', languages: ['actions', 'go'], query_suite: 'extended' },
      securityAnalysis: { secret_scanning: { status: 'enabled' } },
      keys: [{ title: 'deploy', read_only: false, last_used: null }],
      privateReporting: true,
      oidc: { use_default: false, include_claim_keys: ['repo', 'context'] },
      twoFactor: true,
    });
    expect(facts).toMatchObject({
      codeScanningSetup: { value: { configured: true, languages: ['actions', 'go'], suite: 'extended' } },
      securityAnalysis: { value: { secretScanning: true, pushProtection: null } },
      deployKeys: { value: [{ title: 'deploy', readOnly: false, lastUsed: null }] },
      privateReporting: { value: true },
      artifactRetention: { value: { days: 90, maximumDays: 400 } },
      oidcSubject: { value: { useDefault: false, claimKeys: ['repo', 'context'], immutable: null, prefix: null } },
      ownerAccount: { value: { twoFactorRequired: true } },
    });
  });

  test.each([
    'actions/oidc/customization/sub',
    'environments',
    'immutable-releases',
    'code-scanning/default-setup',
    'actions/policies',
  ])('an answer of %s that has another form is unreadable, not empty', async (path) => {
    await start({});
    twin.fail({ on: new RegExp(`/${path}`), answer: { status: 200, body: { surprise: true } } });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(
      Object.values(facts).filter((fact) => fact.state === 'unknown' && fact.reason === 'unreadable'),
    ).toHaveLength(1);
  });
});
