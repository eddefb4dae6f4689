import type { BranchRule } from '../../src/model/settings.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const ci = (on: string, run = 'npm test') => ({
  'package.json': '{}',
  [PATH]: `on: ${on}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${run}\n`,
});
const SCHEDULE = "schedule: [{ cron: '7 3 * * 1' }]";
const rule = (type: string): BranchRule => ({
  type,
  rulesetId: null,
  sourceKind: 'repository',
  requireCodeOwnerReview: null,
  requiredApprovals: null,
  dismissStaleReviews: null,
  requireLastPushApproval: null,
  reviewedPatterns: [],
  requiredChecks: [],
});
const NO_QUEUE = { branchRules: [rule('pull_request')] };

export const cases: readonly ControlCase[] = [
  {
    name: 'every way to start',
    files: ci(`{ push: null, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: NO_QUEUE,
    verdict: 'pass',
  },
  {
    name: 'every way to start, in two workflows',
    files: {
      ...ci('[push, pull_request]'),
      '.github/workflows/weekly.yml': ci(`{ workflow_dispatch: null, ${SCHEDULE} }`)[PATH] ?? '',
    },
    facts: NO_QUEUE,
    verdict: 'pass',
  },
  {
    name: 'every way to start, through a caller',
    files: {
      ...ci('workflow_call'),
      '.github/workflows/start.yml': `on: { push: null, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }\njobs:\n  a:\n    uses: ./${PATH}\n`,
    },
    facts: NO_QUEUE,
    verdict: 'pass',
  },
  {
    name: 'whether there is a merge queue is not known',
    files: ci(`{ push: null, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'the merge queue would get its build',
    files: ci(`{ push: null, pull_request: null, merge_group: null, workflow_dispatch: null, ${SCHEDULE} }`),
    verdict: 'pass',
  },
  {
    name: 'a merge queue without a build',
    files: ci(`{ push: null, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: { branchRules: [rule('merge_queue')] },
    verdict: 'partial',
    gap: true,
    findings: [`no-merge-group ${PATH}:1`],
    offers: ['add-triggers', 'add-triggers-by-hand'],
  },
  {
    name: 'git events only, as a list',
    files: ci('[push, pull_request]'),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-manual-start ${PATH}:1`, `no-schedule ${PATH}:1`],
    offers: ['add-triggers', 'add-triggers-by-hand'],
  },
  {
    name: 'git events only, as a mapping with filters',
    files: ci('\n  push:\n    branches: [main]\n  pull_request:\n    paths: [src/**]'),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-manual-start ${PATH}:2`, `no-schedule ${PATH}:2`],
  },
  {
    name: 'one word',
    files: ci('push'),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-pull-request ${PATH}:1`, `no-manual-start ${PATH}:1`, `no-schedule ${PATH}:1`],
  },
  {
    name: 'pull requests of strangers with rights are another event',
    files: ci(`{ push: null, pull_request_target: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-pull-request ${PATH}:1`],
  },
  {
    name: 'a push of tags is no change',
    files: ci(`{ push: { tags: [v*] }, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-push ${PATH}:1`],
    offers: ['add-triggers-by-hand'],
  },
  {
    name: 'a push of tags and branches is one',
    files: ci(`{ push: { tags: [v*], branches: [main] }, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: NO_QUEUE,
    verdict: 'pass',
  },
  {
    name: 'nothing but a person starts it',
    files: ci('workflow_dispatch'),
    facts: NO_QUEUE,
    verdict: 'fail',
    findings: [
      `no-automatic-build ${PATH}:1`,
      `no-pull-request ${PATH}:1`,
      `no-push ${PATH}:1`,
      `no-schedule ${PATH}:1`,
    ],
  },
  {
    name: 'a schedule is automatic',
    files: ci(`{ ${SCHEDULE} }`),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-pull-request ${PATH}:1`, `no-push ${PATH}:1`, `no-manual-start ${PATH}:1`],
  },
  {
    name: 'a release workflow is not made startable by hand',
    files: ci('{ push: { branches: [main] }, pull_request: null }', 'npm test && npm publish'),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    offers: ['add-triggers-by-hand'],
  },
  {
    name: 'the workflow that does not release gets the triggers',
    files: {
      ...ci('[push, pull_request]'),
      '.github/workflows/a-release.yml': ci('[push, pull_request]', 'npm run build && npm publish')[PATH] ?? '',
    },
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-manual-start ${PATH}:1`, `no-schedule ${PATH}:1`],
  },
  { name: 'a labeler is no build', files: ci('issues', 'echo hello'), verdict: 'not-applicable' },
  {
    name: 'the build is in another repository',
    files: { [PATH]: 'on: push\njobs:\n  a:\n    uses: octo/ci/.github/workflows/build.yml@v1\n' },
    verdict: 'unknown',
    says: 'octo/ci',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a merge queue beside other rules',
    files: ci(`{ push: null, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: { branchRules: [rule('pull_request'), rule('merge_queue')] },
    verdict: 'partial',
    gap: true,
    findings: [`no-merge-group ${PATH}:1`],
  },
  {
    name: 'a workflow that builds nothing adds no way to start a build',
    files: {
      ...ci('[push, pull_request]'),
      '.github/workflows/stale.yml': `on: { workflow_dispatch: null, ${SCHEDULE} }\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo stale\n`,
    },
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    says: 'by hand',
  },
  {
    name: 'a push of tags without those to ignore is no push to a branch',
    files: ci(`{ push: { tags: [v*], paths: [src/**] }, pull_request: null, workflow_dispatch: null, ${SCHEDULE} }`),
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    says: 'pushes to a branch',
  },
  {
    name: 'of two workflows that build, the one with events of git is to be completed',
    files: {
      ...ci('workflow_dispatch'),
      '.github/workflows/tests.yml': ci('[push, pull_request]')[PATH] ?? '',
    },
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: ['no-schedule .github/workflows/tests.yml:1'],
  },
  {
    name: 'a linter with more events than the build is not what gets them',
    files: { ...ci('pull_request'), '.github/workflows/lint.yml': ci('[push, pull_request]')[PATH] ?? '' },
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: [`no-manual-start ${PATH}:1`, `no-schedule ${PATH}:1`],
    offers: ['add-triggers', 'add-triggers-by-hand'],
  },
  {
    name: 'a preview of pull requests is no place for a weekly build',
    files: {
      '.github/workflows/pr-netlify.yml': ci('[push, pull_request, workflow_dispatch]')[PATH] ?? '',
    },
    facts: NO_QUEUE,
    verdict: 'partial',
    gap: true,
    findings: ['no-schedule .github/workflows/pr-netlify.yml:1'],
    offers: ['add-triggers-by-hand'],
  },
];
