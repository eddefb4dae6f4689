import { setImmediate } from 'node:timers/promises';
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' };
import type { VerifiesAttestations } from '../collectors/verifies-attestations.ts';
import { downloadBundle } from './attestation-download.ts';
import { sigstoreVerifier } from './sigstore-verifier.ts';

/**
 * Verifies with the trust root of Sigstore's public-good instance that its own client carries, as of its release; nothing is
 * asked online. Import this module only where there are bundles: the libraries and the root are its weight.
 */
export function attestationVerifier(): VerifiesAttestations {
  return { download: downloadBundle, verify: verifyInTurn };
}

let verify: ReturnType<typeof sigstoreVerifier> | null = null;

/** Tens of milliseconds each: between two bundles the screen has its turn. */
const verifyInTurn: VerifiesAttestations['verify'] = async (bundle) => {
  await setImmediate();
  verify ??= sigstoreVerifier(carriedTrustRoot());
  return verify(bundle);
};

function carriedTrustRoot(): unknown {
  const seed = seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json'];
  return JSON.parse(Buffer.from(seed, 'base64').toString('utf8'));
}
