import type { ControlCase } from './control-case.ts';
import { BROKEN, PINNED_CHECKOUT, release, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const NODE = { 'package.json': '{ "scripts": { "test": "node --test" } }', 'package-lock.json': '{}' };
const CI = { ...NODE, [PATH]: workflow(`- uses: ${PINNED_CHECKOUT}\n- run: npm ci\n- run: npm test`) };
const ON = {
  actionsPolicy: { enabled: true, allowedActions: 'all', shaPinningRequired: false },
  workflowStates: [{ path: PATH, state: 'active' }],
  latestRelease: null,
} as const;

export const cases: readonly ControlCase[] = [
  { name: 'a workflow that tests', files: CI, facts: ON, verdict: 'pass', says: 'npm' },
  {
    name: 'released by a workflow',
    files: CI,
    facts: { ...ON, latestRelease: release('github-actions[bot]', 'app.tgz') },
    verdict: 'pass',
  },
  { name: 'nobody was asked whether it is switched on', files: CI, verdict: 'partial', gap: false },
  {
    name: 'a person uploads',
    files: CI,
    facts: { ...ON, latestRelease: release('octocat', 'app.tgz') },
    verdict: 'partial',
    gap: true,
    findings: ['uploaded-by-person'],
    curedByHand: true,
  },
  {
    name: 'the workflow is disabled',
    files: CI,
    facts: { ...ON, workflowStates: [{ path: PATH, state: 'disabled_manually' }] },
    verdict: 'partial',
    gap: true,
    findings: [`build-switched-off ${PATH}:1`],
    curedByHand: true,
  },
  {
    name: 'code, and no workflow',
    files: NODE,
    verdict: 'fail',
    findings: ['no-build'],
    offers: ['ci-node', 'describe-build'],
  },
  {
    name: 'a labeler is not a build',
    files: { ...NODE, [PATH]: workflow('- uses: actions/labeler@v5') },
    verdict: 'fail',
    offers: ['ci-node', 'describe-build'],
  },
  {
    name: 'another CI system builds',
    files: { ...NODE, Jenkinsfile: 'pipeline {}' },
    verdict: 'partial',
    gap: true,
    findings: ['built-elsewhere Jenkinsfile:1'],
  },
  {
    name: 'another CI system builds, with its file in a folder',
    files: { ...NODE, 'pipelines/azure-pipelines.release.yml': 'steps: []' },
    verdict: 'partial',
    gap: true,
    findings: ['built-elsewhere pipelines/azure-pipelines.release.yml:1'],
  },
  {
    name: 'what workflows take is no project',
    files: {
      '.github/requirements.txt': 'requests\n',
      [PATH]: 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ls\n',
    },
    verdict: 'not-applicable',
  },
  {
    name: 'the build may be in a workflow of somebody else',
    files: { ...NODE, [PATH]: 'on: push\njobs:\n  a:\n    uses: octo-org/shared/.github/workflows/ci.yml@v1\n' },
    verdict: 'unknown',
  },
  { name: 'the only workflow is broken', files: { ...NODE, [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'a lone Dockerfile is no code to build', files: { Dockerfile: 'FROM alpine\n' }, verdict: 'not-applicable' },
  { name: 'only documentation', files: { 'README.md': '# hello' }, verdict: 'not-applicable' },
];
