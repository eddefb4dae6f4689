import type { Shipment } from '../ecosystems/shipment.ts';
import type { YamlValue } from '../model/operation.ts';
import type { Pin } from '../model/pin.ts';
import { type Insertion, type NewStep, subjectsOf } from './attest-insertion.ts';

export const COSIGN = 'sigstore/cosign-installer';

const ISSUER = 'https://token.actions.githubusercontent.com';
/** As the certificate has it: the workflow file and the ref it ran for. */
const IDENTITY = '${{ github.server_url }}/${{ github.workflow_ref }}';

/**
 * The steps that sign a shipment without a key, and prove right away that the signature works and that a change breaks it; a sentence
 * when it cannot be said which bytes. `pin` is that of sigstore/cosign-installer.
 */
export function signInsertion(shipment: Shipment, pin: Pin): Insertion | string {
  const { subject } = shipment;
  if (subject.kind === 'checksums')
    return 'the checksums are made and published by one step, before anything could be signed';
  if (subject.kind === 'files') {
    const files = signable(shipment, subject.paths);
    return typeof files === 'string'
      ? files
      : { shipment, id: null, steps: [install(shipment, pin), signFiles(shipment, files)] };
  }
  const { id, finds, subjects } = subjectsOf(shipment);
  const signs = subjects.map(({ name, inputs }) =>
    signImage(shipment, name, `${inputs['subject-name']}@${inputs['subject-digest']}`),
  );
  return { shipment, id, steps: [...finds, install(shipment, pin), ...signs] };
}

/** Patterns that a shell reads as the step does, and that will hold the signatures as well. */
function signable(shipment: Shipment, paths: readonly string[]): readonly string[] | string {
  if (shipment.publish.kind !== 'binaries') return 'a registry takes packages only, and no signatures beside them';
  if (shipment.when !== 'before') return 'the step makes the files itself, so nothing is there to sign before';
  const odd = paths.find((path) => !/^[\w./-]+$/.test(path.replace(/\*$/, '')) || path.includes('**'));
  if (odd !== undefined) return `which files "${odd}" means is only known while the step runs`;
  const bare = paths.find((path) => !path.endsWith('*'));
  return bare === undefined
    ? paths
    : `the step publishes "${bare}" by name, and a signature beside it would stay behind`;
}

const conditionOf = ({ condition }: Shipment): Readonly<Record<string, YamlValue>> =>
  condition === null ? {} : { if: condition };

const install = (shipment: Shipment, pin: Pin): NewStep => ({
  value: { name: 'Install cosign', ...conditionOf(shipment), uses: `${COSIGN}@${pin.sha}` },
  pin,
});

const signFiles = (shipment: Shipment, files: readonly string[]): NewStep => ({
  pin: null,
  value: {
    name: 'Sign the files, and prove that the signatures work',
    ...conditionOf(shipment),
    env: { FILES: files.join(' '), IDENTITY },
    shell: 'bash',
    run: `set -euo pipefail
shopt -s nullglob
verify() {
  cosign verify-blob --bundle "$1" --certificate-identity "$IDENTITY" --certificate-oidc-issuer ${ISSUER} "$2"
}
for file in $FILES; do
  case "$file" in *.sigstore.json) continue ;; esac
  [ -f "$file" ] || continue
  cosign sign-blob --yes --bundle "$file.sigstore.json" "$file"
  verify "$file.sigstore.json" "$file"
  # A changed file must not verify, or the signature proves nothing.
  cp "$file" "$RUNNER_TEMP/changed"
  printf 'x' >> "$RUNNER_TEMP/changed"
  if verify "$file.sigstore.json" "$RUNNER_TEMP/changed"; then
    echo "::error::a changed $file still verifies"
    exit 1
  fi
done
`,
  },
});

const signImage = (shipment: Shipment, name: string, image: string): NewStep => ({
  pin: null,
  value: {
    name: `Sign ${name}, and prove that the signature works`,
    ...conditionOf(shipment),
    env: { IDENTITY, IMAGE: image },
    run: `set -euo pipefail
image="\${IMAGE,,}"
cosign sign --yes "$image"
verify() {
  cosign verify --certificate-identity "$1" --certificate-oidc-issuer ${ISSUER} "$image"
}
verify "$IDENTITY"
# Another identity must not be accepted, or the signature proves nothing.
if verify "$IDENTITY-other"; then
  echo "::error::the image verifies for an identity that did not sign it"
  exit 1
fi
`,
  },
});
