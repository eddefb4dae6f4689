import { describe, expect, test } from 'vitest';
import { cloudTrustLines } from '../../src/controls/cloud-trust.ts';
import { exactSubjects, type IdentitySite, issuerOf } from '../../src/controls/oidc-subject.ts';
import {
  IMAGE_METHODS,
  isSigningChoice,
  SIGNING_METHODS,
  type SigningChoice,
} from '../../src/controls/signing-method.ts';
import { signingSetup } from '../../src/controls/signing-setup.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { RepositoryFacts } from '../../src/model/repository.ts';
import { parsePack } from '../../src/templating/pack-manifest.ts';
import { builtInFiles, packOf } from '../templating/packs.ts';

const SOURCE = { via: 'api', at: 'test' } as const;
const UNSEEN = unknown('not-asked', 'ask', SOURCE);
const REPOSITORY: RepositoryFacts = {
  id: '22',
  ownerId: '11',
  ownerKind: 'organization',
  visibility: 'public',
  archived: false,
  fork: false,
  template: false,
  defaultBranch: 'main',
  permissions: { admin: true, push: true },
};
const target = {
  mode: 'api',
  host: 'github.com',
  owner: 'octo',
  name: 'app',
  base: { ref: 'main', sha: '0'.repeat(40), dirty: false },
} as const;
const site = (more: Partial<IdentitySite> = {}): IdentitySite => ({
  target,
  environment: 'release',
  repository: known(REPOSITORY, SOURCE),
  oidcSubject: UNSEEN,
  ...more,
});
const told = (prefix: string | null, immutable: boolean | null) =>
  known({ useDefault: true, claimKeys: [], immutable, prefix }, SOURCE);

describe('the subject of a job in an environment', () => {
  const texts = (more: Partial<IdentitySite>) => exactSubjects(site(more)).map(({ text }) => text);

  test('is what GitHub says it is', () => {
    expect(texts({ oidcSubject: told('repo:octo@11/app@22', true) })).toEqual([
      'repo:octo@11/app@22:environment:release',
    ]);
    expect(texts({ oidcSubject: told(null, false) })).toEqual(['repo:octo/app:environment:release']);
    expect(texts({ oidcSubject: told(null, true) })).toEqual(['repo:octo@11/app@22:environment:release']);
  });

  test('has two forms while nobody knows', () => {
    expect(texts({})).toEqual(['repo:octo/app:environment:release', 'repo:octo@11/app@22:environment:release']);
    expect(texts({ repository: UNSEEN })[1]).toBe('repo:octo@<owner id>/app@<repository id>:environment:release');
  });

  test('is issued by the host', () => {
    expect(['github.com', 'octo.ghe.com', 'git.octo.example'].map(issuerOf)).toEqual([
      'https://token.actions.githubusercontent.com',
      'https://token.actions.octo.ghe.com',
      'https://git.octo.example/_services/token',
    ]);
  });
});

describe('the trust of a cloud', () => {
  const SUBJECT = 'repo:octo@11/app@22:environment:release';
  const lines = (cloud: Parameters<typeof cloudTrustLines>[0]) =>
    cloudTrustLines(cloud, site({ oidcSubject: told('repo:octo@11/app@22', true) }));
  const inQuotes = (text: string | undefined): unknown => JSON.parse(/'(\{.*\})'/u.exec(text ?? '')?.[1] ?? '');

  test('compares subject and audience for equality at AWS', () => {
    expect(inQuotes(lines('aws').find((line) => line.includes('create-role')))).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': SUBJECT,
            },
          },
        },
      ],
    });
  });

  test('is one federated credential at Azure', () => {
    expect(inQuotes(lines('azure').find((line) => line.includes('federated')))).toEqual({
      name: 'github-release',
      issuer: 'https://token.actions.githubusercontent.com',
      subject: SUBJECT,
      audiences: ['api://AzureADTokenExchange'],
    });
  });

  test('asks for the numbers of owner and repository at Google', () => {
    expect(lines('google').join('\n')).toContain(
      "assertion.repository_owner_id == '11' && assertion.repository_id == '22' && assertion.environment == 'release'",
    );
    expect(lines('google').join('\n')).toContain(`/subject/${SUBJECT}'`);
  });

  test('is bound to repository and environment in Vault, for minutes', () => {
    const role: unknown = JSON.parse(lines('vault').find((line) => line.startsWith('{')) ?? '');
    expect(role).toMatchObject({
      bound_subject: SUBJECT,
      bound_claims: { repository_id: '22', environment: 'release' },
      token_ttl: '5m',
    });
  });

  test('warns of a subject made of other keys', () => {
    const oidcSubject = known(
      { useDefault: false, claimKeys: ['repo', 'context'], immutable: false, prefix: null },
      SOURCE,
    );
    expect(cloudTrustLines('aws', site({ oidcSubject }))[0]).toContain('repo, context');
  });
});

describe('what a way to sign needs', () => {
  const PACK = packOf(parsePack(builtInFiles()));
  const PATH = '.github/workflows/release.yml';
  const methods = Object.keys(SIGNING_METHODS).filter(isSigningChoice);
  const sources = builtInFiles();
  const PARTIALS: Readonly<Partial<Record<SigningChoice, readonly string[]>>> = {
    openpgp: ['sign-gpg-environment'],
    'azure-artifact-signing': ['sign-azure-login', 'sign-azure-artifact-signing'],
    'azure-key-vault': ['sign-azure-login'],
    'azure-key-vault-authenticode': ['sign-azure-login', 'sign-azure-key-vault-windows'],
    'aws-kms': ['sign-aws-kms'],
    'google-kms': ['sign-gcp-kms'],
    'vault-transit': ['sign-vault-transit'],
    'macos-notarize': ['sign-macos-notarize'],
  };

  test('can be chosen in the templates under the same names', () => {
    const choices = (id: string) => PACK.templates.find((each) => each.id === id)?.inputs.signing?.choices;
    expect(new Set(choices('release-binaries'))).toEqual(new Set(methods));
    expect(choices('release-container')).toEqual(IMAGE_METHODS);
  });

  test('is nothing without a key', () => {
    for (const method of ['automatic', 'keyless', 'attestation-only'] as const)
      expect(signingSetup(method, site(), PATH)).toEqual([]);
  });

  test.each(Object.entries(PARTIALS))('%s stores every variable and secret that its steps read', (method, partials) => {
    const text = partials.map((id) => sources[`partials/${id}.hbs`]).join('\n');
    const names = [...text.matchAll(/\b(vars|secrets)\.([A-Z][A-Z0-9_]*)/gu)];
    expect(names.length).toBeGreaterThan(0);
    const [step] = isSigningChoice(method) ? signingSetup(method, site(), PATH) : [];
    const lines = step?.lines.join('\n') ?? '';
    for (const [, kind, name] of names)
      expect(lines).toContain(
        `gh ${kind === 'vars' ? 'variable' : 'secret'} set ${name} --env release --repo octo/app`,
      );
  });

  test.each(['azure-key-vault', 'aws-kms', 'google-kms', 'vault-transit'] as const)(
    '%s says which key users know',
    (method) => {
      const lines = signingSetup(method, site(), PATH).flatMap((step) => step.lines);
      expect(lines).toContainEqual(expect.stringMatching(/^cosign public-key --key \w+:\/\/\S+ > cosign\.pub/u));
      expect(lines).toContain("gh variable set SIGNING_KEY_SHA256 --env release --repo octo/app --body 'NUMBER'");
    },
  );

  test('never shows a secret, nor puts one on a command line', () => {
    for (const method of methods)
      for (const line of signingSetup(method, site(), PATH).flatMap((step) => step.lines))
        expect(line).not.toMatch(/gh secret set .*--body/u);
  });

  test('leads to a second repository when the key is on a private network', () => {
    const [step] = signingSetup('private-runner', site(), PATH);
    expect(step?.lines.join('\n')).toContain('harden-builds templates render sign-private-runner');
  });
});
