import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/adapters/github-cache.ts';
import { collectSnapshot, type Progress } from '../../src/collectors/collect-snapshot.ts';
import type { Facts } from '../../src/model/fact.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { startTwin, type Twin, type TwinKind } from '../github-twin/twin.ts';
import { CATALOGUE, OFFLINE, snapshotOf, targetOf } from './snapshot-of.ts';

const WORKFLOW = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: ./scripts/build.sh
`;
const DIGEST = `sha256:${'a'.repeat(64)}`;

const start = (kind: TwinKind = 'github'): Promise<Twin> =>
  startTwin(
    {
      repositories: {
        'octo/app': {
          files: {
            '.github/workflows/ci.yml': WORKFLOW,
            '.github/CODEOWNERS': '* @octo/nobody\n',
            'scripts/build.sh*': 'npm ci\n',
            'README.md': '# App\n',
            'src/logo.png': 'not read',
          },
          roles: { ada: 'admin', wil: 'write', rea: 'read', bot: 'write' },
          runners: [{ name: 'box', ephemeral: false, labels: ['self-hosted', 'linux'], version: '2.335.0' }],
          codeownersErrors: [
            {
              line: 1,
              column: 3,
              kind: 'Unknown owner',
              source: '* @octo/nobody',
              message: 'no team',
              path: '.github/CODEOWNERS',
            },
          ],
          releases: [
            { tag: 'v2.0.0-rc.1', prerelease: true },
            { tag: 'v1.0.0', immutable: true, assets: [{ name: 'app.tgz', digest: DIGEST }] },
          ],
          attestations: [{ digest: DIGEST, predicate: 'provenance' }],
        },
        'octo/secret': { visibility: 'private', roles: { ada: 'admin' } },
        'actions/checkout': { tags: [['v4.1.0'], ['v4.2.0', 'v4.2', 'v4']] },
      },
      tokens: {
        admin: { kind: 'classic', login: 'ada', scopes: ['repo'] },
        writer: { kind: 'classic', login: 'wil', scopes: ['repo'] },
        reader: { kind: 'classic', login: 'rea', scopes: [] },
        job: { kind: 'installation', login: 'bot', permissions: ['contents=read', 'actions=read', 'metadata=read'] },
      },
    },
    kind,
  );

/** A public repository has no private forks, so that is never known of it. */
const namesOfUnknown = (facts: Facts): readonly string[] =>
  Object.entries(facts).flatMap(([name, fact]) => (fact.state === 'unknown' ? [name] : []));

let twin: Twin;
beforeEach(async () => {
  twin = await start();
});
afterEach(() => twin.close());

describe('an administrator’s token', () => {
  test('brings every fact', async () => {
    const { facts, observedAt } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(namesOfUnknown(facts)).toEqual(['privateForkRuns']);
    expect(observedAt).toBe('2026-02-03T04:05:06.000Z');
    expect(facts).toMatchObject({
      repository: {
        value: {
          id: '1001',
          ownerId: '77',
          ownerKind: 'organization',
          visibility: 'public',
          permissions: { admin: true },
        },
        source: { via: 'api', at: 'GET /repos/octo/app' },
      },
      actionsPolicy: { value: { enabled: true, allowedActions: 'all', shaPinningRequired: false } },
      tokenDefaults: { value: { defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: true } },
      workflowStates: { value: [{ path: '.github/workflows/ci.yml', state: 'active' }] },
      selfHostedRunners: {
        value: [{ name: 'box', ephemeral: false, labels: ['self-hosted', 'linux'], version: '2.335.0', groupId: null }],
      },
      codeownersErrors: { value: [{ path: '.github/CODEOWNERS', line: 1, kind: 'Unknown owner', message: 'no team' }] },
      ownerAccess: { value: { writers: ['ada', 'bot', 'wil'], complete: true } },
      latestRelease: {
        value: { tag: 'v1.0.0', immutable: true, assets: [{ name: 'app.tgz', digest: DIGEST, uploader: 'octo' }] },
      },
      releaseAttestations: { value: { provenance: [DIGEST], sbom: [], asked: [DIGEST] } },
      openPullRequest: { value: null },
      pins: { value: { pins: { 'actions/checkout@v4': { version: 'v4.2.0', source: 'api' } }, offlineSince: null } },
    });
  });

  test('reads the files of fixed places and what they refer to, and no other', async () => {
    const { texts, tree } = (await snapshotOf(twin, clientOf(twin, 'admin'))).facts;
    expect(tree).toMatchObject({ value: expect.arrayContaining([expect.objectContaining({ path: 'src/logo.png' })]) });
    expect(texts.state === 'known' && Object.keys(texts.value)).toEqual([
      '.github/CODEOWNERS',
      '.github/workflows/ci.yml',
      'README.md',
      'scripts/build.sh',
    ]);
    expect(texts).toMatchObject({ value: { 'scripts/build.sh': { mode: '100755', text: 'npm ci\n' } } });
  });

  test('takes few requests, and none of REST’s allowance when nothing has changed', async () => {
    const store = memoryStore();
    await snapshotOf(twin, clientOf(twin, 'admin', { store }));
    const first = twin.requests.length;
    expect(first).toBeLessThanOrEqual(30);
    await snapshotOf(twin, clientOf(twin, 'admin', { store }));
    const again = twin.requests.slice(first).filter(({ method }) => method === 'GET');
    // GitHub says "off" and "none" by a 404, which has no tag to ask about again.
    expect(again.flatMap(({ status, path }) => (status === 304 ? [] : `${status} ${path}`)).sort()).toEqual([
      '404 /repos/octo/app/branches/main/protection',
      '404 /repos/octo/app/code-scanning/analyses?per_page=100',
      '404 /repos/octo/app/immutable-releases',
    ]);
  });

  test('the same world gives the same snapshot', async () => {
    const once = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(JSON.stringify(await snapshotOf(twin, clientOf(twin, 'admin')))).toBe(JSON.stringify(once));
  });

  test('tells of every fact when it is begun and when it is there', async () => {
    const events: Progress[] = [];
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'), { onProgress: (event) => events.push(event) });
    for (const fact of Object.keys(facts)) {
      const told = fact === 'privateForkRuns' ? 'unknown' : 'known';
      expect(events.filter((event) => event.fact === fact).map(({ state }) => state)).toEqual(['started', told]);
    }
  });
});

describe('a token that may not see everything', () => {
  /** Facts that each take another right; those of one page of settings go together. */
  const OF_EACH_RIGHT = [
    'repository',
    'actionsPolicy',
    'tokenDefaults',
    'workflowStates',
    'selfHostedRunners',
    'codeownersErrors',
    'ownerAccess',
    'latestRelease',
    'releaseAttestations',
    'openPullRequest',
    'pins',
  ] as const;
  const unknownsWith = async (token: string | null) => {
    const { facts } = await snapshotOf(twin, clientOf(twin, token));
    return Object.fromEntries(
      OF_EACH_RIGHT.flatMap((name) => {
        const fact = facts[name];
        return fact.state === 'unknown' ? [[name, [fact.reason, fact.unlock]]] : [];
      }),
    );
  };

  test('of somebody who can push: settings are hidden behind a 404 and stay unknown', async () => {
    const ask = ['forbidden', expect.stringContaining('administrator of octo/app')];
    expect(await unknownsWith('writer')).toEqual({ actionsPolicy: ask, tokenDefaults: ask, selfHostedRunners: ask });
  });

  test('of a reader: who can write is unknown too', async () => {
    const unknown = await unknownsWith('reader');
    expect(Object.keys(unknown).sort()).toEqual(['actionsPolicy', 'ownerAccess', 'selfHostedRunners', 'tokenDefaults']);
    expect(unknown.ownerAccess).toEqual(['forbidden', expect.stringContaining('push access')]);
  });

  test('of a job: the host says which permission is missing', async () => {
    const unknown = await unknownsWith('job');
    expect(Object.keys(unknown).sort()).toEqual(['actionsPolicy', 'selfHostedRunners', 'tokenDefaults']);
  });

  test('an administrator’s fine-grained token without the permission is told its name', async () => {
    twin.fail({
      on: /actions\/permissions$/,
      answer: {
        status: 403,
        body: { message: 'Resource not accessible by personal access token' },
        headers: { 'x-accepted-github-permissions': 'administration=read' },
      },
    });
    expect((await unknownsWith('admin')).actionsPolicy).toEqual([
      'forbidden',
      'give the token the right it lacks: administration=read',
    ]);
  });

  test('none at all: what needs a login says so, what is public is known', async () => {
    const unknown = await unknownsWith(null);
    expect(Object.keys(unknown).sort()).toEqual(['actionsPolicy', 'ownerAccess', 'selfHostedRunners', 'tokenDefaults']);
    for (const said of Object.values(unknown))
      expect(said).toEqual(['forbidden', expect.stringContaining('gh auth login')]);
  });

  test('a hidden repository hides all of its settings, after one question', async () => {
    const target = targetOf(twin, 'octo/secret');
    const files = { listTree: async () => [], readTexts: async () => [] };
    const client = clientOf(twin, 'writer');
    const { facts } = await collectSnapshot(
      target,
      { repository: files, api: client, ...OFFLINE },
      { now: '2026-02-03T04:05:06.000Z', pinsWanted: [] },
    );
    expect(facts.repository).toMatchObject({ state: 'unknown', reason: 'forbidden' });
    expect(facts.tokenDefaults).toEqual(facts.repository);
    expect(twin.requests).toHaveLength(1);
  });
});

describe('hosts that are not GitHub’s cloud', () => {
  test('an imitation’s 404 is never “off”', async () => {
    const imitation = await start('imitation');
    imitation.fail({
      on: /actions|codeowners|attestations|graphql|releases/,
      answer: { status: 404, body: { message: 'Not Found' } },
    });
    const { facts } = await snapshotOf(imitation, clientOf(imitation, 'admin'));
    for (const name of [
      'actionsPolicy',
      'tokenDefaults',
      'selfHostedRunners',
      'codeownersErrors',
      'latestRelease',
    ] as const) {
      expect(facts[name]).toMatchObject({ state: 'unknown', reason: 'unserved' });
    }
    await imitation.close();
  });

  test('an old enterprise server: what it lacks is unserved even for an administrator', async () => {
    twin.fail({ on: /actions\/permissions$/, answer: { status: 404, body: { message: 'Not Found' } } });
    const host = 'git.example.org';
    const client = clientOf(twin, 'admin', { host });
    const { facts } = await snapshotOf(twin, client, { target: targetOf(twin, 'octo/app', host) });
    expect(facts.actionsPolicy).toMatchObject({ state: 'unknown', reason: 'unserved' });
    expect(facts.releaseAttestations).toMatchObject({ state: 'unknown', reason: 'unserved' });
  });

  test('a policy without the newest switch is known, the switch is not', async () => {
    twin.repository('octo/app').permissions = { enabled: true, allowed_actions: 'selected' };
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.actionsPolicy).toMatchObject({ value: { allowedActions: 'selected', shaPinningRequired: null } });
  });
});

describe('trouble', () => {
  test.each([
    [{ status: 503, body: {} }, 'unreachable', 'status 503'],
    [{ status: 422, body: { message: 'not for private repositories' } }, 'unsupported', 'not for private repositories'],
    [
      { status: 403, body: { message: 'Upgrade to GitHub Pro or make this repository public' } },
      'unsupported',
      'plan of octo',
    ],
    [
      {
        status: 403,
        body: { message: 'API rate limit exceeded' },
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225600' },
      },
      'unreachable',
      '2026-01-01T00:00:00.000Z',
    ],
    [{ status: 200, body: { enabled: 'perhaps' } }, 'unreadable', 'unknown form'],
    [{ status: 200, body: '<html>' }, 'unreadable', 'unknown form'],
  ])('one answer %j is one unknown fact', async (answer, reason, words) => {
    twin.fail({ on: /actions\/permissions$/, answer });
    const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'));
    expect(facts.actionsPolicy).toMatchObject({ state: 'unknown', reason, unlock: expect.stringContaining(words) });
    expect(facts.tokenDefaults.state).toBe('known');
  });

  test('a host that does not answer is asked once, and the files are judged all the same', async () => {
    twin.fail({ on: /.*/, answer: 'hang' });
    const files = { listTree: async () => [], readTexts: async () => [] };
    const client = clientOf(twin, 'admin', { limits: { firstByte: 50, whole: 100 } });
    const { facts } = await collectSnapshot(
      targetOf(twin, 'octo/app'),
      { repository: files, api: client, ...OFFLINE },
      { now: '2026-02-03T04:05:06.000Z', pinsWanted: ['actions/checkout@latest'] },
    );
    expect(facts.actionsPolicy).toMatchObject({ reason: 'unreachable', unlock: expect.stringContaining('github.com') });
    expect(facts.pins).toMatchObject({ source: { via: 'catalogue' } });
    expect(twin.requests).toHaveLength(1);
  });

  test('a refused token ends the collecting', async () => {
    await expect(snapshotOf(twin, clientOf(twin, 'revoked'))).rejects.toThrow(Refusal);
  });

  test('what a reader throws is not swallowed', async () => {
    const files = { listTree: async () => Promise.reject(new Error('a bug')), readTexts: async () => [] };
    const readers = { repository: files, api: null, ...OFFLINE };
    await expect(collectSnapshot(targetOf(twin, 'octo/app'), readers, { now: '', pinsWanted: [] })).rejects.toThrow(
      'a bug',
    );
  });
});

describe('local mode', () => {
  test('asks nothing, and says how more would be known', async () => {
    const workflow = { path: '.github/workflows/ci.yml', mode: '100644', oid: '' } as const;
    const image = 'on: push\njobs: { a: { runs-on: ubuntu-24.04, container: node:22 } }\n';
    const files = { listTree: async () => [workflow], readTexts: async () => [{ ...workflow, text: image }] };
    const registry = async () => Promise.reject(new Error('a registry was asked'));
    const { facts } = await collectSnapshot(
      { ...targetOf(twin, 'octo/app'), mode: 'local' },
      { repository: files, api: clientOf(twin, 'admin'), registry, ...OFFLINE },
      { now: '2026-02-03T04:05:06.000Z', pinsWanted: [] },
    );
    expect(twin.requests).toEqual([]);
    expect(facts.repository).toMatchObject({ reason: 'not-asked', unlock: 'run without --local to ask GitHub' });
    expect(facts.pins).toMatchObject({ state: 'known', value: CATALOGUE });
    expect(facts.imagePins).toMatchObject({ state: 'known', value: {}, source: { via: 'file' } });
    expect(facts.actionAdvisories).toMatchObject({ state: 'known', value: OFFLINE.advisories });
    expect(facts.actionRepositories).toMatchObject({ state: 'known', source: { via: 'catalogue' } });
    expect(facts.securityAnalysis).toEqual(facts.repository);
  });
});
