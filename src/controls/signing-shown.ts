import type { PublishKind } from '../ecosystems/publish-kind.ts';
import type { ReleaseWorkflow } from '../ecosystems/release-graph.ts';
import type { SigningMethod, SignStep } from '../ecosystems/signing-steps.ts';

/** How VERIFYING.md tells users to check a signature: the choices of the template `verifying`. */
export type SigningShown =
  | 'attestation-only'
  | 'keyless'
  | 'key'
  | 'key-without-log'
  | 'openpgp'
  | 'authenticode'
  | 'macos';

/**
 * What the release path does, and the document can promise: the commands it shows are those for a signed `SHA256SUMS`, for the digest of
 * an image, or for programs with a signature inside. Every released kind has to be signed so.
 */
export function signingShown(workflows: readonly ReleaseWorkflow[], kinds: readonly PublishKind[]): SigningShown {
  const signs = workflows.flatMap((each) => each.signs);
  const hasImage = kinds.includes('container');
  const hasFiles = kinds.some((kind) => kind !== 'container');
  const found = ORDER.find(([method, , isInside]) => {
    const own = signs.filter((each) => each.method === method);
    if (isInside) return own.length > 0 && hasFiles;
    return (
      own.length > 0 &&
      (!hasFiles || own.some(({ how }) => how.includes('SHA256SUMS'))) &&
      (!hasImage || own.some(({ how }) => /\bcosign\s+sign\s/.test(how)))
    );
  });
  if (found === undefined) return 'attestation-only';
  const [method, shown] = found;
  return method === 'cosign-key' && signs.some(isUnlogged) ? 'key-without-log' : shown;
}

/** The ways that most users can check come first; `true`: the signature is inside the file. */
const ORDER: readonly (readonly [SigningMethod, SigningShown, boolean])[] = [
  ['sigstore', 'keyless', false],
  ['cosign-key', 'key', false],
  ['openpgp', 'openpgp', false],
  ['authenticode', 'authenticode', true],
  ['apple', 'macos', true],
];

/** A signing configuration without a log, or the old flag. */
const isUnlogged = ({ method, how }: SignStep): boolean =>
  method === 'cosign-key' && /--signing-config|--tlog-upload=false/.test(how);
