import type { UnknownReason } from '../model/fact.ts';

/** What a certificate of the signing service says about the run that signed; null where it does not say. */
export type Signer = {
  /** `https://github.com/octo/app/.github/workflows/release.yml@refs/tags/v1`: where a reusable workflow signs, its own file. */
  readonly workflow: string | null;
  readonly issuer: string | null;
  /** `https://github.com/octo/app`: the repository whose run it was. */
  readonly repository: string | null;
  readonly repositoryId: string | null;
};

/** An in-toto statement whose signature holds. */
export type SignedStatement = {
  readonly signer: Signer;
  readonly predicateType: string;
  /** `sha256:<hex>`, lower case. */
  readonly subjects: readonly string[];
};

export type BundleVerdict =
  | { readonly state: 'genuine'; readonly statement: SignedStatement }
  | { readonly state: 'invalid'; readonly because: string }
  | NotVerified;

export type NotVerified = {
  readonly state: 'not-verified';
  readonly reason: UnknownReason;
  readonly because: string;
};

/** Checks what the attestation store hands out. Neither method throws for what a host or a bundle can do wrong. */
export interface VerifiesAttestations {
  /** Fetches a bundle from where the store keeps it, without showing a token. */
  download(address: string): Promise<{ readonly state: 'here'; readonly bundle: unknown } | NotVerified>;
  /** Whether certificate, logs and signature hold. What the statement claims is for the caller to compare. */
  verify(bundle: unknown): Promise<BundleVerdict>;
}
