import type { NotVerified, VerifiesAttestations } from '../collectors/verifies-attestations.ts';
import { boundedFetch, type FetchLimits } from './github-fetch.ts';
import { isLoopback } from './github-hosts.ts';
import { fromSnappyBlock } from './snappy-block.ts';

const LIMITS: FetchLimits = { firstByte: 10_000, whole: 30_000 };
/** The addresses are signed for a short time: there is nothing to keep. */
const NOTHING_KEPT = { get: async () => null, put: async () => {} };

/** Fetches one bundle from the blob store that `bundle_url` names: another host, so no token goes there. */
export const downloadBundle: VerifiesAttestations['download'] = async (address) => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !isSafe(url)) return failed('unreadable', 'the store names an address that is not https');
  try {
    const response = await boundedFetch(null, NOTHING_KEPT, LIMITS)(url.href);
    if (response.status !== 200) return failed('unreachable', `${url.host} answers ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(fromSnappyBlock(bytes) ?? bytes);
    return { state: 'here', bundle: JSON.parse(text) };
  } catch (error) {
    return error instanceof SyntaxError
      ? failed('unreadable', `what ${url.host} keeps is no bundle`)
      : failed('unreachable', `${url.host} does not answer`);
  }
};

const isSafe = ({ protocol, hostname, username, password }: URL): boolean =>
  username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));

const failed = (reason: NotVerified['reason'], because: string): NotVerified => ({
  state: 'not-verified',
  reason,
  because,
});
