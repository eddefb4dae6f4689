import { type Fact, known, unknown } from '../model/fact.ts';
import type { AttestationKind, LatestRelease, ReleaseAttestations } from '../model/release.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import { type Asking, isCloud } from './asking.ts';
import { bundleChecks, type StoredAttestation, verificationsOf } from './attestation-bundles.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import type { ReadsApi } from './reads-api.ts';
import { unknownBecause } from './unknown.ts';
import type { VerifiesAttestations } from './verifies-attestations.ts';

/** Digests in one question; the assets beyond are left unasked, and `asked` shows it. */
const DIGESTS_AT_MOST = 100;
const PAGES_AT_MOST = 3;

/** Fetched beside the API; the rest of the allowance is for other facts. */
const DOWNLOADS_AT_MOST = 5;

export type ReleaseReaders = {
  readonly api: Pick<ReadsApi, 'ask'>;
  readonly verifier: VerifiesAttestations | null;
  /** How many more questions fit. */
  left(): number;
};

/** What the attestation store holds of this repository for the newest release's assets, and whether it can be trusted. */
export async function collectReleaseAttestations(
  { api, verifier, left }: ReleaseReaders,
  asking: Asking,
  repository: Pick<RepositoryFacts, 'id' | 'ownerKind'>,
  release: LatestRelease | null,
): Promise<Fact<ReleaseAttestations>> {
  const owners = repository.ownerKind === 'organization' ? 'orgs' : 'users';
  const path = `/${owners}/${encodeURIComponent(asking.owner)}/attestations/bulk-list`;
  const source = { via: 'api', at: `POST ${path}` } as const;
  const digests = [...new Set(release?.assets.flatMap((asset) => asset.digest ?? []))].slice(0, DIGESTS_AT_MOST);
  if (digests.length === 0) return known({ ...NOTHING_STORED, asked: [] }, source);
  if (!isCloud(asking.host)) {
    return unknown(
      'unserved',
      'GitHub Enterprise Server keeps no attestations: verify with gh attestation verify',
      source,
    );
  }
  const stored: Record<AttestationKind, readonly StoredAttestation[]> = { provenance: [], sbom: [] };
  let asked: readonly string[] = digests;
  for (const kind of KINDS) {
    const pages = await pagesOf(api, path, digests, kind);
    if (!pages.ok) {
      const needed = { role: 'read', permission: 'Attestations: read' } as const;
      return pages.failure === null
        ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
        : unknownBecause(pages.failure, needed, asking, source);
    }
    stored[kind] = digests.flatMap((digest) => pages.pages.flatMap((page) => storedIn(page, digest, repository.id)));
    if (!pages.complete) asked = asked.filter((digest) => stored[kind].some((each) => each.digest === digest));
  }
  let downloads = Math.min(DOWNLOADS_AT_MOST, left());
  const check = bundleChecks(verifier, () => downloads--);
  const verified = (kind: AttestationKind) =>
    verificationsOf(stored[kind], { asking, repositoryId: repository.id, kind }, check);
  const verification = { provenance: await verified('provenance'), sbom: await verified('sbom') };
  const present = (kind: AttestationKind) => Object.keys(verification[kind]);
  return known({ provenance: present('provenance'), sbom: present('sbom'), verification, asked }, source);
}

const KINDS = ['provenance', 'sbom'] as const satisfies readonly AttestationKind[];
const NOTHING_STORED = { provenance: [], sbom: [], verification: { provenance: {}, sbom: {} } } as const;

type Pages =
  | { readonly ok: true; readonly pages: readonly JsonShape[]; readonly complete: boolean }
  | {
      readonly ok: false;
      readonly failure: Extract<Awaited<ReturnType<ReadsApi['ask']>>, { ok: false }>['failure'] | null;
    };

async function pagesOf(
  api: Pick<ReadsApi, 'ask'>,
  path: string,
  digests: readonly string[],
  kind: AttestationKind,
): Promise<Pages> {
  const pages: JsonShape[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const body = { subject_digests: digests, predicate_type: kind };
    const answer = await api.ask(path, body, { per_page: 100, ...(after === undefined ? {} : { after }) });
    if (!answer.ok) return { ok: false, failure: answer.failure };
    const said = shapeOf(answer.data);
    if (!said.names().includes('attestations_subject_digests')) return { ok: false, failure: null };
    pages.push(said.inside('attestations_subject_digests'));
    after = said.inside('page_info').text('next');
    if (after === undefined || said.inside('page_info').flag('has_next') === false)
      return { ok: true, pages, complete: true };
  }
  return { ok: true, pages, complete: false };
}

/** The list covers everything of the owner that the token can read; another repository's attestation is not this one's. */
const storedIn = (page: JsonShape, digest: string, repositoryId: string): readonly StoredAttestation[] =>
  (page.list(digest) ?? [])
    .filter((attestation) => attestation.id('repository_id') === repositoryId)
    .map((attestation) => ({
      digest,
      bundle: attestation.value('bundle'),
      address: attestation.text('bundle_url') ?? null,
    }));
