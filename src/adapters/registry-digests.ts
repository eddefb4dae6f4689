import type { ReadsImageDigests } from '../collectors/reads-image-digests.ts';
import { boundedFetch, type FetchLimits } from './github-fetch.ts';
import { isLoopback } from './github-hosts.ts';

/**
 * The public registries that are asked, and where each is reached. Any other host that a workflow names may be a machine inside
 * somebody’s network, or one that only wants to know who looks: it is not asked.
 */
const PUBLIC: Readonly<Record<string, string>> = {
  'docker.io': 'https://registry-1.docker.io',
  'ghcr.io': 'https://ghcr.io',
  'mcr.microsoft.com': 'https://mcr.microsoft.com',
  'quay.io': 'https://quay.io',
};

const LIMITS: FetchLimits = { firstByte: 4_000, whole: 6_000 };
const NOTHING_KEPT = { get: async () => null, put: async () => {} };

/** The list of an image’s platforms comes first: its digest holds on every machine. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * Asks a registry what a tag names (OCI distribution specification, "Checking if content exists in the registry"), as anybody
 * may: no login and no token of GitHub goes there. A registry that does not answer in time says nothing.
 */
export function registryDigests(
  registries: Readonly<Record<string, string>> = PUBLIC,
  limits = LIMITS,
): ReadsImageDigests {
  const fetch = boundedFetch(null, NOTHING_KEPT, limits);
  const head = (url: string, token: string | null): Promise<Response> =>
    fetch(url, {
      method: 'HEAD',
      headers: { accept: MANIFESTS, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    });
  return async (image) => {
    const base = Object.hasOwn(registries, image.registry) ? registries[image.registry] : undefined;
    if (base === undefined) return null;
    const url = `${base}/v2/${image.repository}/manifests/${encodeURIComponent(image.tag)}`;
    try {
      const first = await head(url, null);
      const answer = first.status === 401 ? await head(url, await guestToken(fetch, first, base, image)) : first;
      const digest = answer.status === 200 ? answer.headers.get('docker-content-digest') : null;
      return digest !== null && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : null;
    } catch {
      return null;
    }
  };
}

/** The token that a registry gives to everybody, from where its refusal says (distribution: "Token authentication"). */
async function guestToken(
  fetch: (url: string) => Promise<Response>,
  refusal: Response,
  base: string,
  { repository }: Parameters<ReadsImageDigests>[0],
): Promise<string | null> {
  const challenge = refusal.headers.get('www-authenticate') ?? '';
  const part = (name: string): string | null => new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1] ?? null;
  const realm = part('realm');
  const url = realm !== null && /^Bearer\s/i.test(challenge) && URL.canParse(realm) ? new URL(realm) : null;
  if (url === null || !mayGo(url, new URL(base))) return null;
  const service = part('service');
  if (service !== null) url.searchParams.set('service', service);
  url.searchParams.set('scope', `repository:${repository}:pull`);
  const answer = await fetch(url.href);
  const said: unknown = answer.status === 200 ? await answer.json() : null;
  if (typeof said !== 'object' || said === null) return null;
  const token = 'token' in said ? said.token : 'access_token' in said ? said.access_token : null;
  return typeof token === 'string' ? token : null;
}

/** https, and the registry’s own domain; plain http only where the registry itself is on this machine. */
function mayGo(to: URL, registry: URL): boolean {
  if (isLoopback(registry.hostname)) return isLoopback(to.hostname);
  const domain = registry.hostname.split('.').slice(-2).join('.');
  return to.protocol === 'https:' && (to.hostname === domain || to.hostname.endsWith(`.${domain}`));
}
