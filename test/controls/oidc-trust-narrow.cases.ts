import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const LOGIN = { [PATH]: workflow('- uses: azure/login@v2\n  with:\n    client-id: x') };
const trust = (subject: string) => ({
  ...LOGIN,
  'trust.tf': `# token.actions.githubusercontent.com\nsub = "${subject}"\n`,
});
/** A trust policy with conditions on these claims. */
const aws = (...claims: readonly string[]): string =>
  [
    '{"Statement": [{',
    '  "Effect": "Allow",',
    '  "Action": "sts:AssumeRoleWithWebIdentity",',
    '  "Principal": {',
    '    "Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"',
    '  },',
    '  "Condition": {"StringEquals": {',
    ...claims.map(
      (claim, n) =>
        `    "token.actions.githubusercontent.com:${claim}": "${claim === 'sub' ? 'repo:o/r:environment:release' : 'sts.amazonaws.com'}"${n < claims.length - 1 ? ',' : ''}`,
    ),
    '  }}',
    '}]}',
    '',
  ].join('\n');

export const cases: readonly ControlCase[] = [
  { name: 'one environment', files: trust('repo:o/r:environment:release'), verdict: 'pass' },
  { name: 'one environment, with numbers', files: trust('repo:o@1/r@2:environment:release'), verdict: 'pass' },
  {
    name: 'a branch',
    files: trust('repo:o/r:ref:refs/heads/main'),
    verdict: 'partial',
    gap: true,
    findings: ['subject-without-environment trust.tf:2'],
  },
  {
    name: 'any repository',
    files: trust('repo:o/*'),
    verdict: 'fail',
    findings: ['subject-wildcard trust.tf:2'],
    offers: ['narrow-the-subject'],
  },
  { name: 'any environment', files: trust('repo:o/r:environment:*'), verdict: 'fail' },
  { name: 'pull requests', files: trust('repo:o/r:pull_request'), verdict: 'fail' },
  {
    name: 'AWS, with subject and audience',
    files: { ...LOGIN, 'iam/trust.json': aws('sub', 'aud') },
    verdict: 'pass',
  },
  {
    name: 'AWS, and any token of GitHub for anybody',
    files: { ...LOGIN, 'iam/trust.json': aws('sub') },
    verdict: 'partial',
    gap: true,
    findings: ['audience-missing iam/trust.json:5'],
  },
  {
    name: 'AWS, and any repository',
    files: { ...LOGIN, 'iam/trust.json': aws('aud') },
    verdict: 'fail',
    findings: ['subject-missing iam/trust.json:5'],
    says: 'any repository on GitHub',
  },
  {
    name: 'AWS, with the issuer in a variable of Terraform',
    files: {
      ...LOGIN,
      'main.tf': [
        '# token.actions.githubusercontent.com',
        'actions = ["sts:AssumeRoleWithWebIdentity"]',
        'condition { variable = "${local.issuer}:sub" values = ["repo:o/r:environment:release"] }',
        'condition { variable = "${local.issuer}:aud" values = ["sts.amazonaws.com"] }',
        '',
      ].join('\n'),
    },
    verdict: 'pass',
  },
  {
    name: 'Google Cloud, and any repository',
    files: {
      ...LOGIN,
      'main.tf':
        'resource "google_iam_workload_identity_pool_provider" "a" {\n  issuer_uri = "https://token.actions.githubusercontent.com"\n}\n',
    },
    verdict: 'fail',
    findings: ['subject-missing main.tf:2'],
  },
  { name: 'a file about something else', files: { ...LOGIN, 'x.tf': 'sub = "repo:o/*"\n' }, verdict: 'unknown' },
  {
    name: 'a token with a subject of its own making does not tell what the cloud trusts',
    files: trust('repo:o/r:environment:release'),
    facts: {
      oidcSubject: { useDefault: false, claimKeys: ['repo', 'context'], immutable: true, prefix: 'repo:o@1/r@2' },
    },
    verdict: 'pass',
  },
  { name: 'the cloud side cannot be read', files: LOGIN, verdict: 'unknown' },
  { name: 'no cloud', files: { [PATH]: workflow('- run: make') }, verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'where trust is written down could not be read',
    files: LOGIN,
    unread: ['infra/trust.tf'],
    verdict: 'unknown',
    says: 'infra/trust.tf',
  },
  {
    name: 'a document that could not be read says nothing of trust',
    files: trust('repo:o/r:environment:release'),
    unread: ['README.md'],
    verdict: 'pass',
  },
  {
    name: 'a role of something else, and a document about the roles of workflows',
    files: {
      ...trust('repo:o/r:environment:release'),
      'eks.tf': 'action = "sts:AssumeRoleWithWebIdentity"\n',
      'docs/aws.md': 'token.actions.githubusercontent.com and sts:AssumeRoleWithWebIdentity\n',
    },
    verdict: 'pass',
  },
];
