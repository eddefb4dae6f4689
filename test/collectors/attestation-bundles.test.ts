import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { downloadBundle } from '../../src/adapters/attestation-download.ts';
import { attestationVerifier } from '../../src/adapters/attestation-verifier.ts';
import { sigstoreVerifier } from '../../src/adapters/sigstore-verifier.ts';
import type { VerifiesAttestations } from '../../src/collectors/verifies-attestations.ts';
import { type BlobHost, snappyOf, startBlobHost } from '../github-twin/blob-host.ts';
import { clientOf } from '../github-twin/client-of.ts';
import { type SignedBy, type SigningService, type Stated, signingService } from '../github-twin/signing-service.ts';
import type { TwinAttestation } from '../github-twin/state.ts';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { snapshotOf, targetOf } from './snapshot-of.ts';

const digest = (of: string) => `sha256:${of.repeat(64)}`;
const [APP, OTHER] = [digest('a'), digest('b')];
const ID = 1001;
const OWN: SignedBy = { repository: 'octo/app', repositoryId: ID };
const APP_ONLY: Stated = { subjects: [APP] };

let service: SigningService;
let verifier: VerifiesAttestations;
beforeAll(async () => {
  service = await signingService();
  verifier = trusting(service);
});

const trusting = ({ trustedRoot }: SigningService): VerifiesAttestations => {
  const verify = sigstoreVerifier(trustedRoot);
  return { download: downloadBundle, verify: async (bundle) => verify(bundle) };
};

let twin: Twin;
let blobs: BlobHost;
beforeEach(async () => {
  blobs = await startBlobHost();
  twin = await startTwin({
    repositories: {
      'octo/app': { roles: { ada: 'admin' }, releases: [{ tag: 'v1', assets: [{ name: 'app', digest: APP }] }] },
    },
    tokens: { admin: { kind: 'classic', login: 'ada', scopes: ['repo'] } },
  });
});
afterEach(async () => {
  await blobs.close();
  await twin.close();
});

/** What is known of the release's attestations, when the store holds these. */
async function seen(attestations: readonly Partial<TwinAttestation>[], by: VerifiesAttestations | null = verifier) {
  twin.repository('octo/app').attestations = attestations.map((each) => ({
    digest: APP,
    predicate: 'provenance',
    ...each,
  }));
  const options = by === null ? {} : { verifier: by };
  const { facts } = await snapshotOf(twin, clientOf(twin, 'admin'), options);
  if (facts.releaseAttestations.state === 'unknown') throw new Error(facts.releaseAttestations.unlock);
  return facts.releaseAttestations.value;
}
const provenanceOf = async (...given: Parameters<typeof seen>) => (await seen(...given)).verification.provenance[APP];

describe('a bundle of the store', () => {
  test('that a run of this repository signed for these bytes is verified, and says which workflow it was', async () => {
    const bundle = await service.attest({ subjects: [OTHER, APP] }, OWN);
    expect(await provenanceOf([{ bundle }])).toEqual({
      state: 'verified',
      signer: 'https://github.com/octo/app/.github/workflows/release.yml@refs/tags/v1.0.0',
    });
  });

  test.each<[string, Stated, SignedBy]>([
    ['other bytes', { subjects: [OTHER] }, OWN],
    ['a run of https://github.com/octo/other', APP_ONLY, { repository: 'octo/other', repositoryId: 4711 }],
    ['a run of https://github.com/octo/app', APP_ONLY, { ...OWN, repositoryId: 4711 }],
    ['named by https://id.example.org', APP_ONLY, { ...OWN, issuer: 'https://id.example.org' }],
    ['it states https://spdx.dev/Document/v2.3', { ...APP_ONLY, predicateType: 'https://spdx.dev/Document/v2.3' }, OWN],
  ])('is invalid when it is about %s', async (because, stated, by) => {
    const bundle = await service.attest(stated, by);
    expect(await provenanceOf([{ bundle }])).toEqual({
      state: 'invalid',
      because: expect.stringContaining(because),
    });
  });

  test('counts when a reusable workflow of somebody else signed in a run of this repository', async () => {
    const workflow = 'https://github.com/builders/go/.github/workflows/build.yml@refs/tags/v3';
    const bundle = await service.attest(APP_ONLY, { ...OWN, workflow });
    expect(await provenanceOf([{ bundle }])).toEqual({ state: 'verified', signer: workflow });
  });

  test('counts under an enterprise’s own issuer, and after the repository got another name', async () => {
    const issuer = 'https://token.actions.githubusercontent.com/octo';
    const bundle = await service.attest(APP_ONLY, { repository: 'octo/old-name', repositoryId: ID, issuer });
    expect(await provenanceOf([{ bundle }])).toMatchObject({ state: 'verified' });
  });

  test('is invalid when its statement was changed after signing', async () => {
    const bundle = await service.attest({ subjects: [OTHER] }, OWN);
    const payload = Buffer.from(bundle.dsseEnvelope.payload, 'base64')
      .toString()
      .replace('b'.repeat(64), 'a'.repeat(64));
    const tampered = {
      ...bundle,
      dsseEnvelope: { ...bundle.dsseEnvelope, payload: Buffer.from(payload).toString('base64') },
    };
    expect(await provenanceOf([{ bundle: tampered }])).toMatchObject({ state: 'invalid' });
  });

  test('is invalid when its signature is another one', async () => {
    const [bundle, other] = [await service.attest(APP_ONLY, OWN), await service.attest(APP_ONLY, OWN)];
    const signatures = other.dsseEnvelope.signatures;
    const tampered = { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures } };
    expect(await provenanceOf([{ bundle: tampered }])).toMatchObject({ state: 'invalid' });
  });

  test('is invalid when the log holds no entry of it', async () => {
    const bundle = await service.attest(APP_ONLY, OWN);
    const verificationMaterial = { ...bundle.verificationMaterial, tlogEntries: [] };
    expect(await provenanceOf([{ bundle: { ...bundle, verificationMaterial } }])).toMatchObject({ state: 'invalid' });
  });

  test('is invalid when its certificate had expired before it was signed', async () => {
    const late = await signingService(new Date(Date.now() - 24 * 3600 * 1000));
    const bundle = await late.attest(APP_ONLY, OWN);
    expect(await provenanceOf([{ bundle }], trusting(late))).toMatchObject({
      state: 'invalid',
      because: expect.stringContaining('certificate'),
    });
  });

  test('is not verified, and not called wrong, when its signer is in no trust root we have', async () => {
    const bundle = await service.attest(APP_ONLY, OWN);
    expect(await provenanceOf([{ bundle }], attestationVerifier())).toEqual({
      state: 'not-verified',
      reason: 'unreadable',
      because: expect.stringContaining('signing service'),
    });
  });

  test.each([
    ['an unknown form', { bundle: { mediaType: 'application/vnd.dev.sigstore.bundle.v9+json' } }],
    ['hands out no bundle', {}],
    ['not https', { bundleUrl: 'http://blobs.example.org/1' }],
    ['not https', { bundleUrl: 'file:///etc/passwd' }],
    ['not https', { bundleUrl: 'https://user:word@blobs.example.org/1' }],
  ])('is not verified when it has %s', async (because, attestation) => {
    expect(await provenanceOf([attestation])).toMatchObject({
      state: 'not-verified',
      because: expect.stringContaining(because),
    });
  });

  test('one that holds is enough; none that holds and one that does not is invalid', async () => {
    const [good, bad] = [await service.attest(APP_ONLY, OWN), await service.attest({ subjects: [OTHER] }, OWN)];
    expect(await provenanceOf([{ bundle: bad }, { bundle: good }])).toMatchObject({ state: 'verified' });
    expect(await provenanceOf([{}, { bundle: bad }])).toMatchObject({ state: 'invalid' });
  });

  test('of a bill of materials is checked for being one', async () => {
    const [bundle, provenance] = [
      await service.attest({ ...APP_ONLY, predicateType: 'https://cyclonedx.org/bom' }, OWN),
      await service.attest(APP_ONLY, OWN),
    ];
    const { verification } = await seen([{ bundle, predicate: 'sbom' }]);
    expect(verification).toEqual({ provenance: {}, sbom: { [APP]: expect.objectContaining({ state: 'verified' }) } });
    const mistaken = await seen([{ bundle: provenance, predicate: 'sbom' }]);
    expect(mistaken.verification.sbom[APP]).toMatchObject({ state: 'invalid' });
  });

  test('stays unverified without anybody who could', async () => {
    const bundle = await service.attest(APP_ONLY, OWN);
    expect(await provenanceOf([{ bundle }], null)).toMatchObject({ state: 'not-verified', reason: 'not-asked' });
  });

  test('of a data-residency host is held to that host’s issuer', async () => {
    const issuer = 'https://token.actions.octo.ghe.com';
    const [own, foreign] = [await service.attest(APP_ONLY, { ...OWN, issuer }), await service.attest(APP_ONLY, OWN)];
    for (const [bundle, state] of [
      [own, 'verified'],
      [foreign, 'invalid'],
    ] as const) {
      twin.repository('octo/app').attestations = [{ digest: APP, predicate: 'provenance', bundle }];
      const client = clientOf(twin, 'admin', { host: 'octo.ghe.com' });
      const { facts } = await snapshotOf(twin, client, {
        verifier,
        target: targetOf(twin, 'octo/app', 'octo.ghe.com'),
      });
      expect(facts.releaseAttestations).toMatchObject({
        value: { verification: { provenance: { [APP]: { state } } } },
      });
    }
  });
});

describe('a bundle that is kept elsewhere', () => {
  const kept = async (name: string, stated = APP_ONLY): Promise<string> =>
    blobs.keep(name, snappyOf(JSON.stringify(await service.attest(stated, OWN))));

  test('is fetched, unpacked and verified; the other host sees no token', async () => {
    expect(await provenanceOf([{ bundleUrl: await kept('1.json.sn') }])).toMatchObject({ state: 'verified' });
    expect(blobs.requests.map(({ path }) => path)).toEqual(['/1.json.sn']);
    expect(JSON.stringify(blobs.requests)).not.toMatch(/authorization|admin/i);
  });

  test('is fetched once for all the files it speaks of, whatever stands behind the question mark', async () => {
    const address = await kept('1.json.sn', { subjects: [APP, OTHER] });
    twin.repository('octo/app').releases = [
      { tag: 'v1', assets: [APP, OTHER].map((each) => ({ name: each, digest: each })) },
    ];
    const { verification } = await seen([{ bundleUrl: address }, { digest: OTHER, bundleUrl: `${address}&again` }]);
    expect(Object.values(verification.provenance).map(({ state }) => state)).toEqual(['verified', 'verified']);
    expect(blobs.requests).toHaveLength(1);
  });

  test('is left unverified when it is not there, or is something else', async () => {
    expect(await provenanceOf([{ bundleUrl: `${blobs.url}/gone` }])).toMatchObject({
      reason: 'unreachable',
      because: expect.stringContaining('404'),
    });
    expect(await provenanceOf([{ bundleUrl: blobs.keep('text', Buffer.from('<html>')) }])).toMatchObject({
      reason: 'unreadable',
    });
  });

  test('is one of as many as the thirty questions leave; the rest is said to be unread', async () => {
    const digests = Array.from({ length: 9 }, (_, n) => digest(String(n)));
    twin.repository('octo/app').releases = [
      { tag: 'v1', assets: digests.map((each) => ({ name: each, digest: each })) },
    ];
    const all = await Promise.all(
      digests.map(async (each) => ({ digest: each, bundleUrl: await kept(each.slice(7, 12), { subjects: [each] }) })),
    );
    const { verification } = await seen(all);
    const states = Object.values(verification.provenance);
    const verified = states.filter(({ state }) => state === 'verified');
    expect(verified.length).toBeGreaterThan(0);
    expect(verified).toHaveLength(blobs.requests.length);
    const unread = states.filter((each) => each.state === 'not-verified' && each.reason === 'not-asked');
    expect(verified.length + unread.length).toBe(digests.length);
    expect(twin.requests.length + blobs.requests.length).toBeLessThanOrEqual(30);
  });
});
