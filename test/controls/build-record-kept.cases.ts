import type { ControlCase } from './control-case.ts';
import { BROKEN } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const RECORD = '- run: echo "$ImageOS $ImageVersion"';

type Given = {
  readonly on?: string;
  readonly top?: readonly string[];
  readonly job?: readonly string[];
  readonly upload?: string;
};

const release = (
  steps: readonly string[],
  { on = '{ push: { tags: [v*] } }', top = [], job = [], upload = 'dist/app' }: Given = {},
) => ({
  'package.json': '{}',
  [PATH]: [
    `on: ${on}`,
    ...top,
    'jobs:',
    '  build:',
    '    runs-on: ubuntu-24.04',
    ...job.map((line) => `    ${line}`),
    '    permissions: { contents: write }',
    '    steps:',
    '      - run: npm run build',
    ...steps.map((line) => `      ${line}`),
    `      - run: gh release create v1 ${upload}`,
    '',
  ].join('\n'),
});
const days = (kept: number, maximumDays: number | null = 90) => ({ artifactRetention: { days: kept, maximumDays } });
const cancels = (group: string) => ['concurrency:', `  group: ${group}`, '  cancel-in-progress: true'];

export const cases: readonly ControlCase[] = [
  { name: 'written down, and kept', files: release([RECORD]), facts: days(90), verdict: 'pass' },
  {
    name: 'written down, and part of the release',
    files: release(['- run: echo "$ImageVersion" > dist/build-record.txt'], { upload: 'dist/*' }),
    facts: days(5),
    verdict: 'pass',
    says: 'part of the release',
  },
  {
    name: 'written down by tee, and named in the upload',
    files: release(['- run: echo "$ImageVersion" | tee record.txt'], { upload: 'dist/app record.txt' }),
    verdict: 'pass',
  },
  {
    name: 'written down beside the release',
    files: release(['- run: echo "$ImageVersion" > logs/record.txt'], { upload: 'dist/*' }),
    facts: days(5),
    verdict: 'partial',
    gap: true,
    findings: ['short-retention'],
    says: 'kept for 5 days only',
    offers: ['keep-longer', 'record-by-hand'],
  },
  {
    name: 'not written down, and logs are kept',
    files: release([]),
    facts: days(90),
    verdict: 'partial',
    gap: true,
    findings: [`no-record ${PATH}:8`],
    offers: ['write-record', 'record-by-hand'],
  },
  {
    name: 'neither',
    files: release([]),
    facts: days(89),
    verdict: 'fail',
    findings: [`no-record ${PATH}:8`, 'short-retention'],
    says: '; 2 such findings in all',
    offers: ['write-record', 'keep-longer', 'record-by-hand'],
    curedByHand: true,
  },
  {
    name: 'the organisation keeps less',
    files: release([RECORD]),
    facts: days(30, 30),
    verdict: 'partial',
    gap: true,
    offers: ['record-by-hand'],
  },
  {
    name: 'written down, and for how long is not known',
    files: release([RECORD]),
    verdict: 'unknown',
    says: 'written down',
  },
  { name: 'not written down, and for how long is not known', files: release([]), verdict: 'unknown', says: '1 of 1' },
  {
    name: 'a container does not see the machine',
    files: release([], { job: ['container: node:22'] }),
    facts: days(90),
    verdict: 'partial',
    gap: true,
    offers: ['record-by-hand'],
  },
  {
    name: 'one of two releases is not written down',
    files: { ...release([RECORD]), '.github/workflows/second.yml': release([])[PATH] ?? '' },
    facts: days(5),
    verdict: 'partial',
    gap: true,
    findings: ['no-record .github/workflows/second.yml:8', 'short-retention'],
    curedByHand: true,
  },
  {
    name: 'one release carries its record, the other only logs it',
    files: {
      ...release([RECORD]),
      '.github/workflows/second.yml':
        release(['- run: echo "$ImageVersion" > record.txt'], { upload: 'record.txt' })[PATH] ?? '',
    },
    facts: days(5),
    verdict: 'partial',
    gap: true,
    findings: ['short-retention'],
  },
  {
    name: 'two releases, of which only one has a job on the machine itself',
    files: {
      ...release([]),
      '.github/workflows/second.yml': release([], { job: ['container: node:22'] })[PATH] ?? '',
    },
    facts: days(90),
    verdict: 'partial',
    gap: true,
    offers: ['write-record', 'record-by-hand'],
    curedByHand: true,
  },
  {
    name: 'a newer push stops the release',
    files: release([RECORD], { on: '{ push: { branches: [main] } }', top: cancels('release-${{ github.ref }}') }),
    facts: days(90),
    verdict: 'partial',
    gap: true,
    findings: [`release-cancelled ${PATH}:4`],
  },
  {
    name: 'every tag is a group of its own',
    files: release([RECORD], { top: cancels('release-${{ github.ref }}') }),
    facts: days(90),
    verdict: 'pass',
  },
  {
    name: 'all tags are one group',
    files: release([RECORD], { top: cancels('release') }),
    facts: days(90),
    verdict: 'partial',
    gap: true,
    findings: [`release-cancelled ${PATH}:4`],
  },
  {
    name: 'every run is a group of its own',
    files: release([RECORD], { on: '{ push: { branches: [main] } }', top: cancels('release-${{ github.run_id }}') }),
    facts: days(90),
    verdict: 'pass',
  },
  {
    name: 'a job that is stopped',
    files: release([RECORD], { job: cancels('one') }),
    facts: days(90),
    verdict: 'partial',
    gap: true,
    findings: [`release-cancelled ${PATH}:7`],
  },
  {
    name: 'a release that waits',
    files: release([RECORD], { top: ['concurrency:', '  group: release', '  cancel-in-progress: false'] }),
    facts: days(90),
    verdict: 'pass',
  },
  {
    name: 'a checkout without a remote has no setting',
    files: release([RECORD]),
    facts: days(5),
    target: { owner: null, name: null },
    verdict: 'partial',
    gap: true,
    offers: ['record-by-hand'],
  },
  {
    name: 'nothing is released',
    files: { [PATH]: 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n' },
    facts: days(5),
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, facts: days(90), verdict: 'unknown' },
  {
    name: 'one of two uploads carries the record',
    files: release(['- run: echo "$ImageVersion" > record.txt', '- run: gh release upload v1 record.txt']),
    facts: days(5),
    verdict: 'pass',
  },
  {
    name: 'a release that is called, or started by hand, may be of a tag',
    files: release([RECORD], {
      on: '{ workflow_call: null, workflow_dispatch: null }',
      top: cancels('release-${{ github.ref }}'),
    }),
    facts: days(90),
    verdict: 'pass',
  },
];
