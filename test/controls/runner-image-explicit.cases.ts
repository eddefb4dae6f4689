import type { ControlCase } from './control-case.ts';
import { BROKEN, DIGEST } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const RELEASE = '.github/workflows/release.yml';

type Job = { readonly runsOn?: string; readonly more?: readonly string[]; readonly run?: string };

const job = ({ runsOn = 'ubuntu-24.04', more = [], run = 'npm test' }: Job, on = 'push'): string =>
  [
    `on: ${on}`,
    'permissions: {}',
    'jobs:',
    '  build:',
    `    runs-on: ${runsOn}`,
    ...more.map((line) => `    ${line}`),
    '    steps:',
    `      - run: ${run}`,
    '',
  ].join('\n');

const ci = (given: Job) => ({ 'package.json': '{}', [PATH]: job(given) });
const release = (given: Job) => ({
  'package.json': '{"name":"app"}',
  [RELEASE]: job({ run: 'npm run build && npm publish', ...given }),
});
const matrix = (...values: readonly string[]): Job => ({
  runsOn: '${{ matrix.os }}',
  more: ['strategy:', '  matrix:', `    os: [${values.join(', ')}]`],
});
const image = (dockerfile: string, push = true) => ({
  Dockerfile: dockerfile,
  [RELEASE]: [
    'on: push',
    'permissions: {}',
    'jobs:',
    '  image:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    '      - uses: docker/build-push-action@v6',
    `        with: { push: ${push}, tags: ghcr.io/octo/app }`,
    '',
  ].join('\n'),
});

const DIGESTS = {
  'docker.io/library/node:latest': { digest: DIGEST, source: 'registry' },
  'docker.io/library/postgres:17': { digest: DIGEST, source: 'repository' },
} as const;

/** A workflow that others call, and that is started by hand; `more` are lines of its second job. */
const called = (input: string, more = 'run: echo'): string =>
  [
    'on:',
    '  workflow_call:',
    '    inputs:',
    `      machine: ${input}`,
    '  workflow_dispatch: {}',
    'permissions: {}',
    'jobs:',
    '  build:',
    '    name: on ${{ inputs.machine }}',
    '    runs-on: ${{ inputs.machine }}',
    '    steps:',
    '      - run: npm test',
    `      - ${more}`,
    '',
  ].join('\n');

export const cases: readonly ControlCase[] = [
  {
    name: 'the machine comes from an input whose default floats',
    files: { 'package.json': '{}', [PATH]: called('{ type: string, default: ubuntu-latest }') },
    verdict: 'partial',
    gap: true,
    findings: [`floating-label ${PATH}:4`],
    offers: ['name-image-of-today', 'name-image-by-hand'],
  },
  {
    name: 'the machine comes from an input that steps ask as well',
    files: {
      'package.json': '{}',
      [PATH]: called('{ type: string, default: ubuntu-latest }', 'run: echo ${{ inputs.machine }}'),
    },
    verdict: 'partial',
    gap: true,
    offers: ['name-image-by-hand'],
    curedByHand: true,
  },
  {
    name: 'the machine comes from an input, and a job of the repository asks for one that floats',
    files: {
      'package.json': '{}',
      [PATH]: called('{ type: string, default: ubuntu-24.04 }'),
      '.github/workflows/calls.yml': [
        'on: push',
        'permissions: {}',
        'jobs:',
        '  call:',
        `    uses: ./${PATH}`,
        '    with: { machine: windows-latest }',
        '',
      ].join('\n'),
    },
    verdict: 'partial',
    gap: true,
    findings: ['floating-label .github/workflows/calls.yml:6'],
    offers: ['name-image-of-today', 'name-image-by-hand'],
  },
  {
    name: 'the machine comes from an input whose default is an image',
    files: { 'package.json': '{}', [PATH]: called('{ type: string, default: ubuntu-24.04 }') },
    verdict: 'unknown',
  },
  { name: 'an explicit label', files: ci({}), verdict: 'pass' },
  { name: 'an explicit label for Arm', files: ci({ runsOn: 'ubuntu-26.04-arm' }), verdict: 'pass' },
  {
    name: 'an explicit label of another vendor’s tools',
    files: ci({ runsOn: 'windows-2025-vs2026' }),
    verdict: 'pass',
  },
  {
    name: 'a floating label',
    files: ci({ runsOn: 'ubuntu-latest' }),
    verdict: 'partial',
    gap: true,
    findings: [`floating-label ${PATH}:5`],
    says: 'ubuntu-26.04',
    offers: ['name-image-of-today', 'name-image-by-hand'],
  },
  {
    name: 'a floating label in capitals, in a list',
    files: ci({ runsOn: '[Windows-Latest]' }),
    verdict: 'partial',
    gap: true,
    findings: [`floating-label ${PATH}:5`],
  },
  {
    name: 'a floating label without an explicit one',
    files: ci({ runsOn: 'ubuntu-slim' }),
    verdict: 'partial',
    gap: true,
    findings: [`floating-label ${PATH}:5`],
    offers: ['name-image-by-hand'],
  },
  {
    name: 'floating labels in a matrix that picks only machines',
    files: ci(matrix('ubuntu-latest', 'ubuntu-24.04', 'macos-latest')),
    verdict: 'partial',
    gap: true,
    findings: [`floating-label ${PATH}:8`, `floating-label ${PATH}:8`],
    offers: ['name-image-of-today', 'name-image-by-hand'],
  },
  {
    name: 'floating labels in a matrix that a step asks for are for a person',
    files: ci({ ...matrix('ubuntu-latest', 'macos-latest'), run: 'npm test -- ${{ matrix.os }}' }),
    verdict: 'partial',
    gap: true,
    offers: ['name-image-by-hand'],
  },
  {
    name: 'two values of a matrix that would become one are for a person',
    files: ci(matrix('ubuntu-latest', 'ubuntu-26.04')),
    verdict: 'partial',
    gap: true,
    offers: ['name-image-by-hand'],
  },
  {
    name: 'labels that an expression chooses from are for a person',
    files: ci({ ...matrix('macos-latest'), runsOn: "${{ matrix.os || 'ubuntu-latest' }}" }),
    verdict: 'partial',
    gap: true,
    findings: [`floating-label ${PATH}:8`, `floating-label ${PATH}:5`],
    offers: ['name-image-by-hand'],
  },
  {
    name: 'a label to write, and one in a matrix to leave',
    files: {
      ...ci({ runsOn: 'macos-latest' }),
      '.github/workflows/b.yml': job({ ...matrix('ubuntu-latest'), run: 'npm test ${{ matrix.os }}' }),
    },
    verdict: 'partial',
    gap: true,
    offers: ['name-image-of-today', 'name-image-by-hand'],
    curedByHand: true,
  },
  {
    name: 'an image that ends',
    files: ci({ runsOn: 'ubuntu-22.04' }),
    verdict: 'partial',
    gap: true,
    findings: [`retiring-label ${PATH}:5`],
    says: '2027-04-17',
  },
  {
    name: 'an image whose end has come',
    files: ci({ runsOn: 'ubuntu-22.04' }),
    observedAt: '2027-04-17T08:00:00.000Z',
    verdict: 'fail',
    findings: [`retired-label ${PATH}:5`],
  },
  {
    name: 'an image that is gone',
    files: ci({ runsOn: 'ubuntu-20.04' }),
    verdict: 'fail',
    findings: [`retired-label ${PATH}:5`],
    offers: ['name-image-by-hand'],
  },
  { name: 'a label of your own is no mistake', files: ci({ runsOn: 'big-box' }), verdict: 'unknown', says: 'big-box' },
  { name: 'a machine of your own', files: ci({ runsOn: '[self-hosted, gpu]' }), verdict: 'unknown' },
  { name: 'a group', files: ci({ runsOn: '{ group: fast }' }), verdict: 'unknown', says: 'fast' },
  { name: 'a computed label', files: ci({ runsOn: '${{ vars.RUNNER }}' }), verdict: 'unknown' },
  {
    name: 'one computed label beside an explicit one',
    files: { ...ci({}), '.github/workflows/b.yml': job({ runsOn: '${{ inputs.os }}' }) },
    verdict: 'partial',
    gap: false,
    says: 'inputs.os',
  },
  {
    name: 'a job that only publishes does not count',
    files: {
      [RELEASE]: job({ runsOn: 'ubuntu-latest', run: 'gh release create v1 dist/app' }),
      ...ci({}),
    },
    verdict: 'pass',
  },
  {
    name: 'a job that neither builds nor installs does not count',
    files: { ...ci({}), '.github/workflows/label.yml': job({ runsOn: 'ubuntu-latest', run: 'echo hello' }) },
    verdict: 'pass',
  },
  { name: 'a container by digest', files: ci({ more: [`container: node@${DIGEST}`] }), verdict: 'pass' },
  {
    name: 'a container by tag',
    files: ci({ more: ['container:', '  image: node:22'] }),
    verdict: 'partial',
    gap: true,
    findings: [`image-by-tag ${PATH}:7`],
  },
  {
    name: 'containers whose digests are known',
    files: release({ more: ['container: "node"', 'services: { db: { image: postgres:17 } }'] }),
    facts: { imagePins: DIGESTS },
    verdict: 'fail',
    findings: [`image-floating ${RELEASE}:6`, `image-by-tag ${RELEASE}:7`],
    offers: ['name-image-of-today', 'name-image-by-hand'],
  },
  {
    name: 'a container whose digest is known, and one whose is not',
    files: ci({ more: ['container: node:latest', 'services: { db: { image: mysql:9 } }'] }),
    facts: { imagePins: DIGESTS },
    verdict: 'partial',
    gap: true,
    offers: ['name-image-of-today', 'name-image-by-hand'],
    curedByHand: true,
  },
  {
    name: 'images of a matrix and of a Dockerfile are for a person, with the digest',
    files: {
      ...image('FROM node\n'),
      ...ci({ more: ['container: ${{ matrix.i }}', 'strategy: { matrix: { i: [node] } }'] }),
    },
    facts: { imagePins: DIGESTS },
    verdict: 'fail',
    offers: ['name-image-by-hand'],
  },
  {
    name: 'a floating container of a test',
    files: ci({ more: ['container: node:latest'] }),
    verdict: 'partial',
    gap: true,
    findings: [`image-floating ${PATH}:6`],
  },
  {
    name: 'a floating container of a release',
    files: release({ more: ['container: node'] }),
    verdict: 'fail',
    findings: [`image-floating ${RELEASE}:6`],
  },
  {
    name: 'a container of a release by tag',
    files: release({ more: ['container: node:22'] }),
    verdict: 'partial',
    gap: true,
    findings: [`image-by-tag ${RELEASE}:6`],
  },
  {
    name: 'a floating service of a release is not in what ships',
    files: release({ more: ['services:', '  db: { image: postgres }'] }),
    verdict: 'partial',
    gap: true,
    findings: [`image-floating ${RELEASE}:7`],
  },
  {
    name: 'a registry with a port is no tag',
    files: release({ more: ['container: localhost:5000/node'] }),
    verdict: 'fail',
    findings: [`image-floating ${RELEASE}:6`],
  },
  {
    name: 'images from a matrix, each for itself',
    files: ci({ more: ['container: gcc:${{ matrix.v }}', 'strategy:', '  matrix:', '    v: [13, latest]'] }),
    verdict: 'partial',
    gap: true,
    findings: [`image-by-tag ${PATH}:6`, `image-floating ${PATH}:6`],
  },
  {
    name: 'a matrix without a container',
    files: ci({ more: ['container: ${{ matrix.image }}', 'strategy:', '  matrix:', "    image: ['']"] }),
    verdict: 'pass',
  },
  {
    name: 'a computed image',
    files: { ...ci({ more: ['container: ${{ vars.IMAGE }}'] }), '.github/workflows/b.yml': job({}) },
    verdict: 'partial',
    gap: false,
    says: 'vars.IMAGE',
  },
  {
    name: 'a container of a job that builds nothing is looked at too',
    files: { '.github/workflows/label.yml': job({ more: ['container: alpine'], run: 'echo hello' }) },
    verdict: 'partial',
    gap: true,
    findings: ['image-floating .github/workflows/label.yml:6'],
  },
  {
    name: 'an image built upon a digest',
    files: image(
      `ARG BASE=alpine@${DIGEST}\nFROM $BASE AS build\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\n`,
    ),
    verdict: 'pass',
  },
  {
    name: 'a released image built upon a floating one',
    files: image('FROM --platform=$BUILDPLATFORM node AS build\nFROM build\n'),
    verdict: 'fail',
    findings: ['image-floating Dockerfile:1'],
  },
  {
    name: 'a released image that copies from a tag',
    files: image(`FROM alpine@${DIGEST}\nCOPY --from=golang:1.25 /usr/local/go /go\n`),
    verdict: 'partial',
    gap: true,
    findings: ['image-by-tag Dockerfile:2'],
  },
  {
    name: 'a released image built upon something computed',
    files: image('ARG BASE\nFROM ${BASE}\n'),
    verdict: 'unknown',
    says: 'line 2 of Dockerfile',
  },
  {
    name: 'nothing is built',
    files: { '.github/workflows/label.yml': job({ run: 'echo hello' }) },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'an image that CI builds too is what a release carries, whichever comes first',
    files: {
      ...image('FROM node\n'),
      [PATH]: job({ run: 'docker build .' }),
      '.github/workflows/z.yml': job({ run: 'docker build .' }),
    },
    verdict: 'fail',
    findings: ['image-floating Dockerfile:1'],
    says: 'the image node without a tag',
  },
];
