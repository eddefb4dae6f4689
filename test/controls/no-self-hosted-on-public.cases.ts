import type { ControlCase } from './control-case.ts';
import { BROKEN, PRIVATE, PUBLIC } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const ci = (runsOn: string, on = 'push', ...more: readonly string[]) => ({
  [PATH]: [
    `on: ${on}`,
    'jobs:',
    '  build:',
    `    runs-on: ${runsOn}`,
    ...more.map((line) => `    ${line}`),
    '    steps:',
    '      - run: make',
    '',
  ].join('\n'),
});
const box = (...labels: readonly string[]) => [
  { name: 'box', ephemeral: true, labels: ['self-hosted', ...labels], version: null, groupId: null },
];

export const cases: readonly ControlCase[] = [
  {
    name: 'only machines of GitHub',
    files: ci('ubuntu-latest', 'pull_request'),
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'pass',
  },
  {
    name: 'the runners are not known',
    files: ci('ubuntu-latest'),
    facts: { repository: PUBLIC },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'nothing was asked',
    files: ci('ubuntu-latest'),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a pull request runs on a machine of yours',
    files: ci('self-hosted', '[push, pull_request]'),
    facts: { repository: PUBLIC, selfHostedRunners: box() },
    verdict: 'fail',
    findings: [`reachable-by-strangers ${PATH}:4`],
    says: 'pull_request',
    offers: ['move-to-hosted', 'remove-runners'],
    curedByHand: true,
  },
  {
    name: 'a comment runs on a machine of yours',
    files: ci('[linux, self-hosted]', 'issue_comment'),
    facts: { repository: PUBLIC },
    verdict: 'fail',
    findings: [`reachable-by-strangers ${PATH}:4`],
  },
  {
    name: 'a run of strangers goes on on a machine of yours',
    files: ci('self-hosted', '{ workflow_run: { workflows: [ci] } }'),
    facts: { repository: PUBLIC },
    verdict: 'fail',
  },
  {
    name: 'a called workflow is reached through its caller',
    files: {
      ...ci('self-hosted', 'workflow_call'),
      '.github/workflows/pr.yml': `on: pull_request\njobs:\n  a:\n    uses: ./${PATH}\n`,
    },
    facts: { repository: PUBLIC },
    verdict: 'fail',
    findings: [`reachable-by-strangers ${PATH}:4`],
  },
  {
    name: 'only pushes run on a machine of yours',
    files: ci('self-hosted'),
    facts: { repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: [`self-hosted-job ${PATH}:4`],
  },
  {
    name: 'a runner waits, and no workflow asks for it',
    files: ci('ubuntu-latest'),
    facts: { repository: PUBLIC, selfHostedRunners: box() },
    verdict: 'partial',
    gap: true,
    findings: ['runner-registered'],
    offers: ['remove-runners'],
  },
  {
    name: 'a label that a registered runner has',
    files: ci('Big', 'pull_request'),
    facts: { repository: PUBLIC, selfHostedRunners: box('big') },
    verdict: 'fail',
    curedByHand: true,
    findings: [`reachable-by-strangers ${PATH}:4`],
  },
  {
    name: 'labels of which a registered runner has only one',
    files: ci('[big, gpu]', 'pull_request'),
    facts: { repository: PUBLIC, selfHostedRunners: box('big') },
    verdict: 'partial',
    gap: true,
    findings: ['runner-registered'],
    says: 'big, gpu',
  },
  {
    name: 'a label that may be a larger hosted runner',
    files: ci('big', 'pull_request'),
    facts: { repository: PUBLIC },
    verdict: 'unknown',
  },
  {
    name: 'a group',
    files: ci('{ group: fast }'),
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'unknown',
    says: 'fast',
  },
  {
    name: 'a computed machine',
    files: ci('${{ inputs.machine }}'),
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'unknown',
    says: 'inputs.machine',
  },
  {
    name: 'a choice between machines of GitHub',
    files: ci(
      "${{ github.event_name == 'push' && 'ubuntu-24.04' || matrix.os }}",
      'push',
      'strategy:',
      '  matrix:',
      '    os: [macos-15]',
    ),
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'pass',
  },
  {
    name: 'a choice that may be a machine of yours',
    files: ci("${{ github.event_name == 'push' && 'self-hosted' || 'ubuntu-24.04' }}", 'pull_request'),
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'fail',
    findings: [`reachable-by-strangers ${PATH}:4`],
  },
  {
    name: 'a choice of which one side is computed',
    files: ci("${{ inputs.machine || 'ubuntu-24.04' }}"),
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'unknown',
  },
  {
    name: 'a machine of yours in private',
    files: ci('self-hosted', 'pull_request'),
    facts: { repository: PRIVATE, selfHostedRunners: box() },
    verdict: 'not-applicable',
    says: 'private',
  },
  {
    name: 'a machine of yours, and the visibility is not known',
    files: ci('self-hosted', 'pull_request'),
    facts: { selfHostedRunners: box() },
    verdict: 'unknown',
  },
  {
    name: 'a broken workflow may ask for one',
    files: { ...ci('ubuntu-latest'), '.github/workflows/b.yml': BROKEN },
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'strangers reach one of two workflows on a machine of yours',
    files: {
      ...ci('self-hosted', 'pull_request'),
      '.github/workflows/nightly.yml': ci('self-hosted')[PATH] ?? '',
    },
    facts: { repository: PUBLIC, selfHostedRunners: [] },
    verdict: 'fail',
  },
];
