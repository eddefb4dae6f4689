import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asking } from '../../src/collectors/asking.ts';
import { collectCodeownersErrors } from '../../src/collectors/codeowners-errors.ts';
import { collectLatestRelease } from '../../src/collectors/latest-release.ts';
import { collectOpenPullRequest } from '../../src/collectors/open-pull-request.ts';
import { collectOwnerAccess } from '../../src/collectors/owner-access.ts';
import { collectReleaseAttestations } from '../../src/collectors/release-attestations.ts';
import { collectWorkflowStates } from '../../src/collectors/workflow-states.ts';
import { clientOf } from '../github-twin/client-of.ts';
import type { TwinPull } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';

const asking: Asking = {
  host: 'github.com',
  owner: 'octo',
  name: 'app',
  sha: 'f'.repeat(40),
  rights: 'admin',
  token: { signedIn: true, scopes: null },
};
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

let twin: Twin;
beforeEach(async () => {
  twin = await startTwin({
    repositories: { 'octo/app': { ownerKind: 'User', roles: {} } },
    tokens: { token: { kind: 'classic', login: 'octo', scopes: ['repo'] } },
  });
});
afterEach(() => twin.close());

describe('the newest release', () => {
  test.each([
    ['none', [], null],
    ['a draft is not published', [{ tag: 'v2', draft: true }], null],
    ['a pre-release only without a release', [{ tag: 'v2-rc', prerelease: true }], 'v2-rc'],
    ['a release before a newer pre-release', [{ tag: 'v2-rc', prerelease: true }, { tag: 'v1' }], 'v1'],
  ])('%s', async (_name, releases, tag) => {
    twin.repository('octo/app').releases = releases;
    const fact = await collectLatestRelease(clientOf(twin, 'token'), asking);
    expect(fact.state === 'known' && (fact.value?.tag ?? null)).toBe(tag);
  });

  test('only drafts on the first page: it is not known whether there is one', async () => {
    twin.repository('octo/app').releases = Array.from({ length: 11 }, (_, n) => ({ tag: `v${n}`, draft: n < 10 }));
    expect(await collectLatestRelease(clientOf(twin, 'token'), asking)).toMatchObject({ reason: 'not-asked' });
  });

  test('an old host tells neither digest nor immutability', async () => {
    twin.repository('octo/app').releases = [{ tag: 'v1', assets: [{ name: 'a', digest: null }] }];
    expect(await collectLatestRelease(clientOf(twin, 'token'), asking)).toMatchObject({
      value: { immutable: null, assets: [{ digest: null }] },
    });
  });
});

describe('attestations of the newest release', () => {
  const of = (...digests: readonly (string | null)[]) => ({
    tag: 'v1',
    immutable: null,
    createdAt: null,
    assets: digests.map((each) => ({ name: 'a', digest: each, uploader: null })),
  });
  const repository = { id: '1001', ownerKind: 'user' } as const;
  const collect = (release: ReturnType<typeof of> | null) =>
    collectReleaseAttestations(
      { api: clientOf(twin, 'token'), verifier: null, left: () => 9 },
      asking,
      repository,
      release,
    );

  test('nothing released, nothing asked', async () => {
    expect(await collect(null)).toMatchObject({ value: { provenance: [], sbom: [], asked: [] } });
    expect(await collect(of(null))).toMatchObject({ value: { asked: [] } });
    expect(twin.requests).toEqual([]);
  });

  test('of both kinds, and only those of this repository', async () => {
    twin.repository('octo/app').attestations = [
      { digest: digest('1'), predicate: 'provenance' },
      { digest: digest('2'), predicate: 'sbom' },
      { digest: digest('3'), predicate: 'provenance', repositoryId: 4711 },
    ];
    expect(await collect(of(digest('1'), digest('2'), digest('3')))).toMatchObject({
      value: {
        provenance: [digest('1')],
        sbom: [digest('2')],
        asked: [digest('1'), digest('2'), digest('3')],
      },
    });
  });

  test('of a hundred assets, and the rest is not claimed to be asked', async () => {
    const many = Array.from({ length: 130 }, (_, n) => `sha256:${String(n).padStart(64, '0')}`);
    const fact = await collect(of(...many));
    expect(fact.state === 'known' && fact.value.asked).toEqual(many.slice(0, 100));
  });

  test('pages that go on are not taken for “none”', async () => {
    const page = { attestations_subject_digests: {}, page_info: { has_next: true, next: 'cursor' } };
    twin.fail({ on: /bulk-list/, answer: { status: 200, body: page } });
    expect(await collect(of(digest('1')))).toMatchObject({ value: { provenance: [], asked: [] } });
  });

  test.each([
    [{ status: 404, body: { message: 'Not Found' } }, 'forbidden'],
    [{ status: 200, body: {} }, 'unreadable'],
  ])('%j is not “none”', async (answer, reason) => {
    twin.fail({ on: /bulk-list/, answer });
    expect(await collect(of(digest('1')))).toMatchObject({ state: 'unknown', reason });
  });
});

describe('our open pull request', () => {
  const pull = (of: Partial<TwinPull>): TwinPull => ({
    number: 1,
    title: 'Secure the build',
    body: 'text\n<!-- harden-builds:pr v1 -->',
    state: 'open',
    draft: false,
    base: 'main',
    head: { owner: 'octo', name: 'app', branch: 'harden-builds/init' },
    reviewers: [],
    ...of,
  });
  const find = async (pulls: readonly TwinPull[], rights: Asking['rights'] = 'admin') => {
    twin.repository('octo/app').pulls.push(...pulls);
    const fact = await collectOpenPullRequest(clientOf(twin, 'token'), { ...asking, rights });
    return fact.state === 'known' ? (fact.value?.branch ?? null) : fact.reason;
  };
  const fromFork = { owner: 'mallory', name: 'app', branch: 'harden-builds/fork' };

  test('is known by its marker', async () => {
    expect(await find([pull({ number: 2, body: 'another' }), pull({})])).toBe('harden-builds/init');
  });
  test('is not one that is closed, or without the marker', async () => {
    expect(await find([pull({ state: 'closed' }), pull({ number: 2, body: null })])).toBeNull();
  });
  test('of a fork is nobody’s but a contributor’s', async () => {
    expect(await find([pull({ head: fromFork })])).toBeNull();
    expect(await find([], 'read')).toBe('harden-builds/fork');
  });
});

test('writers on one page are not called complete when there are more', async () => {
  const people = [
    { login: 'zoe', permissions: { push: true } },
    { login: 'al', permissions: { push: false } },
  ];
  twin.fail({
    on: /collaborators/,
    answer: { status: 200, body: people, headers: { link: '<https://next.invalid>; rel="next"' } },
  });
  expect(await collectOwnerAccess(clientOf(twin, 'token'), asking)).toMatchObject({
    value: { writers: ['zoe'], complete: false },
  });
});

test('a list that goes on beyond what we read is unknown, not short', async () => {
  const link = { link: '<https://next.invalid>; rel="next"' };
  twin.fail({ on: /actions\/workflows/, answer: { status: 200, body: { workflows: [] }, headers: link } });
  expect(await collectWorkflowStates(clientOf(twin, 'token'), asking)).toMatchObject({ reason: 'not-asked' });
  expect(twin.requests).toHaveLength(5);
});

describe('errors in CODEOWNERS', () => {
  test('without such a file nothing is asked', async () => {
    expect(await collectCodeownersErrors(clientOf(twin, 'token'), asking, [])).toMatchObject({ value: [] });
    expect(twin.requests).toEqual([]);
  });

  test('of a commit that was not pushed: unknown, and what to do', async () => {
    const tree = [{ path: 'CODEOWNERS', mode: '100644', oid: 'x' }] as const;
    expect(await collectCodeownersErrors(clientOf(twin, 'token'), asking, tree)).toMatchObject({
      reason: 'unserved',
      unlock: expect.stringContaining('push commit fffffff'),
    });
  });
});
