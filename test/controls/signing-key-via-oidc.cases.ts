import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const SIGN = '- run: cosign sign-blob --key "$KEY" app';
const files = (steps: string, job?: string) => ({
  [PATH]: workflow(`${steps}\n${SIGN}`, job === undefined ? {} : { job }),
});
const stored = (...names: readonly string[]) => ({
  storedSecrets: { repository: names.map((name) => ({ name, updatedAt: '2026-01-01T00:00:00Z' })), organization: null },
});
const login = (action: string, ...inputs: readonly string[]) =>
  `- uses: ${action}\n  with:\n${inputs.map((line) => `    ${line}`).join('\n')}`;
const AWS = login('aws-actions/configure-aws-credentials@v5', 'role-to-assume: ${{ vars.ROLE }}');

export const cases: readonly ControlCase[] = [
  { name: 'AWS by identity', files: files(AWS), facts: stored('OTHER', 'AZURE_CREDENTIALS'), verdict: 'pass' },
  { name: 'nobody looked at the secrets', files: files(AWS), verdict: 'partial', gap: false },
  {
    name: 'a key is still stored',
    files: files(AWS),
    facts: stored('AWS_SECRET_ACCESS_KEY'),
    verdict: 'partial',
    gap: true,
    findings: ['credentials-still-stored'],
  },
  {
    name: 'AWS with a stored key, role or not',
    files: files(
      login('aws-actions/configure-aws-credentials@v5', 'role-to-assume: x', 'aws-secret-access-key: ${{ secrets.K }}'),
    ),
    verdict: 'fail',
    findings: [`copied-credentials ${PATH}:12`],
    evidence: 'aws-secret-access-key: ${{ secrets.K }}',
    offers: ['log-in-by-identity'],
  },
  {
    name: 'Azure by identity',
    files: files(login('azure/login@v2', 'client-id: x', 'tenant-id: y')),
    facts: stored(),
    verdict: 'pass',
  },
  { name: 'Azure with creds', files: files(login('azure/login@v2', 'creds: ${{ secrets.C }}')), verdict: 'fail' },
  {
    name: 'Google by identity',
    files: files(login('google-github-actions/auth@v3', 'workload_identity_provider: x')),
    facts: stored(),
    verdict: 'pass',
  },
  {
    name: 'Google with a key',
    files: files(login('google-github-actions/auth@v3', 'credentials_json: ${{ secrets.C }}')),
    verdict: 'fail',
  },
  {
    name: 'a literal is not shown',
    files: files(login('google-github-actions/auth@v3', 'credentials_json: hunter2')),
    verdict: 'fail',
  },
  {
    name: 'Vault by identity',
    files: files(login('hashicorp/vault-action@v3', 'method: jwt', 'role: x')),
    facts: stored(),
    verdict: 'pass',
  },
  {
    name: 'Vault with a token',
    files: files(login('hashicorp/vault-action@v3', 'token: ${{ secrets.V }}')),
    verdict: 'fail',
  },
  {
    name: 'Vault that does not say',
    files: files(login('hashicorp/vault-action@v3', 'url: x')),
    facts: stored(),
    verdict: 'unknown',
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'two clouds by identity, and a key of one is still stored',
    files: files(`${AWS}\n${login('azure/login@v2', 'client-id: x', 'tenant-id: y')}`),
    facts: stored('AWS_SECRET_ACCESS_KEY'),
    verdict: 'partial',
    gap: true,
    findings: ['credentials-still-stored'],
  },
  {
    name: 'a stored key in the environment of the job',
    files: files('- run: "true"', '    env:\n      AWS_SECRET_ACCESS_KEY: ${{ secrets.K }}'),
    verdict: 'fail',
    findings: [`copied-credentials ${PATH}:9`],
  },
  {
    name: 'a variable without a secret',
    files: files('- run: "true"\n  env:\n    VAULT_TOKEN: ${{ steps.x.outputs.token }}'),
    verdict: 'not-applicable',
  },
  {
    name: 'a deployment is not about a signing key',
    files: { [PATH]: workflow(login('azure/login@v2', 'creds: ${{ secrets.C }}')) },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
];
