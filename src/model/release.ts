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

/** What the attestation store holds for the newest release's assets. Presence, not proof. */
export type ReleaseAttestations = {
  readonly provenance: readonly string[];
  readonly sbom: readonly string[];
  /** Digests that were asked for; the rest of the assets was not. */
  readonly asked: readonly string[];
};
