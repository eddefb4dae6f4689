import type { AttestationVerification } from '../model/release.ts';
import { type AttestationClaim, verificationOf } from './attestation-claim.ts';
import type { BundleVerdict, NotVerified, VerifiesAttestations } from './verifies-attestations.ts';

/** One attestation as the store lists it: the bundle itself, or where it is kept. */
export type StoredAttestation = {
  readonly digest: string;
  readonly bundle: unknown;
  readonly address: string | null;
};

/** Bundles of one digest that are looked at; a release is attested once or twice, a store may hold any number. */
const BUNDLES_AT_MOST = 8;

/** Different bundles that are checked in one look: a check takes tens of milliseconds. */
const CHECKS_AT_MOST = 60;

/** What checks bundles, with an allowance of downloads; one bundle speaks for many files, so each is looked at once. */
export type BundleChecks = (attestation: StoredAttestation) => Promise<BundleVerdict>;

export function bundleChecks(verifier: VerifiesAttestations | null, downloads: () => number): BundleChecks {
  const seen = new Map<string, Promise<BundleVerdict>>();
  const once = (key: string, check: () => Promise<BundleVerdict>): Promise<BundleVerdict> => {
    const before = seen.get(key);
    if (before !== undefined) return before;
    if (seen.size === CHECKS_AT_MOST) return Promise.resolve(TOO_MANY);
    const now = check();
    seen.set(key, now);
    return now;
  };
  return async ({ bundle, address }) => {
    if (verifier === null)
      return { state: 'not-verified', reason: 'not-asked', because: 'nothing here checks bundles' };
    if (typeof bundle === 'object' && bundle !== null)
      return once(JSON.stringify(bundle), () => verifier.verify(bundle));
    if (address === null)
      return { state: 'not-verified', reason: 'unserved', because: 'the store hands out no bundle' };
    return once(withoutQuery(address), async () => {
      if (downloads() <= 0) return TOO_MANY;
      const got = await verifier.download(address);
      return got.state === 'here' ? verifier.verify(got.bundle) : got;
    });
  };
}

const TOO_MANY: NotVerified = {
  state: 'not-verified',
  reason: 'not-asked',
  because: 'there are more bundles than are looked at in one go',
};

/** The address carries a signature that is new each time. */
const withoutQuery = (address: string): string => address.split('?')[0] ?? address;

const BEST = ['verified', 'invalid', 'not-verified'] as const;

/** By digest: one bundle that holds is enough, as it is for `gh attestation verify`. */
export async function verificationsOf(
  stored: readonly StoredAttestation[],
  claim: Omit<AttestationClaim, 'digest'>,
  check: BundleChecks,
): Promise<Readonly<Record<string, AttestationVerification>>> {
  const digests = [...new Set(stored.map(({ digest }) => digest))];
  const found = await Promise.all(
    digests.map(async (digest): Promise<readonly [string, AttestationVerification]> => {
      const own = stored.filter((each) => each.digest === digest).slice(0, BUNDLES_AT_MOST);
      const all = await Promise.all(own.map(async (each) => verificationOf(await check(each), { ...claim, digest })));
      const best = BEST.map((state) => all.find((each) => each.state === state)).find((each) => each !== undefined);
      return [digest, best ?? TOO_MANY];
    }),
  );
  return Object.fromEntries(found);
}
