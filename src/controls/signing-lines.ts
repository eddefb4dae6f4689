import type { Fact } from '../model/fact.ts';
import type { PinCatalogue } from '../model/pin.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import { pinnedUse } from './pinned-use.ts';
import type { SigningChoice } from './signing-method.ts';

/** The steps that sign, for each place a key can be in (catalogue 3.01), as lines to complete: only `<…>` is left to fill in. */
export function signingLines(
  method: SigningChoice,
  repository: Fact<RepositoryFacts>,
  pins: Fact<PinCatalogue>,
): readonly string[] {
  const uses = (action: string): string => `- uses: ${pinnedUse(action, pins)}`;
  const isPublic = repository.state === 'known' && repository.value.visibility === 'public';
  switch (method) {
    case 'automatic':
      return isPublic ? keyless(uses) : attestOnly(uses);
    case 'keyless':
      return keyless(uses);
    case 'attestation-only':
      return attestOnly(uses);
    case 'openpgp':
      return OPENPGP;
    case 'azure-artifact-signing':
      return [...WINDOWS, ...azure(uses), ...artifactSigning(uses)];
    case 'azure-key-vault-authenticode':
      return [...WINDOWS, ...azure(uses), ...AUTHENTICODE];
    case 'azure-key-vault':
      return [...BY_IDENTITY, ...azure(uses), ...withKey(uses, AZURE_KEY, isPublic)];
    case 'aws-kms':
      return [...BY_IDENTITY, ...aws(uses), ...withKey(uses, 'awskms:///${{ vars.AWS_KMS_KEY }}', isPublic)];
    case 'google-kms':
      return [...BY_IDENTITY, ...google(uses), ...withKey(uses, 'gcpkms://${{ vars.GCP_KMS_KEY_VERSION }}', isPublic)];
    case 'vault-transit':
      return [...BY_IDENTITY, ...vault(uses), ...withKey(uses, 'hashivault://${{ vars.VAULT_TRANSIT_KEY }}', isPublic)];
    case 'macos-notarize':
      return MACOS;
    case 'private-runner':
      return [
        '# the release stays a draft: the private repository adds the signature and publishes it',
        'gh release create "$TAG" --draft <files>',
      ];
  }
}

type Uses = (action: string) => string;

const BY_IDENTITY: readonly string[] = ['environment: release', 'permissions:', '  id-token: write', 'steps:'];
const WINDOWS: readonly string[] = ['runs-on: windows-2025', ...BY_IDENTITY];
const AZURE_KEY = 'azurekms://${{ vars.AZURE_VAULT_NAME }}.vault.azure.net/${{ vars.AZURE_KEY_NAME }}';

/** The login of each cloud by identity, as one step. */
export const azure = (uses: Uses): readonly string[] => [
  uses('azure/login'),
  '  with:',
  '    client-id: ${{ vars.AZURE_CLIENT_ID }}',
  '    tenant-id: ${{ vars.AZURE_TENANT_ID }}',
  '    allow-no-subscriptions: true',
];
export const aws = (uses: Uses): readonly string[] => [
  uses('aws-actions/configure-aws-credentials'),
  '  with:',
  '    role-to-assume: ${{ vars.AWS_SIGNING_ROLE_ARN }}',
  '    aws-region: ${{ vars.AWS_REGION }}',
  '    role-duration-seconds: 900',
];
export const google = (uses: Uses): readonly string[] => [
  uses('google-github-actions/auth'),
  '  with:',
  '    project_id: ${{ vars.GCP_PROJECT_ID }}',
  '    workload_identity_provider: ${{ vars.GCP_WORKLOAD_IDENTITY_PROVIDER }}',
];
export const vault = (uses: Uses): readonly string[] => [
  uses('hashicorp/vault-action'),
  '  with:',
  '    url: ${{ vars.VAULT_ADDR }}',
  '    method: jwt',
  '    path: ${{ vars.VAULT_JWT_PATH }}',
  '    role: ${{ vars.VAULT_SIGNING_ROLE }}',
  '    jwtGithubAudience: ${{ vars.VAULT_AUDIENCE }}',
  '    exportToken: true',
];

const attestOnly = (uses: Uses): readonly string[] => [
  'permissions:',
  '  id-token: write',
  '  attestations: write',
  'steps:',
  uses('actions/attest'),
  '  with:',
  '    subject-path: <file that is published>',
];

const keyless = (uses: Uses): readonly string[] => [
  'permissions:',
  '  id-token: write',
  'steps:',
  uses('sigstore/cosign-installer'),
  '- run: cosign sign-blob --yes --bundle "$FILE.sigstore.json" "$FILE"',
  '  env:',
  '    FILE: <file that is published>',
];

/** Where the repository is not known to be public, nothing goes to the public log. */
function withKey(uses: Uses, key: string, isPublic: boolean): readonly string[] {
  const noLog = [
    '    cosign signing-config create --no-default-fulcio --no-default-oidc --no-default-rekor --no-default-tsa --out no-log.json',
    '    cosign sign-blob --yes --key "$KEY" --signing-config no-log.json --bundle "$FILE.sigstore.json" "$FILE"',
    '    cosign verify-blob --key "$KEY" --insecure-ignore-tlog --bundle "$FILE.sigstore.json" "$FILE"',
  ];
  const logged = [
    '    cosign sign-blob --yes --key "$KEY" --bundle "$FILE.sigstore.json" "$FILE"',
    '    cosign verify-blob --key "$KEY" --bundle "$FILE.sigstore.json" "$FILE"',
  ];
  const isVault = key.startsWith('hashivault');
  return [
    uses('sigstore/cosign-installer'),
    '- run: |',
    ...(isPublic ? logged : noLog),
    '  env:',
    `    KEY: ${key}`,
    ...(isVault
      ? ['    VAULT_ADDR: ${{ vars.VAULT_ADDR }}', '    TRANSIT_SECRET_ENGINE_PATH: ${{ vars.VAULT_TRANSIT_PATH }}']
      : []),
    '    FILE: <file that is published>',
  ];
}

const artifactSigning = (uses: Uses): readonly string[] => [
  uses('azure/artifact-signing-action'),
  '  with:',
  '    endpoint: ${{ vars.ARTIFACT_SIGNING_ENDPOINT }}',
  '    signing-account-name: ${{ vars.ARTIFACT_SIGNING_ACCOUNT }}',
  '    certificate-profile-name: ${{ vars.ARTIFACT_SIGNING_PROFILE }}',
  '    timestamp-rfc3161: http://timestamp.acs.microsoft.com',
  '    cache-dependencies: false',
  '    files: <files to sign>',
];

const AUTHENTICODE: readonly string[] = [
  '- run: dotnet tool install sign --tool-path sign --version 0.9.1-beta.25278.1',
  '- run: sign/sign code azure-key-vault "$env:FILE" --azure-credential-type azure-cli --azure-key-vault-url "$env:VAULT" --azure-key-vault-certificate "$env:CERTIFICATE" --timestamp-url http://timestamp.acs.microsoft.com',
  '  env:',
  '    VAULT: https://${{ vars.AZURE_VAULT_NAME }}.vault.azure.net/',
  '    CERTIFICATE: ${{ vars.AZURE_CERTIFICATE_NAME }}',
  '    FILE: <file to sign>',
];

const OPENPGP: readonly string[] = [
  'environment: release',
  'steps:',
  '- run: |',
  '    GNUPGHOME="$(mktemp -d)"',
  '    export GNUPGHOME',
  '    trap \'gpgconf --kill all; rm -rf "$GNUPGHOME"\' EXIT',
  '    printf \'%s\\n\' "$KEY" | gpg --batch --import',
  '    printf \'%s\' "$PASSPHRASE" | gpg --batch --pinentry-mode loopback --passphrase-fd 0 --local-user "$FINGERPRINT!" --armor --detach-sign "$FILE"',
  '    gpg --batch --verify "$FILE.asc" "$FILE"',
  '  env:',
  '    KEY: ${{ secrets.RELEASE_GPG_KEY }}',
  '    PASSPHRASE: ${{ secrets.RELEASE_GPG_PASSPHRASE }}',
  '    FINGERPRINT: ${{ vars.RELEASE_GPG_FINGERPRINT }}',
  '    FILE: <file that is published>',
];

const MACOS: readonly string[] = [
  'runs-on: macos-15',
  'environment: release',
  'steps:',
  '# with the certificate in a keychain of this run, and the key of App Store Connect in notary.p8',
  '- run: |',
  '    codesign --options runtime --timestamp --sign "Developer ID Application" "$FILE"',
  '    codesign --verify --strict "$FILE"',
  '    ditto -c -k "$FILE" notarize.zip',
  '    xcrun notarytool submit notarize.zip --key notary.p8 --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER_ID" --wait',
  '  env:',
  '    NOTARY_KEY_ID: ${{ vars.NOTARY_KEY_ID }}',
  '    NOTARY_ISSUER_ID: ${{ vars.NOTARY_ISSUER_ID }}',
  '    FILE: <program to sign>',
];
