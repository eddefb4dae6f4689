import { type Fact, known, unknown } from '../model/fact.ts';
import type { LatestRelease, ReleaseAttestations } from '../model/release.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import { type Asking, isCloud } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import type { ReadsApi } from './reads-api.ts';
import { unknownBecause } from './unknown.ts';

/** Digests in one question; the assets beyond are left unasked, and `asked` shows it. */
const DIGESTS_AT_MOST = 100;
const PAGES_AT_MOST = 3;

/** Whether the attestation store holds something of this repository for the newest release's assets. Presence, not proof. */
export async function collectReleaseAttestations(
  api: Pick<ReadsApi, 'ask'>,
  asking: Asking,
  repository: Pick<RepositoryFacts, 'id' | 'ownerKind'>,
  release: LatestRelease | null,
): Promise<Fact<ReleaseAttestations>> {
  const owners = repository.ownerKind === 'organization' ? 'orgs' : 'users';
  const path = `/${owners}/${encodeURIComponent(asking.owner)}/attestations/bulk-list`;
  const source = { via: 'api', at: `POST ${path}` } as const;
  const digests = [...new Set(release?.assets.flatMap((asset) => asset.digest ?? []))].slice(0, DIGESTS_AT_MOST);
  if (digests.length === 0) return known({ provenance: [], sbom: [], asked: [] }, source);
  if (!isCloud(asking.host)) {
    return unknown(
      'unserved',
      'GitHub Enterprise Server keeps no attestations: verify with gh attestation verify',
      source,
    );
  }
  const found: Record<'provenance' | 'sbom', readonly string[]> = { provenance: [], sbom: [] };
  let asked: readonly string[] = digests;
  for (const predicate of ['provenance', 'sbom'] as const) {
    const pages = await pagesOf(api, path, digests, predicate);
    if (!pages.ok) {
      const needed = { role: 'read', permission: 'Attestations: read' } as const;
      return pages.failure === null
        ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
        : unknownBecause(pages.failure, needed, asking, source);
    }
    found[predicate] = digests.filter((digest) => pages.pages.some((page) => holds(page, digest, repository.id)));
    if (!pages.complete) asked = asked.filter((digest) => found[predicate].includes(digest));
  }
  return known({ ...found, asked }, source);
}

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
  predicate: string,
): Promise<Pages> {
  const pages: JsonShape[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const body = { subject_digests: digests, predicate_type: predicate };
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
const holds = (page: JsonShape, digest: string, repositoryId: string): boolean =>
  page.list(digest)?.some((attestation) => attestation.id('repository_id') === repositoryId) ?? false;
