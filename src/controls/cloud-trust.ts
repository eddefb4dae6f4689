import type { CloudLogin } from '../ecosystems/cloud-logins.ts';
import { slugOf } from '../model/target.ts';
import { exactSubjects, type IdentitySite, issuerOf, ownSubjectKeys } from './oidc-subject.ts';

/** Who can be told to trust the identity of a job. */
export type Trusting = 'aws' | 'azure' | 'google' | 'vault';

export const TRUSTING: Readonly<Record<CloudLogin['cloud'], Trusting>> = {
  Azure: 'azure',
  AWS: 'aws',
  'Google Cloud': 'google',
  Vault: 'vault',
};

/**
 * Commands that make a cloud trust one repository and one environment, with the least right that signing needs. They are shown,
 * never run. Capitals are what only the user knows (templates.md 8: audiences and conditions of each cloud).
 */
export function cloudTrustLines(cloud: Trusting, site: IdentitySite): readonly string[] {
  const [subject, other] = exactSubjects(site);
  const own = ownSubjectKeys(site.oidcSubject);
  const doubt = [
    ...(other === undefined ? [] : [`# or, when the repository was ${other.since}: ${other.text}`]),
    ...(own === null
      ? []
      : [`# this repository makes its subject of ${own.join(', ')}: compare with a real token first`]),
  ];
  return [...doubt, ...LINES[cloud](subject.text, site)];
}

const nameOf = ({ target }: IdentitySite): string => target.name ?? 'REPO';
const json = (value: unknown): string => JSON.stringify(value);

const LINES: Readonly<Record<Trusting, (subject: string, site: IdentitySite) => readonly string[]>> = {
  aws: (subject, site) => {
    const issuer = issuerOf(site.target.host).replace('https://', '');
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::ACCOUNT:oidc-provider/${issuer}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject } },
        },
      ],
    };
    const rights = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['kms:Sign', 'kms:GetPublicKey', 'kms:DescribeKey'],
          Resource: 'arn:aws:kms:REGION:ACCOUNT:key/KEY_ID',
        },
      ],
    };
    const role = `sign-${nameOf(site)}`;
    return [
      `aws iam create-open-id-connect-provider --url https://${issuer} --client-id-list sts.amazonaws.com # once for each account`,
      `aws iam create-role --role-name ${role} --max-session-duration 3600 --assume-role-policy-document '${json(trust)}'`,
      `aws iam put-role-policy --role-name ${role} --policy-name sign --policy-document '${json(rights)}'`,
    ];
  },
  azure: (subject, site) => {
    const credential = {
      name: `github-${site.environment}`,
      issuer: issuerOf(site.target.host),
      subject,
      audiences: ['api://AzureADTokenExchange'],
    };
    return [
      `az ad app create --display-name 'sign-${nameOf(site)}' # prints appId, which is CLIENT_ID below`,
      'az ad sp create --id CLIENT_ID',
      `az ad app federated-credential create --id CLIENT_ID --parameters '${json(credential)}'`,
    ];
  },
  google: (subject, { target, environment, repository }) => {
    const ids = repository.state === 'known' ? repository.value : null;
    const condition = [
      `assertion.repository_owner_id == '${ids?.ownerId ?? 'OWNER_ID'}'`,
      `assertion.repository_id == '${ids?.id ?? 'REPOSITORY_ID'}'`,
      `assertion.environment == '${environment}'`,
    ].join(' && ');
    const member = `principal://iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/github/subject/${subject}`;
    const bind = (role: string) =>
      `gcloud kms keys add-iam-policy-binding KEY --keyring KEYRING --location LOCATION --role roles/cloudkms.${role} --member '${member}'`;
    return [
      'gcloud iam workload-identity-pools create github --location global',
      `gcloud iam workload-identity-pools providers create-oidc ${target.name?.toLowerCase() ?? 'repo'} --location global --workload-identity-pool github --issuer-uri ${issuerOf(target.host)} --attribute-mapping 'google.subject=assertion.sub' --attribute-condition "${condition}"`,
      bind('signerVerifier'),
      bind('viewer'),
    ];
  },
  vault: (subject, site) => {
    const { target, environment, repository } = site;
    const issuer = issuerOf(target.host);
    const ids = repository.state === 'known' ? repository.value : null;
    const role = {
      role_type: 'jwt',
      user_claim: 'repository',
      bound_audiences: ['VAULT_ADDR'],
      bound_subject: subject,
      bound_claims: { repository_id: ids?.id ?? 'REPOSITORY_ID', environment },
      token_policies: [`sign-${nameOf(site)}`],
      token_ttl: '5m',
      token_max_ttl: '5m',
    };
    const paths = [
      ['keys/KEY', 'read'],
      ['sign/KEY/*', 'update'],
      ['verify/KEY/*', 'update'],
      ['hmac/KEY/*', 'update'],
    ].map(([path, right]) => `path "transit/${path}" { capabilities = ["${right}"] }`);
    return [
      'vault auth enable -path=github jwt # once for each Vault',
      `vault write auth/github/config oidc_discovery_url=${issuer} bound_issuer=${issuer}`,
      `vault policy write sign-${nameOf(site)} - <<'HCL'`,
      ...paths,
      'HCL',
      `vault write auth/github/role/sign-${nameOf(site)} - <<'JSON'`,
      json(role),
      'JSON',
    ];
  },
};

/** The command that stores a value for jobs of the environment. `value` null: it is asked for, and never shown. */
export const storeLine = ({ target, environment }: IdentitySite, name: string, value: string | null): string => {
  const where = `--env ${environment} --repo ${slugOf(target) ?? 'OWNER/REPO'}`;
  return value === null ? `gh secret set ${name} ${where}` : `gh variable set ${name} ${where} --body '${value}'`;
};
