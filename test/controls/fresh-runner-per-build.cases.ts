import type { ControlCase } from './control-case.ts';
import { BROKEN, PRIVATE, PUBLIC } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const on = (runsOn: string, step = 'npm test') => ({
  'package.json': '{}',
  [PATH]: `on: push\njobs:\n  build:\n    runs-on: ${runsOn}\n    steps:\n      - run: ${step}\n`,
});
const RELEASE = 'npm publish';
const runner = (ephemeral: boolean) => [
  { name: 'box', ephemeral, labels: ['self-hosted', 'linux', 'big'], version: null, groupId: null },
];

export const cases: readonly ControlCase[] = [
  { name: 'hosted', files: on('ubuntu-24.04'), verdict: 'pass' },
  {
    name: 'hosted, chosen by an expression',
    files: on("${{ inputs.arm && 'ubuntu-24.04-arm' || 'ubuntu-24.04' }}"),
    verdict: 'pass',
  },
  { name: 'hosted, on Arm', files: on('ubuntu-24.04-arm'), verdict: 'pass' },
  {
    name: 'self-hosted and ephemeral',
    files: on('[self-hosted, big]'),
    facts: { selfHostedRunners: runner(true), repository: PUBLIC },
    verdict: 'pass',
  },
  {
    name: 'a release from a machine that is kept',
    files: on('[self-hosted, big]', RELEASE),
    facts: { selfHostedRunners: runner(false), repository: PRIVATE },
    verdict: 'fail',
    findings: [`persistent-release-runner ${PATH}:4`],
    offers: ['use-hosted-runner', 'make-runner-ephemeral'],
  },
  {
    name: 'a build on a machine that is kept, in public',
    files: on('self-hosted'),
    facts: { selfHostedRunners: runner(false), repository: PUBLIC },
    verdict: 'fail',
    findings: [`persistent-build-runner ${PATH}:4`],
  },
  {
    name: 'a build on a machine that is kept, in private',
    files: on('self-hosted'),
    facts: { selfHostedRunners: runner(false), repository: PRIVATE },
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'a build on a machine that is kept, and the visibility is not known',
    files: on('self-hosted'),
    facts: { selfHostedRunners: runner(false) },
    verdict: 'unknown',
  },
  { name: 'the runners are not known', files: on('self-hosted'), facts: { repository: PUBLIC }, verdict: 'unknown' },
  {
    name: 'a label of your own may be a larger hosted runner',
    files: on('big-hosted'),
    facts: { selfHostedRunners: [], repository: PUBLIC },
    verdict: 'unknown',
  },
  { name: 'a computed runner', files: on('${{ vars.RUNNER }}'), verdict: 'unknown' },
  { name: 'nothing is built', files: on('self-hosted', 'echo hello'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a release and a build on kept machines, in private',
    files: {
      ...on('[self-hosted, big]', RELEASE),
      '.github/workflows/tests.yml':
        'on: push\njobs:\n  build:\n    runs-on: self-hosted\n    steps:\n      - run: npm test\n',
    },
    facts: { selfHostedRunners: runner(false), repository: PRIVATE },
    verdict: 'fail',
  },
  {
    name: 'of two runners with the label one is kept',
    files: on('[self-hosted, big]'),
    facts: {
      selfHostedRunners: [
        ...runner(true),
        { name: 'old', ephemeral: false, labels: ['self-hosted', 'big'], version: null, groupId: null },
      ],
      repository: PUBLIC,
    },
    verdict: 'fail',
    findings: [`persistent-build-runner ${PATH}:4`],
  },
  {
    name: 'a kept runner with only one of the labels does not get the job',
    files: on('[self-hosted, big]'),
    facts: {
      selfHostedRunners: [
        ...runner(true),
        { name: 'old', ephemeral: false, labels: ['self-hosted', 'small'], version: null, groupId: null },
      ],
      repository: PUBLIC,
    },
    verdict: 'pass',
  },
  {
    name: 'of two runners with the label one does not say whether it is kept',
    files: on('[self-hosted, big]'),
    facts: {
      selfHostedRunners: [
        ...runner(true),
        { name: 'new', ephemeral: null, labels: ['self-hosted', 'big'], version: null, groupId: null },
      ],
      repository: PUBLIC,
    },
    verdict: 'unknown',
  },
  {
    name: 'no runner has the label',
    files: on('[self-hosted, huge]'),
    facts: { selfHostedRunners: runner(false), repository: PUBLIC },
    verdict: 'unknown',
  },
  {
    name: 'a workflow that was not asked for keeps from passing',
    files: on('ubuntu-24.04'),
    facts: {
      tree: [
        { path: PATH, mode: '100644', oid: '' },
        { path: '.github/workflows/later.yml', mode: '100644', oid: '' },
      ],
    },
    verdict: 'partial',
    gap: false,
    says: 'read .github/workflows/later.yml',
  },
  {
    name: 'a link among the workflows and an unread document are no workflows',
    files: on('ubuntu-24.04'),
    facts: {
      tree: [
        { path: PATH, mode: '100644', oid: '' },
        { path: '.github/workflows/link.yml', mode: '120000', oid: '' },
        { path: 'docs/later.yml', mode: '100644', oid: '' },
      ],
    },
    verdict: 'pass',
  },
  {
    name: 'a build that another job of the workflow publishes',
    files: {
      ...on('self-hosted'),
      [PATH]: `${on('self-hosted')[PATH]}  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm publish\n`,
    },
    facts: { selfHostedRunners: runner(false), repository: PRIVATE },
    verdict: 'fail',
    findings: [`persistent-release-runner ${PATH}:4`],
    evidence: 'releases from a machine',
  },
  {
    name: 'a build that another job of the workflow only attests',
    files: {
      ...on('self-hosted'),
      [PATH]: `${on('self-hosted')[PATH]}  attest:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/attest@v4\n`,
    },
    facts: { selfHostedRunners: runner(false), repository: PRIVATE },
    verdict: 'partial',
    gap: true,
    findings: [`persistent-build-runner ${PATH}:4`],
    evidence: 'builds on a machine',
  },
  {
    name: 'a group does not tell which of the runners it has',
    files: on('{ group: fast }'),
    facts: { selfHostedRunners: runner(false), repository: PUBLIC },
    verdict: 'unknown',
  },
  {
    name: 'a build in a workflow that listens to tags and may write, with what it publishes by out of sight',
    files: {
      ...on('self-hosted'),
      [PATH]: on('self-hosted')[PATH].replace(
        'on: push',
        'on: { push: { tags: [v*] } }\npermissions: { contents: write }',
      ),
    },
    facts: { selfHostedRunners: runner(false), repository: PRIVATE },
    verdict: 'fail',
    findings: [`persistent-release-runner ${PATH}:5`],
  },
];
