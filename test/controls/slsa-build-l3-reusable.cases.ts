import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const BUILD = '.github/workflows/build.yml';
const GO = { 'go.mod': 'module x\n\ngo 1.24\n' };
const ATTEST = '- uses: actions/attest@v4\n  with:\n    subject-path: dist/*';
const calling = (uses: string, permissions: string) =>
  [
    'on: push',
    'permissions: {}',
    'jobs:',
    '  build:',
    `    permissions: { ${permissions} }`,
    `    uses: ${uses}`,
    '  publish:',
    '    needs: build',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    '      - run: gh release upload "$TAG" dist/app',
    '',
  ].join('\n');
const MINT = 'id-token: write, attestations: write';

export const cases: readonly ControlCase[] = [
  {
    name: 'a builder of SLSA',
    files: {
      ...GO,
      [PATH]: calling('slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml@v2.1.0', MINT),
    },
    verdict: 'pass',
  },
  {
    name: 'a generator signs what was built inline',
    files: {
      ...GO,
      [PATH]: calling(
        'slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.1.0',
        MINT,
      ),
    },
    verdict: 'partial',
    gap: true,
    findings: [`attests-without-building ${PATH}:6`],
  },
  {
    name: 'a workflow of another repository that may attest',
    files: { ...GO, [PATH]: calling('octo/builders/.github/workflows/b.yml@v1', MINT) },
    verdict: 'unknown',
  },
  {
    name: 'a workflow of another repository that cannot attest',
    files: { ...GO, [PATH]: calling('octo/builders/.github/workflows/b.yml@v1', 'contents: read') },
    verdict: 'fail',
    findings: [`built-inline ${PATH}:11`],
  },
  {
    name: 'a reusable workflow of the same repository',
    files: {
      ...GO,
      [PATH]: calling('./.github/workflows/build.yml', MINT),
      [BUILD]: workflow(`- run: go build ./...\n${ATTEST}`, { on: '\n  workflow_call:' }),
    },
    verdict: 'partial',
    gap: true,
    findings: [`own-reusable ${BUILD}:11`],
  },
  {
    name: 'a reusable workflow that only attests',
    files: {
      ...GO,
      [PATH]: calling('./.github/workflows/build.yml', MINT),
      [BUILD]: workflow(ATTEST, { on: '\n  workflow_call:' }),
    },
    verdict: 'partial',
    gap: true,
    findings: [`attests-without-building ${BUILD}:10`],
  },
  {
    name: 'built and attested inline',
    files: { ...GO, [PATH]: workflow(`- run: go build ./...\n${ATTEST}\n- run: gh release upload "$TAG" dist/app`) },
    verdict: 'fail',
    findings: [`built-inline ${PATH}:10`],
    says: 'Build Level 2',
  },
  {
    name: 'nothing is released',
    files: { 'README.md': '#' },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { ...GO, [PATH]: BROKEN }, verdict: 'unknown' },
];
