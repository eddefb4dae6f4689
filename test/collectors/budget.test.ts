import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/adapters/github-cache.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { snapshotOf } from './snapshot-of.ts';

const WORKFLOW = `on: push
jobs:
  release:
    runs-on: ubuntu-latest
    environment: Release
    steps:
      - uses: actions/checkout@v4
      - run: ./build.sh
`;
const digest = `sha256:${'a'.repeat(64)}`;
const environment = (name: string) => ({
  name,
  protection_rules: [],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  patterns: [{ name: 'v*', type: 'tag' as const }],
  secrets: [],
});

/** Everything that takes a question of its own is there, in an organisation that hides what it demands. */
let twin: Twin;
beforeEach(async () => {
  twin = await startTwin({
    repositories: {
      'octo/app': {
        files: { '.github/workflows/ci.yml': WORKFLOW, '.github/CODEOWNERS': '* @octo/team\n', 'build.sh*': 'make\n' },
        roles: { ada: 'admin' },
        permissions: { enabled: true, allowed_actions: 'selected' },
        releases: [{ tag: 'v1.0.0', assets: [{ name: 'app', digest }] }],
        settings: {
          alerts: true,
          updates: { enabled: true, paused: false },
          immutable: { enabled: true, enforced_by_owner: false },
          protection: { enforce_admins: { enabled: true } },
          analyses: [{ category: 'a', tool: { name: 'CodeQL' }, created_at: '2026-01-01T00:00:00Z' }],
          environments: ['a', 'b', 'c', 'release'].map(environment),
          rulesets: Array.from({ length: 12 }, (_, n) => ({
            id: n + 1,
            name: `rules ${n}`,
            target: 'tag' as const,
            enforcement: 'active' as const,
            source_type: 'Repository' as const,
            include: ['~ALL'],
            rules: ['deletion'],
          })),
        },
      },
      'actions/checkout': { tags: [['v4.2.0', 'v4']] },
    },
    tokens: { admin: { kind: 'classic', login: 'ada', scopes: ['repo'] } },
  });
});
afterEach(() => twin.close());

const isGraphql = ({ path }: { readonly path: string }): boolean => path === '/graphql';

describe('one look', () => {
  test('at everything takes at most thirty questions, the files included', async () => {
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    console.info(`${twin.requests.length} requests, ${twin.requests.filter(isGraphql).length} of them GraphQL`);
    expect(twin.requests.length).toBeLessThanOrEqual(30);
    expect(facts.rulesets.state === 'known' && facts.rulesets.value).toHaveLength(12);
  });

  test('gives the questions that are left to the environments that jobs name; the others are said to be unread', async () => {
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    const environments = facts.environments.state === 'known' ? facts.environments.value : [];
    expect(environments.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'release']);
    expect(environments[3]).toMatchObject({ refs: { patterns: [{ name: 'v*', kind: 'tag' }] }, secrets: null });
    for (const other of environments.slice(0, 3))
      expect(other).toMatchObject({ refs: { patterns: null }, secrets: null });
  });

  test('has questions left for every environment of a smaller repository', async () => {
    Object.assign(twin.repository('octo/app'), {
      releases: [],
      permissions: { enabled: true, allowed_actions: 'all' },
    });
    twin.repository('octo/app').settings.environments = [environment('Release'), environment('other')];
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    const told = { refs: { patterns: [{ name: 'v*', kind: 'tag' }] }, secrets: [] };
    expect(facts.environments).toMatchObject({ value: [told, told] });
    expect(twin.requests.length).toBeLessThanOrEqual(30);
  });

  test('again at what has not changed costs nothing of REST but the attestations, and at most five of GraphQL', async () => {
    const store = memoryStore();
    await snapshotOf(twin, clientOf(twin, 'admin', { store }));
    const first = twin.requests.length;
    await snapshotOf(twin, clientOf(twin, 'admin', { store }));
    const again = twin.requests.slice(first);
    const paid = again.filter((request) => request.status !== 304 && !isGraphql(request));
    // GitHub answers questions about many digests only by POST, which is never "unchanged".
    expect(paid.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'POST /orgs/octo/attestations/bulk-list',
      'POST /orgs/octo/attestations/bulk-list',
    ]);
    expect(again.filter(isGraphql).length).toBeLessThanOrEqual(5);
  });

  test('without a login asks nothing that takes one', async () => {
    await snapshotOf(twin, clientOf(twin, null));
    expect(twin.requests.filter(({ path }) => /permissions|runners|secrets|keys|collaborators/.test(path))).toEqual([]);
  });
});
