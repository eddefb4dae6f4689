import {
  isTokenOf,
  type RegistryCredential,
  registryCredentials,
  type TrustingRegistry,
} from '../../ecosystems/registry-credentials.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import type { StoredSecrets } from '../../model/settings.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const OIDC = 'https://docs.github.com/en/actions/reference/security/oidc' as const;

export default defineControl({
  id: 'package-trusted-publishing',
  number: '3.07',
  section: 'sign',
  tier: 'must',
  title: 'Packages are published by identity, not with tokens',
  why: 'Stolen publishing tokens are the most common way to ship a malicious version, and a token that does not exist cannot be stolen.',
  trap: 'Renaming the workflow file breaks the trust without a word until the next release. npm looks at the workflow that calls, PyPI refuses reusable ones, and npm refuses self-hosted runners. Tokens stay valid until somebody revokes them.',
  docs: [OIDC, 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi'],
  rules: {
    'published-with-token': 'A stored token publishes, where the registry would trust the workflow.',
    'published-without-identity':
      'The job that publishes may not mint an identity, so something stored somewhere is its right.',
    'token-still-stored': 'The workflow publishes by identity, and a token of the registry is still stored.',
    'trust-without-environment':
      'The job that publishes names no environment, so any run of the workflow file may publish.',
  },
  needs: ['tree', 'texts'],
  uses: ['storedSecrets'],

  detect({ tree, texts }, { storedSecrets }, target) {
    const set = workflowsIn(texts);
    const credentials = registryCredentials(set, texts);
    const unread = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    if (credentials.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'packages may be published from where nobody could look', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow publishes to a registry that trusts workflows' };
    }
    const tokens = credentials.flatMap(tokenFindings);
    const stored = storedSecrets.state === 'known' ? storedTokens(credentials, storedSecrets.value, target) : [];
    const findings = [
      ...tokens,
      ...credentials.flatMap(withoutIdentity),
      ...stored,
      ...withoutEnvironment(credentials),
    ];
    const limitedBy: readonly Limit[] = [
      { fact: 'storedSecrets' },
      ...unlisted(storedSecrets),
      ...unread,
      ...credentials.flatMap(unseen),
    ];
    const [first] = findings;
    if (first === undefined) {
      return credentials.every(({ by }) => by === 'unseen')
        ? {
            verdict: 'unknown',
            message: 'by what right packages are published does not stand in the workflow',
            limitedBy,
          }
        : { verdict: 'pass', message: 'packages are published by the identity of the workflow', limitedBy };
    }
    return { verdict: tokens.length > 0 ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'trust-the-workflow',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Register the workflow at the registry and drop the token',
      plan: ({ known, target }) => {
        const open = registryCredentials(workflowsIn(known.texts), known.texts).filter(({ by }) => by !== 'unseen');
        const onceEach = new Map(open.map((each) => [`${each.registry} ${each.publish.workflow.path}`, each]));
        return [...onceEach.values()].map((each) => register(each, target));
      },
    },
  ],
});

const unlisted = (stored: Fact<StoredSecrets>): readonly Limit[] =>
  stored.state === 'known' && stored.value.organization === null
    ? [
        {
          fact: 'storedSecrets',
          reason: 'forbidden',
          unlock: 'list the secrets that the organisation shares with this repository',
        },
      ]
    : [];

const NAMES: Readonly<Record<TrustingRegistry, string>> = {
  npm: 'npm',
  pypi: 'PyPI',
  crate: 'the crate registry',
  gem: 'RubyGems',
  nuget: 'NuGet',
};

function tokenFindings({ publish, registry, by, tokens }: RegistryCredential): readonly Finding[] {
  if (by !== 'token') return [];
  const base = {
    rule: 'published-with-token',
    message: `the job ${publish.job.id} publishes to ${NAMES[registry]} with a stored token`,
    expected: 'id-token: write and a trusted publisher at the registry',
  };
  const route = `${registry}.${publish.job.route.join('.')}`;
  if (tokens.length === 0) {
    return [{ ...base, observed: 'setup-trusted-publisher: false', location: publish.place, route }];
  }
  const onceEach = new Map(tokens.map((token) => [`${token.secret} ${token.route.join('.')}`, token]));
  return [...onceEach.values()].map(({ secret, place, route: at }) => ({
    ...base,
    observed: `the secret ${secret}`,
    location: place,
    route: `${registry}.${publish.place.line}.${at.join('.')}`,
  }));
}

const withoutIdentity = ({ publish, registry, by }: RegistryCredential): readonly Finding[] =>
  by !== 'stored'
    ? []
    : [
        {
          rule: 'published-without-identity',
          message: `the job ${publish.job.id} publishes to ${NAMES[registry]} without an identity, and with what instead does not stand in the workflow`,
          observed: publish.how,
          expected: 'id-token: write and a trusted publisher at the registry',
          location: publish.place,
          route: `${registry}.${publish.place.line}.${publish.job.route.join('.')}`,
        },
      ];

const withoutEnvironment = (credentials: readonly RegistryCredential[]): readonly Finding[] =>
  [...new Map(credentials.map((each) => [each.publish.job, each])).values()]
    .filter(({ by, publish }) => by === 'identity' && publish.job.environment === null)
    .map(({ publish, registry }) => ({
      rule: 'trust-without-environment',
      message: `the job ${publish.job.id} publishes to ${NAMES[registry]} and names no environment`,
      observed: 'no environment',
      expected: 'an environment, named at the registry as well',
      location: publish.job.place,
      route: publish.job.route.join('.'),
    }));

function storedTokens(
  credentials: readonly RegistryCredential[],
  stored: StoredSecrets,
  target: Target,
): readonly Finding[] {
  const registries = [...new Set(credentials.filter(({ by }) => by === 'identity').map(({ registry }) => registry))];
  const all = [
    ...stored.repository.map(({ name }) => ({ name, page: 'secrets' })),
    ...(stored.organization ?? []).map(({ name }) => ({ name, page: 'organization-secrets' })),
  ];
  return all.flatMap(({ name, page }) => {
    const registry = registries.find((each) => isTokenOf(each, name));
    if (registry === undefined) return [];
    return [
      {
        rule: 'token-still-stored',
        message: `${NAMES[registry]} trusts the workflow, and the secret ${name} is still stored`,
        observed: name,
        expected: 'no token: revoke it at the registry, then delete the secret',
        location: { endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/actions/${page}` },
      },
    ];
  });
}

const unseen = ({ by, publish }: RegistryCredential): readonly Limit[] =>
  by === 'unseen'
    ? [
        {
          fact: 'texts',
          reason: 'unresolvable',
          unlock: `say by what right line ${publish.place.line} of ${publish.place.path} publishes`,
          at: publish.place.path,
        },
      ]
    : [];

/** What each registry wants to be told, and whether the package must exist before (their documentation). */
const FORMS: Readonly<Record<TrustingRegistry, readonly string[]>> = {
  npm: [
    'npm: settings of the package <NAME> → Trusted publisher → GitHub Actions; the first version must exist; choose the allowed actions',
    '# npm 11.5.1 or newer on a GitHub-hosted runner, no NODE_AUTH_TOKEN; then disallow tokens in the settings of the package',
    '# a repository with the immutable OIDC subject: try a staged publish first, the exchange may answer 404',
  ],
  pypi: [
    'PyPI: project <NAME> → Publishing (before the first version: a pending publisher)',
    '# no password, and not from a reusable workflow',
  ],
  crate: [
    'the crate registry: settings of <NAME> → Trusted Publishing; the first version must exist',
    '# rust-lang/crates-io-auth-action gives the token for CARGO_REGISTRY_TOKEN',
  ],
  gem: [
    'RubyGems: the gem <NAME> → Trusted publishers (before the first version: a pending publisher)',
    '# rubygems/release-gem or rubygems/configure-rubygems-credentials without a token',
  ],
  nuget: ['NuGet: account → Trusted Publishing', '# NuGet/login gives a key that lives for an hour'],
};

function register({ registry, publish, tokens }: RegistryCredential, target: Target): ManualStep {
  const { workflow, job } = publish;
  const [owner = 'OWNER', name = 'REPO'] = (slugOf(target) ?? 'OWNER/REPO').split('/');
  return {
    kind: 'manual',
    summary: `let ${NAMES[registry]} trust ${workflow.path}`,
    why: 'the registry then gives each run a token of its own, which is worth nothing minutes later',
    lines: [
      ...FORMS[registry],
      `owner: ${owner}   repository: ${name}   workflow file: ${workflow.path.split('/').at(-1) ?? ''}   environment: ${job.environment?.value ?? 'release'}`,
      `# in the job ${job.id}`,
      ...(job.environment === null ? ['environment: release'] : []),
      'permissions: # in addition to what the job has',
      '  id-token: write',
      ...[...new Set(tokens.map(({ secret }) => secret))].map(
        (secret) => `# after the first release without it: revoke the token in ${secret}, and delete the secret`,
      ),
    ],
    url: OIDC,
    path: workflow.path,
  };
}
