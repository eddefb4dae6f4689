import { readFileSync } from 'node:fs';
import type { Environment } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const signing = (run: string, job = '    environment: release') => ({
  [PATH]: workflow(`- run: ${run}\n  env:\n    KEY: \${{ secrets.KEY }}\n- run: gh release create v1 app`, {
    on: '{ push: { tags: [v*] } }',
    job,
  }),
});
const GPG = signing('gpg --batch --detach-sign app');
const COSIGN = signing('cosign sign-blob --key cosign.key app');
const key = (name: string): string => readFileSync(`test/fixtures/openpgp/${name}.asc`, 'utf8');
const PLAN = '# Verifying\n\n## The key\n\nThe signing key is rotated every year, and revoked when it is lost.\n';
const environment = (updatedAt: string): Environment => ({
  name: 'release',
  reviewers: 1,
  preventSelfReview: false,
  waitMinutes: 0,
  refs: 'any',
  canAdminsBypass: false,
  secrets: [{ name: 'KEY', updatedAt }],
});

export const cases: readonly ControlCase[] = [
  {
    name: 'a key that ends, and a plan',
    files: { ...GPG, KEYS: key('dated'), 'VERIFYING.md': PLAN },
    verdict: 'pass',
  },
  {
    name: 'a plan that names the day',
    files: { ...COSIGN, 'SECURITY.md': `${PLAN}It is replaced on 2027-03-01.\n` },
    verdict: 'pass',
  },
  {
    name: 'old keys are kept beside the one in use',
    files: { ...GPG, KEYS: `${key('expired')}${key('revoked')}${key('renewed')}`, 'VERIFYING.md': PLAN },
    verdict: 'pass',
  },
  {
    name: 'a plan, and only a day that is over',
    files: { ...COSIGN, 'SECURITY.md': `${PLAN}It was replaced on 2025-03-01.\n` },
    verdict: 'partial',
    gap: true,
    findings: [`no-date ${PATH}:10`],
    offers: ['write-the-plan'],
  },
  {
    name: 'a key that ends, and no plan',
    files: { ...GPG, 'release.asc': key('dated'), 'README.md': '# App\n\nAn API key expires after a day.\n' },
    verdict: 'partial',
    gap: true,
    findings: [`no-plan ${PATH}:10`],
  },
  {
    name: 'a plan, and a key without end',
    files: { ...GPG, KEYS: key('never'), 'VERIFYING.md': PLAN },
    verdict: 'partial',
    gap: true,
    findings: ['never-expires KEYS:1'],
  },
  {
    name: 'a plan, and a secret that nobody changed for years',
    files: { ...COSIGN, 'VERIFYING.md': PLAN },
    facts: {
      environments: [environment('2023-01-01T00:00:00Z')],
      storedSecrets: { repository: [], organization: null },
    },
    verdict: 'partial',
    gap: true,
    findings: [`no-date ${PATH}:10`, 'old-key-secret'],
  },
  {
    name: 'neither a plan nor a date',
    files: { ...GPG, 'README.md': '# App\n' },
    verdict: 'fail',
    findings: [`no-plan ${PATH}:10`],
    offers: ['write-the-plan'],
  },
  {
    name: 'the key has expired',
    files: { ...GPG, KEYS: key('expired'), 'VERIFYING.md': `${PLAN}Next: 2027-01-01.\n` },
    verdict: 'fail',
    findings: ['expired-key KEYS:1'],
    says: 'expired on 2024-01-01',
    evidence: 'valid until 2024-01-01',
    offers: ['renew-key', 'write-the-plan'],
  },
  {
    name: 'the key expires while nobody looks',
    files: { ...GPG, KEYS: key('dated'), 'VERIFYING.md': PLAN },
    observedAt: '2027-06-01T00:00:00.000Z',
    verdict: 'fail',
    findings: ['expired-key KEYS:1'],
  },
  {
    name: 'the key is revoked',
    files: { ...GPG, 'VERIFYING.md': `${PLAN}\n${key('revoked')}` },
    verdict: 'fail',
    findings: ['revoked-key VERIFYING.md:1'],
    evidence: 'a revoked key',
    offers: ['renew-key', 'write-the-plan'],
  },
  {
    name: 'an expired key of others, beside a signature that needs none',
    files: { ...COSIGN, KEYS: key('expired'), 'VERIFYING.md': `${PLAN}Next: 2027-01-01.\n` },
    verdict: 'pass',
  },
  {
    name: 'a damaged key',
    files: { ...GPG, KEYS: key('dated').replace(/\n.{20}/, '\n'), 'VERIFYING.md': PLAN },
    verdict: 'unknown',
    says: 'KEYS',
  },
  {
    name: 'without a key',
    files: signing('cosign sign-blob --yes --bundle app.sigstore.json app', '    permissions: { id-token: write }'),
    verdict: 'not-applicable',
  },
  {
    name: 'a service that renews its keys',
    files: { [PATH]: workflow('- uses: azure/artifact-signing-action@v1') },
    verdict: 'not-applicable',
  },
  { name: 'nothing is signed', files: { [PATH]: workflow('- run: make') }, verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'the key has expired, and another method signs as well',
    files: {
      [PATH]: workflow(
        '- run: gpg --detach-sign app\n- run: cosign sign-blob --key cosign.key app\n  env:\n    KEY: ${{ secrets.KEY }}',
      ),
      KEYS: key('expired'),
      'VERIFYING.md': PLAN,
    },
    verdict: 'fail',
    findings: ['expired-key KEYS:1'],
  },
  {
    name: 'documents that were not read are no keys',
    files: { ...GPG, KEYS: key('dated'), 'VERIFYING.md': PLAN },
    facts: {
      tree: [PATH, 'KEYS', 'VERIFYING.md', 'docs/other.md'].map((path) => ({ path, mode: '100644', oid: '' }) as const),
    },
    verdict: 'pass',
  },
  {
    name: 'the key ends at this very moment',
    files: { ...COSIGN, KEYS: key('dated'), 'VERIFYING.md': PLAN },
    observedAt: '2027-06-01T00:00:00.000Z',
    verdict: 'partial',
    gap: true,
    findings: [`no-date ${PATH}:10`],
  },
  {
    name: 'of two keys that have expired the later one counts',
    files: { ...GPG, KEYS: `${key('expired')}${key('dated')}`, 'VERIFYING.md': PLAN },
    observedAt: '2028-01-01T00:00:00.000Z',
    verdict: 'fail',
    says: 'expired on 2027-06-01',
  },
  {
    name: 'neither an expired nor a revoked key is one without end',
    files: { ...COSIGN, KEYS: `${key('expired')}${key('revoked')}`, 'VERIFYING.md': PLAN },
    verdict: 'partial',
    gap: true,
    findings: [`no-date ${PATH}:10`],
  },
  {
    name: 'a document that speaks of a key and of nothing that becomes of it',
    files: { ...GPG, KEYS: key('dated'), 'README.md': 'Releases are signed with a key.\n' },
    verdict: 'partial',
    gap: true,
    findings: [`no-plan ${PATH}:10`],
  },
  {
    name: 'a plan that names the present day',
    files: { ...COSIGN, 'SECURITY.md': `${PLAN}It is replaced on 2026-11-22.\n` },
    verdict: 'partial',
    gap: true,
    findings: [`no-date ${PATH}:10`],
  },
  {
    name: 'a secret that was changed lately, and an old one of something else',
    files: { ...COSIGN, 'VERIFYING.md': PLAN },
    facts: {
      environments: [environment('2026-10-01T00:00:00Z')],
      storedSecrets: { repository: [{ name: 'OTHER', updatedAt: '2023-01-01T00:00:00Z' }], organization: null },
    },
    verdict: 'partial',
    gap: true,
    findings: [`no-date ${PATH}:10`],
  },
];
