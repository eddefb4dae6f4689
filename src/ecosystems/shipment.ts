import type { Step } from '../workflow/workflow-file.ts';
import type { PublishStep } from './publish-steps.ts';

/** How the digest of a pushed image can be had in its job. */
export type ImageDigest =
  /** The step that pushes says it. */
  | { readonly from: 'output' }
  /** Docker remembers it for what it pushed; `image` is the reference, as workflow text. */
  | { readonly from: 'local'; readonly image: string }
  /** Only the registry knows it. */
  | { readonly from: 'registry'; readonly image: string };

/** What an attestation of a shipment would name. */
export type Subject =
  /** Lines of `subject-path`. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  /** A list of checksums that names every file; the name may be a pattern. */
  | { readonly kind: 'checksums'; readonly path: string; readonly folder: string }
  /** Qualified names without tags. */
  | { readonly kind: 'image'; readonly names: readonly string[]; readonly digest: ImageDigest };

export type OwnStep = PublishStep & { readonly step: Step };

/** The bytes one step of a job publishes. */
export type Shipment = {
  readonly known: true;
  readonly publish: OwnStep;
  readonly subject: Subject;
  /** Whether the bytes are final before the step begins, or only when it is done. */
  readonly when: 'before' | 'after';
  /** `if:` under which the step publishes; null: always. */
  readonly condition: string | null;
};

/** A step whose bytes cannot be told. `isPart`: it publishes a part of what another step publishes as a whole. */
export type UnclearShipment = {
  readonly known: false;
  readonly publish: PublishStep;
  readonly because: string;
  readonly isPart?: boolean;
};
