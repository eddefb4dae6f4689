import { unknown } from '../../src/model/fact.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const ON = { secretScanning: true, pushProtection: true };
const base = { securityAnalysis: ON, repository: PUBLIC } as const;
// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `${'gh'}p_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'}`;
const GROWN = `${'gh'}s_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'.repeat(14)}`;
const KEY = `${'-----BEGIN'} PRIVATE KEY-----`;
const file = (line: string) => ({ '.github/workflows/ci.yml': workflow(`- run: ${line}`) });

export const cases: readonly ControlCase[] = [
  { name: 'both on, none found', files: file('make'), facts: base, verdict: 'pass' },
  {
    name: 'no push protection',
    files: file('make'),
    facts: { ...base, securityAnalysis: { ...ON, pushProtection: false } },
    verdict: 'partial',
    gap: true,
    findings: ['push-protection-off'],
    offers: ['switch-on-push-protection'],
  },
  {
    name: 'both off',
    files: file('make'),
    facts: { ...base, securityAnalysis: { secretScanning: false, pushProtection: false } },
    verdict: 'fail',
    findings: ['scanning-off', 'push-protection-off'],
  },
  {
    name: 'a token in a workflow, although all is on',
    files: file(`curl -H "Authorization: ${TOKEN}"`),
    facts: base,
    verdict: 'fail',
    findings: ['plaintext-secret .github/workflows/ci.yml:9'],
    offers: ['revoke-and-remove'],
  },
  {
    name: 'a long token of an installation',
    files: file(`echo ${GROWN}`),
    verdict: 'fail',
    findings: ['plaintext-secret .github/workflows/ci.yml:9'],
  },
  {
    name: 'a private key in a script',
    files: { 'deploy.sh': `cat <<X\n${KEY}\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}\nX\n` },
    verdict: 'fail',
    findings: ['plaintext-secret deploy.sh:2'],
  },
  { name: 'a script that looks for keys', files: { 'scan.sh': `grep -r "${KEY}" .\n` }, facts: base, verdict: 'pass' },
  { name: 'a token in a document is not run', files: { 'README.md': TOKEN }, facts: base, verdict: 'pass' },
  {
    name: 'a token that is plainly none',
    files: file(`echo ${'gh'}p_${'x'.repeat(36)}`),
    facts: base,
    verdict: 'pass',
  },
  {
    name: 'the password of a registry',
    files: {
      '.github/workflows/ci.yml': workflow('- run: make', {
        job: '    container:\n      image: r.example/x\n      credentials:\n        username: u\n        password: hunter22\n    services:\n      db:\n        image: r.example/y\n        credentials:\n          username: u\n          password: ${{ secrets.P }}',
      }),
    },
    facts: base,
    verdict: 'fail',
    findings: ['plaintext-secret .github/workflows/ci.yml:12'],
  },
  {
    name: 'a workflow that cannot be read',
    files: { '.github/workflows/x.yml': BROKEN },
    facts: base,
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a private repository with scanning off, perhaps without a licence',
    facts: { repository: PRIVATE, securityAnalysis: { secretScanning: false, pushProtection: false } },
    verdict: 'unknown',
    says: 'unsupported: look whether Secret Protection is licensed',
  },
  {
    name: 'a private repository without the switch',
    facts: { repository: PRIVATE, securityAnalysis: { secretScanning: null, pushProtection: null } },
    verdict: 'not-applicable',
  },
  {
    name: 'a host that does not tell',
    facts: { ...base, securityAnalysis: { secretScanning: true, pushProtection: null } },
    verdict: 'unknown',
  },
  {
    name: 'a script that cannot be read',
    facts: {
      ...base,
      texts: { 'deploy.sh': { path: 'deploy.sh', unreadable: 'too-large', detail: 'over the limit of 512 kB' } },
    },
    verdict: 'partial',
    gap: false,
    says: 'make deploy.sh readable',
  },
  {
    name: 'no push protection, and texts were not read',
    facts: { ...base, securityAnalysis: { ...ON, pushProtection: false }, texts: FORBIDDEN },
    verdict: 'partial',
    gap: true,
    findings: ['push-protection-off'],
    says: 'forbidden: log in',
  },
  {
    name: 'texts were not read',
    facts: { ...base, texts: unknown('unreachable', 'read the files', { via: 'git', at: 'test' }) },
    verdict: 'partial',
    gap: false,
  },
  { name: 'the token may not look', files: file('make'), facts: { securityAnalysis: FORBIDDEN }, verdict: 'unknown' },
  {
    name: 'an archived repository',
    facts: {
      securityAnalysis: { secretScanning: false, pushProtection: false },
      repository: { ...PUBLIC, archived: true },
    },
    verdict: 'not-applicable',
  },
  {
    name: 'a leak, and what GitHub scans is not known',
    files: { 'deploy.sh': `cat <<X\n${KEY}\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}\nX\n` },
    facts: { repository: PUBLIC, securityAnalysis: FORBIDDEN },
    verdict: 'fail',
    says: 'administrator',
  },
];
