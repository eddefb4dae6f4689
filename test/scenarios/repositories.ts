import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositorySeed, TwinSeed } from '../github-twin/state.ts';

const HARDENED = 'test/fixtures/repos/hardened';
const DIGEST = `sha256:${'d'.repeat(64)}`;
const ROLES = { ada: 'admin', wil: 'write', rea: 'read' } as const;
const LATELY = new Date().toISOString();
const RELEASE = { tag: 'v1.0.0', immutable: true, assets: [{ name: 'app.tgz', digest: DIGEST }] };

const hardenedFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(HARDENED, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(HARDENED.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );

/** A repository in which every setting that a control looks at is as it should be. */
const everythingOn = (): RepositorySeed => ({
  roles: ROLES,
  files: { ...hardenedFiles(), 'SECURITY.md': '# Security\n\nReport in private.\n' },
  permissions: { enabled: true, allowed_actions: 'selected', sha_pinning_required: true },
  workflow: { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
  releases: [RELEASE],
  attestations: [
    { digest: DIGEST, predicate: 'provenance' },
    { digest: DIGEST, predicate: 'sbom' },
  ],
  settings: {
    forkApproval: 'all_external_contributors',
    oidc: { use_default: true, use_immutable_subject: true, sub_claim_prefix: 'repo:octo@77/app@1001' },
    policies: [
      {
        name: 'who may start workflows',
        enforcement: 'active',
        source_type: 'Repository',
        conditions: { workflow_path: { include: ['~ALL'], exclude: [] } },
        rules: [
          { type: 'restrict_action_events', parameters: { allowed_events: ['push', 'pull_request'] } },
          { type: 'restrict_actions_actors', parameters: {} },
        ],
      },
    ],
    branchRules: [
      {
        type: 'pull_request',
        ruleset_id: 1,
        ruleset_source_type: 'Repository',
        parameters: {
          require_code_owner_review: true,
          required_approving_review_count: 1,
          dismiss_stale_reviews_on_push: true,
          require_last_push_approval: true,
        },
      },
      ...['deletion', 'non_fast_forward'].map((type) => ({
        type,
        ruleset_id: 1,
        ruleset_source_type: 'Repository',
      })),
      {
        type: 'required_status_checks',
        ruleset_id: 1,
        ruleset_source_type: 'Repository',
        parameters: { required_status_checks: [{ context: 'test' }] },
      },
    ],
    protection: {
      enforce_admins: { enabled: true },
      required_pull_request_reviews: { require_code_owner_reviews: true, required_approving_review_count: 1 },
    },
    rulesets: [
      {
        id: 1,
        name: 'default branch',
        target: 'branch',
        enforcement: 'active',
        source_type: 'Repository',
        include: ['~DEFAULT_BRANCH'],
        rules: ['pull_request', 'deletion', 'non_fast_forward', 'required_status_checks'],
      },
      {
        id: 2,
        name: 'release tags',
        target: 'tag',
        enforcement: 'active',
        source_type: 'Repository',
        include: ['~ALL'],
        rules: ['creation', 'update', 'deletion', 'non_fast_forward'],
      },
    ],
    environments: [
      {
        name: 'npm',
        can_admins_bypass: false,
        protection_rules: [
          {
            type: 'required_reviewers',
            prevent_self_review: true,
            reviewers: [{ type: 'User', reviewer: { id: 5, login: 'ada' } }],
          },
          { type: 'branch_policy' },
        ],
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        patterns: [{ name: 'v*', type: 'tag' }],
        secrets: [],
      },
    ],
    immutable: { enabled: true, enforced_by_owner: false },
    defaultSetup: { state: 'configured', languages: ['actions', 'javascript-typescript'], query_suite: 'extended' },
    analyses: [{ category: '/language:actions', tool: { name: 'CodeQL' }, created_at: LATELY }],
    alerts: true,
    updates: { enabled: true, paused: false },
    privateReporting: true,
    twoFactor: true,
    securityAnalysis: {
      secret_scanning: { status: 'enabled' },
      secret_scanning_push_protection: { status: 'enabled' },
    },
  },
});

const CARELESS = `on: [push, pull_request_target]
jobs:
  release:
    runs-on: [self-hosted, linux]
    environment: release
    steps:
      - uses: actions/checkout@v4
      - run: npm install && npm pack
      - run: gh release upload "$TAG" app.tgz
        env:
          GH_TOKEN: \${{ secrets.RELEASE_TOKEN }}
`;

/** One in which nothing that a control looks at is as it should be. */
const everythingOff = (): RepositorySeed => ({
  roles: ROLES,
  files: { 'package.json': '{"name":"app","dependencies":{"left":"1"}}\n', '.github/workflows/release.yml': CARELESS },
  permissions: { enabled: true, allowed_actions: 'all', sha_pinning_required: false },
  workflow: { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true },
  runners: [{ name: 'cupboard', labels: ['self-hosted', 'linux'], ephemeral: false }],
  releases: [{ ...RELEASE, immutable: false }],
  settings: {
    secrets: [{ name: 'RELEASE_TOKEN', updated_at: '2019-01-01T00:00:00Z' }],
    environments: [{ name: 'release', protection_rules: [], deployment_branch_policy: null, secrets: [] }],
    privateForkRuns: {
      run_workflows_from_fork_pull_requests: true,
      send_write_tokens_to_workflows: true,
      send_secrets_and_variables: true,
      require_approval_for_fork_pr_workflows: false,
    },
    retention: { days: 5, maximum_allowed_days: 400 },
    twoFactor: false,
    keys: [{ title: 'old server', read_only: false, last_used: null }],
  },
});

export const BASES = { 'everything on': everythingOn, 'everything off': everythingOff } as const;
export type Base = keyof typeof BASES;

export const TOKENS = {
  seesAll: { kind: 'classic', login: 'ada', scopes: ['repo', 'read:org', 'workflow'] },
  writer: { kind: 'classic', login: 'wil', scopes: ['repo', 'workflow'] },
  /** An administrator who gave the token less than they have. */
  narrow: { kind: 'fine-grained', login: 'ada', permissions: ['metadata=read', 'contents=read'] },
  /** `permissions: contents: read` of a job. */
  job: { kind: 'installation', login: 'rea', permissions: ['metadata=read', 'contents=read'] },
} as const satisfies TwinSeed['tokens'];

const ACTIONS = ['attest', 'checkout', 'download-artifact', 'setup-node', 'upload-artifact'] as const;

/** The repository `octo/app`, and those of the actions it uses. */
export const seedOf = (base: Base, changed: Partial<RepositorySeed> = {}): TwinSeed => {
  const seed = BASES[base]();
  const settings = { ...seed.settings, ...changed.settings };
  return {
    repositories: {
      'octo/app': { ...seed, ...changed, settings },
      ...Object.fromEntries(ACTIONS.map((action) => [`actions/${action}`, { tags: [['v4', 'v4.9.1']] }])),
    },
    tokens: TOKENS,
  };
};
