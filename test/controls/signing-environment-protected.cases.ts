import type { Environment } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN, PUBLIC, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const SIGN = '- run: gpg --detach-sign app\n  env:\n    KEY: ${{ secrets.KEY }}';
const files = (steps: string, job?: string) => ({
  'package.json': '{}',
  [PATH]: workflow(steps, job === undefined ? {} : { job }),
});
const signed = files(SIGN, '    environment: Release');
const NO_SECRETS = { repository: [], organization: null };
const GOOD: Environment = {
  name: 'release',
  reviewers: 1,
  preventSelfReview: false,
  waitMinutes: 0,
  refs: { patterns: [{ name: 'v*', kind: 'tag' }] },
  canAdminsBypass: false,
  secrets: null,
};
const facts = (changed: Partial<Environment>) => ({
  environments: [{ ...GOOD, ...changed }],
  storedSecrets: NO_SECRETS,
});

export const cases: readonly ControlCase[] = [
  { name: 'protected', files: signed, facts: facts({}), verdict: 'pass' },
  { name: 'protected branches only', files: signed, facts: facts({ refs: 'protected-branches' }), verdict: 'pass' },
  {
    name: 'no environment',
    files: files(SIGN),
    verdict: 'fail',
    findings: [`no-environment ${PATH}:6`],
    offers: ['name-the-environment', 'protect-environment-by-hand'],
  },
  {
    name: 'the environment does not exist',
    files: signed,
    facts: { ...facts({}), environments: [] },
    verdict: 'fail',
    findings: [`environment-absent ${PATH}:8`],
    offers: ['protect-environment-by-hand'],
  },
  {
    name: 'no rules at all',
    files: signed,
    facts: facts({ reviewers: 0, refs: 'any' }),
    verdict: 'fail',
    findings: ['environment-open'],
    offers: ['limit-environment-refs', 'protect-environment-by-hand'],
  },
  {
    name: 'no rules, archived',
    files: signed,
    facts: { ...facts({ reviewers: 0, refs: 'any' }), repository: { ...PUBLIC, archived: true } },
    verdict: 'fail',
    offers: ['protect-environment-by-hand'],
  },
  {
    name: 'a pattern for every branch is no limit',
    files: signed,
    facts: facts({ reviewers: 0, refs: { patterns: [{ name: '*', kind: 'branch' }] } }),
    verdict: 'fail',
  },
  {
    name: 'nobody approves',
    files: signed,
    facts: facts({ reviewers: 0 }),
    verdict: 'partial',
    gap: true,
    findings: ['no-reviewers'],
  },
  {
    name: 'any ref',
    files: signed,
    facts: facts({ refs: 'any' }),
    verdict: 'partial',
    gap: true,
    findings: ['any-ref'],
  },
  {
    name: 'administrators get past',
    files: signed,
    facts: facts({ canAdminsBypass: true }),
    verdict: 'partial',
    gap: true,
    findings: ['admins-bypass'],
  },
  {
    name: 'whether they do is not told',
    files: signed,
    facts: facts({ canAdminsBypass: null }),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'patterns could not be read',
    files: signed,
    facts: facts({ refs: { patterns: null } }),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'the key is the repository’s',
    files: signed,
    facts: { ...facts({}), storedSecrets: { repository: [{ name: 'KEY', updatedAt: '' }], organization: null } },
    verdict: 'partial',
    gap: true,
    findings: ['secret-outside'],
  },
  {
    name: 'the secrets could not be seen',
    files: signed,
    facts: { environments: [GOOD] },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'environments could not be seen',
    files: signed,
    facts: { environments: FORBIDDEN },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a computed environment',
    files: files(SIGN, '    environment: ${{ inputs.where }}'),
    facts: facts({}),
    verdict: 'partial',
    gap: false,
    says: 'expression',
  },
  {
    name: 'keyless signing needs none',
    files: files('- run: cosign sign-blob --yes app', '    permissions:\n      id-token: write'),
    verdict: 'not-applicable',
  },
  {
    name: 'the token of the job is no key',
    files: files('- run: gh release upload v1 app\n  env:\n    GH_TOKEN: ${{ secrets.GITHUB_TOKEN }}'),
    verdict: 'not-applicable',
  },
  {
    name: 'trusted by a registry',
    files: files('- run: npm publish', '    permissions:\n      id-token: write'),
    verdict: 'fail',
  },
  {
    name: 'logs in to a cloud by identity',
    files: files('- uses: azure/login@v2\n  with:\n    client-id: x\n- run: cosign sign-blob --key "$KEY" app'),
    verdict: 'fail',
  },
  {
    name: 'a secret in a job that neither signs nor publishes',
    files: files('- run: make\n  env:\n    KEY: ${{ secrets.KEY }}'),
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'one environment is open, another waits for nobody',
    files: {
      'package.json': '{}',
      [PATH]: workflow(SIGN, { job: '    environment: Release' }),
      '.github/workflows/second.yml': workflow(SIGN),
    },
    facts: facts({ reviewers: 0 }),
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'a pattern for every tag is a limit',
    files: signed,
    facts: facts({ refs: { patterns: [{ name: '*', kind: 'tag' }] } }),
    verdict: 'pass',
  },
  {
    name: 'a pattern for some branches is a limit',
    files: signed,
    facts: facts({ refs: { patterns: [{ name: 'release/*', kind: 'branch' }] } }),
    verdict: 'pass',
  },
  {
    name: 'another secret is the repository’s',
    files: signed,
    facts: {
      environments: [GOOD],
      storedSecrets: { repository: [{ name: 'OTHER', updatedAt: '2026-10-01T00:00:00Z' }], organization: [] },
    },
    verdict: 'pass',
  },
  {
    name: 'by what right it publishes is not seen',
    files: files('- run: cargo publish'),
    verdict: 'not-applicable',
  },
  {
    name: 'no rules at all, and whether administrators get past is not told',
    files: signed,
    facts: facts({ reviewers: 0, refs: 'any', canAdminsBypass: null }),
    verdict: 'fail',
    unseen: ['environments: unserved'],
  },
];
