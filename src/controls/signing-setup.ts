import type { ManualStep } from '../model/change.ts';
import { slugOf } from '../model/target.ts';
import { cloudTrustLines, storeLine } from './cloud-trust.ts';
import type { IdentitySite } from './oidc-subject.ts';
import type { SigningChoice } from './signing-method.ts';

const HOW = 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments';
const SECRETS = 'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets';
const SELF_HOSTED = 'https://docs.github.com/en/actions/reference/runners/self-hosted-runners';

/** What has to be there before a release signed in this way can run, as commands; none where no key is needed. `path`: the workflow. */
export function signingSetup(method: SigningChoice, site: IdentitySite, path: string): readonly ManualStep[] {
  const lines = LINES[method]?.(site, path);
  if (lines === undefined) return [];
  const [what, url] = WHAT[method] ?? ['the key', HOW];
  return [
    {
      kind: 'manual',
      summary: `set up ${what} before the first release that ${path} signs`,
      why: `the workflow finds nothing to sign with until this exists, and stops; the environment "${site.environment}" has to be there first, with its reviewers and its tags`,
      lines,
      url,
      path,
    },
  ];
}

const WHAT: Readonly<Partial<Record<SigningChoice, readonly [string, string]>>> = {
  openpgp: ['the OpenPGP key', SECRETS],
  'azure-artifact-signing': ['Azure Artifact Signing', HOW],
  'azure-key-vault': ['the key in Azure Key Vault', HOW],
  'azure-key-vault-authenticode': ['the certificate in Azure Key Vault', HOW],
  'aws-kms': ['the key in AWS KMS', HOW],
  'google-kms': ['the key in Google Cloud KMS', HOW],
  'vault-transit': ['the transit key in Vault', HOW],
  'macos-notarize': ['the Developer ID', SECRETS],
  'private-runner': ['the repository and the machine that sign', SELF_HOSTED],
};

type Lines = (site: IdentitySite, path: string) => readonly string[];

/** The public half where users and the release look for it, and its number where only an administrator changes it. */
const publicKey = (site: IdentitySite, reference: string): readonly string[] => [
  `cosign public-key --key ${reference} > cosign.pub # commit it in the root, and publish its number in a second place`,
  "openssl pkey -pubin -in cosign.pub -outform DER | sha256sum | cut -d ' ' -f 1 # NUMBER below",
  storeLine(site, 'SIGNING_KEY_SHA256', 'NUMBER'),
];

const azureIdentity = (site: IdentitySite): readonly string[] => [
  storeLine(site, 'AZURE_CLIENT_ID', 'CLIENT_ID'),
  storeLine(site, 'AZURE_TENANT_ID', 'TENANT_ID'),
];

const KEY_SCOPE = '--scope /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/VAULT';

const LINES: Readonly<Partial<Record<SigningChoice, Lines>>> = {
  openpgp: (site) => [
    "gpg --quick-generate-key 'NAME releases <ADDRESS>' ed25519 cert never # the primary key stays with you; PRIMARY is its fingerprint",
    'gpg --quick-add-key PRIMARY ed25519 sign 2y # SUBKEY is the fingerprint of this one',
    `gpg --armor --export-secret-subkeys 'SUBKEY!' | ${storeLine(site, 'RELEASE_GPG_KEY', null)}`,
    `${storeLine(site, 'RELEASE_GPG_PASSPHRASE', null)} # asks for it`,
    storeLine(site, 'RELEASE_GPG_FINGERPRINT', 'SUBKEY'),
    'gpg --armor --export PRIMARY > KEYS # commit it in the root, and publish the fingerprint in a second place',
  ],
  'azure-artifact-signing': (site) => [
    ...cloudTrustLines('azure', site),
    "az role assignment create --assignee CLIENT_ID --role 'Artifact Signing Certificate Profile Signer' --scope /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.CodeSigning/codeSigningAccounts/ACCOUNT/certificateProfiles/PROFILE",
    ...azureIdentity(site),
    storeLine(site, 'ARTIFACT_SIGNING_ENDPOINT', 'https://REGION.codesigning.azure.net/'),
    storeLine(site, 'ARTIFACT_SIGNING_ACCOUNT', 'ACCOUNT'),
    storeLine(site, 'ARTIFACT_SIGNING_PROFILE', 'PROFILE'),
    `${storeLine(site, 'SIGNING_CERTIFICATE_SUBJECT', 'CN=NAME, O=NAME, L=CITY, S=STATE, C=COUNTRY')} # as the profile shows it`,
  ],
  'azure-key-vault': (site) => [
    'az keyvault key create --vault-name VAULT --name KEY --kty EC --curve P-256 --ops sign verify',
    ...cloudTrustLines('azure', site),
    `az role assignment create --assignee CLIENT_ID --role 'Key Vault Crypto User' ${KEY_SCOPE}/keys/KEY`,
    ...azureIdentity(site),
    storeLine(site, 'AZURE_VAULT_NAME', 'VAULT'),
    storeLine(site, 'AZURE_KEY_NAME', 'KEY'),
    ...publicKey(site, 'azurekms://VAULT.vault.azure.net/KEY'),
  ],
  'azure-key-vault-authenticode': (site) => [
    '# the vault needs a code signing certificate whose RSA key was made in an HSM',
    ...cloudTrustLines('azure', site),
    `az role assignment create --assignee CLIENT_ID --role 'Key Vault Crypto User' ${KEY_SCOPE}/keys/CERTIFICATE`,
    `az role assignment create --assignee CLIENT_ID --role 'Key Vault Certificate User' ${KEY_SCOPE}/certificates/CERTIFICATE`,
    ...azureIdentity(site),
    storeLine(site, 'AZURE_VAULT_NAME', 'VAULT'),
    storeLine(site, 'AZURE_CERTIFICATE_NAME', 'CERTIFICATE'),
    `${storeLine(site, 'SIGNING_CERTIFICATE_SUBJECT', 'CN=NAME, O=NAME, L=CITY, S=STATE, C=COUNTRY')} # as Windows shows it`,
  ],
  'aws-kms': (site) => [
    'aws kms create-key --key-usage SIGN_VERIFY --key-spec ECC_NIST_P256 # prints KEY_ID',
    'aws kms create-alias --alias-name alias/NAME --target-key-id KEY_ID',
    ...cloudTrustLines('aws', site),
    storeLine(site, 'AWS_SIGNING_ROLE_ARN', `arn:aws:iam::ACCOUNT:role/sign-${site.target.name ?? 'REPO'}`),
    storeLine(site, 'AWS_ACCOUNT_ID', 'ACCOUNT'),
    storeLine(site, 'AWS_REGION', 'REGION'),
    storeLine(site, 'AWS_KMS_KEY', 'alias/NAME'),
    ...publicKey(site, 'awskms:///alias/NAME'),
  ],
  'google-kms': (site) => [
    'gcloud kms keyrings create KEYRING --location LOCATION',
    'gcloud kms keys create KEY --keyring KEYRING --location LOCATION --purpose asymmetric-signing --default-algorithm ec-sign-p256-sha256',
    ...cloudTrustLines('google', site),
    storeLine(site, 'GCP_PROJECT_ID', 'PROJECT'),
    storeLine(
      site,
      'GCP_WORKLOAD_IDENTITY_PROVIDER',
      `projects/NUMBER/locations/global/workloadIdentityPools/github/providers/${site.target.name?.toLowerCase() ?? 'repo'}`,
    ),
    storeLine(site, 'GCP_KMS_KEY_VERSION', GOOGLE_KEY),
    ...publicKey(site, `gcpkms://${GOOGLE_KEY}`),
  ],
  'vault-transit': (site) => [
    'vault secrets enable transit # once for each Vault',
    'vault write -f transit/keys/KEY type=ecdsa-p256',
    ...cloudTrustLines('vault', site),
    storeLine(site, 'VAULT_ADDR', 'VAULT_ADDR'),
    storeLine(site, 'VAULT_AUDIENCE', 'VAULT_ADDR'),
    storeLine(site, 'VAULT_JWT_PATH', 'github'),
    storeLine(site, 'VAULT_SIGNING_ROLE', `sign-${site.target.name ?? 'REPO'}`),
    storeLine(site, 'VAULT_TRANSIT_PATH', 'transit'),
    storeLine(site, 'VAULT_TRANSIT_KEY', 'KEY'),
    ...publicKey(site, 'hashivault://KEY'),
  ],
  'macos-notarize': (site) => [
    `base64 < CERTIFICATE.p12 | ${storeLine(site, 'MACOS_CERTIFICATE', null)} # Developer ID Application, with its key`,
    `${storeLine(site, 'MACOS_CERTIFICATE_PASSWORD', null)} # asks for it`,
    `${storeLine(site, 'NOTARY_KEY', null)} < AuthKey_KEY_ID.p8 # a key of App Store Connect with the role Developer`,
    storeLine(site, 'NOTARY_KEY_ID', 'KEY_ID'),
    storeLine(site, 'NOTARY_ISSUER_ID', 'ISSUER_ID'),
    storeLine(site, 'MACOS_TEAM_ID', 'TEAM_ID'),
  ],
  'private-runner': (site, path) => {
    const slug = slugOf(site.target) ?? 'OWNER/REPO';
    const owner = site.target.owner ?? 'OWNER';
    return [
      `gh repo create ${owner}/SIGNING --private --clone && cd SIGNING && mkdir -p .github/workflows`,
      '# its workflow, made from the template sign-private-runner:',
      `harden-builds templates render sign-private-runner --set repository=${owner}/SIGNING --set source=${slug} --set workflow=${path} --set binary-name=NAME > .github/workflows/sign.yml`,
      '# a GitHub App that reads attestations and writes contents of the releasing repository alone, in the environment release-hsm-source:',
      `gh variable set RELEASE_APP_CLIENT_ID --env release-hsm-source --repo ${owner}/SIGNING --body CLIENT_ID`,
      `gh secret set RELEASE_APP_PRIVATE_KEY --env release-hsm-source --repo ${owner}/SIGNING < APP.pem`,
      `gh variable set SOURCE_OWNER --repo ${owner}/SIGNING --body ${owner}`,
      `gh variable set SOURCE_NAME --repo ${owner}/SIGNING --body ${site.target.name ?? 'REPO'}`,
      '# Organisation → Settings → Actions → Runner groups → New: release-signing, selected repositories: SIGNING, selected workflows: sign.yml',
      `./config.sh --url https://${site.target.host}/${owner} --runnergroup release-signing --ephemeral --token TOKEN`,
      '# the public key as release.pem: committed here in the root, and on the machine in /opt/signing/release.pem',
      `# after each release: gh workflow run sign.yml --repo ${owner}/SIGNING --field tag=v1.2.3`,
    ];
  },
};

const GOOGLE_KEY = 'projects/PROJECT/locations/LOCATION/keyRings/KEYRING/cryptoKeys/KEY/versions/1';
