import type { Environment } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const files = (steps: string) => ({ [PATH]: workflow(steps) });
const step = (run: string, value = '${{ secrets.KEY }}') => files(`- run: ${run}\n  env:\n    KEY: ${value}`);
const KEY = { name: 'KEY', updatedAt: '2026-01-01T00:00:00Z' };
const environment = (secrets: Environment['secrets']): Environment => ({
  name: 'release',
  reviewers: 1,
  preventSelfReview: false,
  waitMinutes: 0,
  refs: 'any',
  canAdminsBypass: false,
  secrets,
});
const facts = { environments: [environment([KEY])], storedSecrets: { repository: [], organization: null } };
const MATERIAL = 'A'.repeat(64);
const HEADER = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');

export const cases: readonly ControlCase[] = [
  {
    name: 'printed, and stored twice',
    files: step('echo "$KEY"'),
    facts: { ...facts, storedSecrets: { repository: [KEY], organization: [] } },
    verdict: 'fail',
    findings: [`secret-printed ${PATH}:9`, 'stored-twice'],
  },
  { name: 'in the environment of the step', files: step('gpg --passphrase-fd 0 <<<"$KEY"'), facts, verdict: 'pass' },
  { name: 'piped to a program', files: step('echo "$KEY" | gpg --import'), facts, verdict: 'pass' },
  { name: 'written to a file', files: step('echo "$KEY" > key'), facts, verdict: 'pass' },
  { name: 'masked', files: step('echo "::add-mask::$KEY"'), facts, verdict: 'pass' },
  {
    name: 'whether it is there is printed',
    files: step('echo $KEY', "${{ secrets.KEY != '' }}"),
    facts,
    verdict: 'pass',
  },
  { name: 'another variable is printed', files: step('echo "$KEYS"'), facts, verdict: 'pass' },
  { name: 'nobody looked at the stored ones', files: step('sign'), verdict: 'partial', gap: false },
  {
    name: 'printed',
    files: step('echo "$KEY"'),
    verdict: 'fail',
    findings: [`secret-printed ${PATH}:9`],
    offers: ['look-at-each-secret'],
  },
  {
    name: 'in a script',
    files: files('- run: sign --password ${{ secrets.KEY }}'),
    verdict: 'fail',
    offers: ['hand-over-by-environment', 'look-at-each-secret'],
    findings: [`secret-in-script ${PATH}:9`],
  },
  {
    name: 'the token of the job is no such secret',
    files: files('- run: x ${{ secrets.GITHUB_TOKEN }}'),
    verdict: 'not-applicable',
  },
  {
    name: 'all at once',
    files: step('sign', '${{ toJSON(secrets) }}'),
    verdict: 'fail',
    findings: [`all-secrets ${PATH}:11`],
  },
  {
    name: 'a document',
    files: step('sign', '${{ fromJSON(secrets.KEY).part }}'),
    verdict: 'partial',
    gap: true,
    findings: [`structured-secret ${PATH}:11`],
  },
  {
    name: 'stored twice',
    files: step('sign'),
    facts: { ...facts, storedSecrets: { repository: [KEY], organization: null } },
    verdict: 'partial',
    gap: true,
    findings: ['stored-twice'],
    offers: ['renew-stored-secrets'],
  },
  {
    name: 'old ones, wherever they are stored',
    files: files(
      '- run: sign\n  env:\n    A: ${{ secrets.key }}\n    B: ${{ secrets.SHARED }}\n    C: ${{ secrets.TOKEN }}',
    ),
    facts: {
      environments: [environment([{ ...KEY, updatedAt: '2025-11-21T00:00:00Z' }])],
      storedSecrets: {
        repository: [
          { name: 'TOKEN', updatedAt: '2024-01-01T00:00:00Z' },
          { name: 'UNUSED', updatedAt: '2020-01-01T00:00:00Z' },
        ],
        organization: [{ name: 'SHARED', updatedAt: '2023-01-01T00:00:00Z' }],
      },
    },
    verdict: 'partial',
    gap: true,
    findings: ['old-secret', 'old-secret', 'old-secret'],
    offers: ['renew-stored-secrets'],
  },
  {
    name: 'a year ago to the day',
    files: step('sign'),
    facts: { ...facts, environments: [environment([{ ...KEY, updatedAt: '2025-11-22T12:00:00Z' }])] },
    verdict: 'pass',
  },
  {
    name: 'a day that cannot be read',
    files: step('sign'),
    facts: { ...facts, environments: [environment([{ ...KEY, updatedAt: '' }])] },
    verdict: 'pass',
  },
  {
    name: 'a key in a file',
    files: { 'docs/signing.md': `x\n${HEADER}\n${MATERIAL}\n` },
    verdict: 'fail',
    findings: ['key-in-repository docs/signing.md:2'],
  },
  { name: 'a document that shows the header', files: { 'README.md': `${HEADER}\n...\n` }, verdict: 'not-applicable' },
  { name: 'no secrets', files: files('- run: make'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'two workflows, one of which hands the secret to an action',
    files: {
      ...step('gpg --import <<<"$KEY"'),
      '.github/workflows/second.yml': workflow('- uses: octo/sign@v1\n  with:\n    key: ${{ secrets.KEY }}'),
    },
    facts,
    verdict: 'pass',
  },
];
