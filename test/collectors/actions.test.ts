import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OfflineActions } from '../../src/collectors/collect-actions.ts';
import type { ActionAdvisory, ActionRepository } from '../../src/model/settings.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { OFFLINE, snapshotOf, targetOf } from './snapshot-of.ts';

const WORKFLOW = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: Acme/Tool@v1
      - uses: acme/old-name@v1
      - uses: acme/gone@v1
      - uses: octo/own@v1
      - uses: acme/tool/sub@v2
`;
const files = { '.github/workflows/ci.yml': WORKFLOW };
const LISTED: ActionRepository = {
  archived: true,
  exists: true,
  renamedTo: null,
  status: 'archived',
  replacedBy: 'acme/newer',
};
const advisory = (of: Partial<ActionAdvisory>): ActionAdvisory => ({
  id: 'GHSA-1',
  action: 'acme/tool',
  kind: 'compromise',
  summary: 'tags were moved',
  affectedRefs: ['v1'],
  affectedCommits: ['c'.repeat(40)],
  affectedRange: '< 1.1.0',
  fixedIn: '1.1.0',
  url: 'https://github.com/advisories/GHSA-1',
  ...of,
});
const OFFLINE_HERE: Partial<OfflineActions> = {
  actionRepositories: { 'acme/gone': LISTED },
  advisories: { advisories: [advisory({})], asOf: '2026-01-31' },
};

let twin: Twin;
beforeEach(async () => {
  const told = (ghsa_id: string, withdrawn_at: string | null, range: string) => ({
    ghsa_id,
    summary: `about ${ghsa_id}`,
    html_url: `https://github.com/advisories/${ghsa_id}`,
    withdrawn_at,
    vulnerabilities: [
      {
        package: { ecosystem: 'actions' as const, name: 'acme/tool' },
        vulnerable_version_range: range,
        first_patched_version: '1.2.0',
      },
    ],
  });
  twin = await startTwin({
    repositories: {
      'octo/app': { files, roles: { ada: 'admin' } },
      'octo/hidden': { files, visibility: 'private', roles: { ada: 'admin' } },
      'acme/tool': { tags: [['v1']] },
      'acme/new-name': { archived: true, tags: [['v1']] },
    },
    tokens: { admin: { kind: 'classic', login: 'ada', scopes: ['repo'] } },
    advisories: [
      told('GHSA-1', null, '< 1.2.0'),
      told('GHSA-2', null, '< 0.9.0'),
      told('GHSA-3', '2026-01-01T00:00:00Z', '< 9'),
    ],
  });
  twin.state.repositories.set('acme/old-name', twin.repository('acme/new-name'));
});
afterEach(() => twin.close());

const look = async (token: string | null, slug = 'octo/app') =>
  (await snapshotOf(twin, clientOf(twin, token), { target: targetOf(twin, slug), offline: OFFLINE_HERE })).facts;

describe('the repositories of actions', () => {
  const seen = (of: Partial<ActionRepository>) => ({
    archived: null,
    exists: null,
    renamedTo: null,
    status: null,
    replacedBy: null,
    ...of,
  });

  test('are there, archived, renamed or gone, by one question with the pins', async () => {
    const { actionRepositories } = await look('admin');
    expect(actionRepositories).toMatchObject({ source: { via: 'api' } });
    expect(actionRepositories.state === 'known' && actionRepositories.value).toEqual({
      'acme/tool': seen({ archived: false, exists: true }),
      'acme/old-name': seen({ archived: true, exists: true, renamedTo: 'acme/new-name' }),
      'acme/gone': seen({ ...LISTED, archived: null, exists: false }),
      'octo/own': seen({}),
    });
    expect(twin.requests.filter(({ body }) => JSON.stringify(body).includes('HardenPins'))).toHaveLength(1);
  });

  test('that a private repository uses may only be hidden', async () => {
    const { actionRepositories } = await look('admin', 'octo/hidden');
    expect(actionRepositories).toMatchObject({ value: { 'acme/gone': LISTED, 'octo/own': { exists: null } } });
  });

  test('without a login are those of the dated catalogue, and nothing is said of others', async () => {
    const { actionRepositories } = await look(null);
    expect(actionRepositories).toMatchObject({ source: { via: 'catalogue' } });
    expect(actionRepositories).toMatchObject({ value: { 'acme/gone': LISTED, 'acme/tool': seen({}) } });
  });
});

describe('advisories', () => {
  test('of the host renew ranges, and leave commits and kind to the embedded list', async () => {
    const { actionAdvisories } = await look('admin');
    expect(actionAdvisories.state === 'known' && actionAdvisories.value).toEqual({
      asOf: null,
      advisories: [
        advisory({ affectedRange: '< 1.2.0', fixedIn: '1.2.0' }),
        {
          id: 'GHSA-2',
          action: 'acme/tool',
          kind: 'vulnerability',
          summary: 'about GHSA-2',
          affectedRefs: [],
          affectedCommits: [],
          affectedRange: '< 0.9.0',
          fixedIn: '1.2.0',
          url: 'https://github.com/advisories/GHSA-2',
        },
      ],
    });
    const asked = twin.requests.filter(({ path }) => path.startsWith('/advisories'));
    expect(asked.map(({ path }) => new URL(path, 'http://x').searchParams.get('affects'))).toEqual([
      'acme/gone,acme/old-name,acme/tool,octo/own',
    ]);
  });

  test.each([
    ['without a login', null, null],
    ['when the host does not answer', 'admin', { status: 404, body: { message: 'Not Found' } }],
    [
      'when the answer goes on',
      'admin',
      { status: 200, body: [], headers: { link: '<https://x.invalid>; rel="next"' } },
    ],
    ['when the answer is another', 'admin', { status: 200, body: { surprise: true } }],
  ])('%s are those of the embedded list, with its last day', async (_name, token, answer) => {
    if (answer !== null) twin.fail({ on: /\/advisories/, answer });
    const { actionAdvisories } = await look(token);
    expect(actionAdvisories).toMatchObject({ value: OFFLINE_HERE.advisories, source: { via: 'catalogue' } });
  });

  test('of nothing that is used are not asked for', async () => {
    const target = { ...targetOf(twin, 'acme/tool') };
    await snapshotOf(twin, clientOf(twin, 'admin'), { target, offline: OFFLINE });
    expect(twin.requests.filter(({ path }) => path.startsWith('/advisories'))).toEqual([]);
  });
});
