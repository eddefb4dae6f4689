import { unknown } from '../../src/model/fact.ts';
import { branchRule } from './branch-rule.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const REVIEW = '- uses: actions/dependency-review-action@v5\n  with:\n    fail-on-severity: high';
const file = (steps: string, options: { on?: string; job?: string } = {}) => ({
  '.github/workflows/review.yml': workflow(steps, { on: 'pull_request', ...options }),
});
const CHECKED = [branchRule('required_status_checks', { requiredChecks: ['work'] })];
const base = { repository: PUBLIC, branchProtection: null, branchRules: CHECKED } as const;
const LICENCE = unknown('unsupported', 'Code Security must be enabled', { via: 'api', at: 'test' });

export const cases: readonly ControlCase[] = [
  { name: 'a required review', files: file(REVIEW), facts: base, verdict: 'pass' },
  { name: 'rules cannot be seen', files: file(REVIEW), verdict: 'partial', gap: false },
  {
    name: 'the check is not required',
    files: file(REVIEW),
    facts: { ...base, branchRules: [branchRule('required_status_checks', { requiredChecks: ['build'] })] },
    verdict: 'partial',
    gap: true,
    findings: ['not-required .github/workflows/review.yml:9'],
    offers: ['screen-pull-requests'],
  },
  {
    name: 'the check has the name of the job',
    files: file(REVIEW, { job: '    name: Review' }),
    facts: { ...base, branchRules: [branchRule('required_status_checks', { requiredChecks: ['CI / Review'] })] },
    verdict: 'pass',
  },
  {
    name: 'whole workflows are required',
    files: file(REVIEW),
    facts: { ...base, branchRules: [branchRule('workflows')] },
    verdict: 'pass',
  },
  {
    name: 'it only warns',
    files: file(`${REVIEW}\n    warn-only: true`),
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['warn-only .github/workflows/review.yml:12'],
  },
  {
    name: 'its failure does not count',
    files: file(`${REVIEW}\n  continue-on-error: true`),
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['warn-only .github/workflows/review.yml:9'],
  },
  {
    name: 'it looks at licences only',
    files: file(`${REVIEW}\n    vulnerability-check: false`),
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['vulnerabilities-ignored .github/workflows/review.yml:12'],
  },
  {
    name: 'a configuration file decides',
    files: file(`${REVIEW}\n    config-file: ./review.yml`),
    facts: base,
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'it runs on pushes only',
    curedByHand: true,
    files: file(REVIEW, { on: 'push' }),
    facts: base,
    verdict: 'fail',
    findings: ['not-screened'],
  },
  {
    name: 'no review',
    files: file('- run: make'),
    facts: base,
    verdict: 'fail',
    offers: ['review-dependencies', 'screen-pull-requests'],
    curedByHand: true,
  },
  {
    name: 'the review of another repository',
    files: {
      '.github/workflows/r.yml':
        'on: pull_request\njobs:\n  r:\n    uses: octo/.github/.github/workflows/dependency-review.yml@main\n',
    },
    verdict: 'unknown',
    says: 'octo/.github',
  },
  { name: 'a workflow that cannot be read', files: { '.github/workflows/x.yml': BROKEN }, verdict: 'unknown' },
  { name: 'nothing to screen', files: { 'README.md': 'x' }, verdict: 'not-applicable' },
  {
    name: 'a private repository without a licence',
    files: file('- run: make'),
    facts: { repository: PRIVATE, codeScanningSetup: LICENCE },
    verdict: 'not-applicable',
  },
  {
    name: 'a private repository, licence not known',
    files: file('- run: make'),
    facts: { repository: PRIVATE, codeScanningSetup: FORBIDDEN },
    verdict: 'unknown',
    says: 'forbidden: log in',
  },
  {
    name: 'an archived repository',
    files: file('- run: make'),
    facts: { repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  {
    name: 'one of two reviews is required',
    files: {
      ...file(REVIEW),
      '.github/workflows/second.yml': workflow(REVIEW, { on: 'pull_request', job: '    name: second' }),
    },
    facts: base,
    verdict: 'pass',
  },
  {
    name: 'a review in a workflow that others call, perhaps for pull requests',
    files: file(REVIEW, { on: 'workflow_call' }),
    facts: base,
    verdict: 'pass',
  },
  {
    name: 'a review that also runs on pushes',
    files: file(REVIEW, { on: '[push, pull_request]' }),
    facts: base,
    verdict: 'pass',
  },
];
