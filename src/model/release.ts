import type { UnknownReason } from './fact.ts';

export type ReleaseAsset = {
  readonly name: string;
  /** `sha256:<hex>`, or null where the host does not tell. */
  readonly digest: string | null;
  readonly uploader: string | null;
};

/** The newest published release. */
export type LatestRelease = {
  readonly tag: string;
  readonly immutable: boolean | null;
  /** ISO time; null when the host does not tell. */
  readonly createdAt: string | null;
  readonly assets: readonly ReleaseAsset[];
};

/**
 * What came of checking the bundles that the store holds for one digest: chain, log, signature, subject and signing identity.
 * `not-verified` is no doubt about them: they could not be had, or nobody here can vouch for who signed them.
 */
export type AttestationVerification =
  | { readonly state: 'verified' /** The workflow file that signed, with its ref. */; readonly signer: string }
  | { readonly state: 'invalid'; readonly because: string }
  | { readonly state: 'not-verified'; readonly reason: UnknownReason; readonly because: string };

export type AttestationKind = 'provenance' | 'sbom';

/** What the attestation store holds for the newest release's assets. A digest is listed for presence; `verification` is the proof. */
export type ReleaseAttestations = {
  readonly provenance: readonly string[];
  readonly sbom: readonly string[];
  /** By kind and digest, for every digest that is listed for that kind. */
  readonly verification: Readonly<Record<AttestationKind, Readonly<Record<string, AttestationVerification>>>>;
  /** Digests that were asked for; the rest of the assets was not. */
  readonly asked: readonly string[];
};
