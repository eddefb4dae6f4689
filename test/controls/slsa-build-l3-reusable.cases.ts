import type { ControlCase } from './control-case.ts';
import { BROKEN, release, workflow } from './sample-facts.ts';

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
    says: 'unresolvable: look whether octo/builders/.github/workflows/b.yml@v1 builds and attests',
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
  {
    name: 'a person uploads the files',
    files: GO,
    facts: { latestRelease: release('octocat', 'app') },
    verdict: 'not-applicable',
  },
  {
    name: 'a person uploads the files, or a workflow that cannot be read',
    files: { ...GO, [PATH]: BROKEN },
    facts: { latestRelease: release('octocat', 'app') },
    verdict: 'unknown',
    unseen: ['texts: unreadable'],
  },
  {
    name: 'a builder of SLSA for one release, a workflow of another repository for the other',
    files: {
      ...GO,
      [PATH]: calling('slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml@v2.1.0', MINT),
      '.github/workflows/second.yml': calling('octo/builders/.github/workflows/b.yml@v1', MINT),
    },
    verdict: 'unknown',
  },
  {
    name: 'a reusable workflow of the same repository for one release, the other inline',
    files: {
      ...GO,
      [PATH]: calling('./.github/workflows/build.yml', MINT),
      [BUILD]: workflow(`- run: go build ./...\n${ATTEST}`, { on: '\n  workflow_call:' }),
      '.github/workflows/second.yml': workflow(`${ATTEST}\n- run: gh release upload "$TAG" dist/app`),
    },
    verdict: 'fail',
    findings: [`own-reusable ${BUILD}:11`, 'built-inline .github/workflows/second.yml:9'],
  },
  {
    name: 'attested inline, beside a workflow of another repository that may attest',
    files: {
      ...GO,
      [PATH]: calling('octo/builders/.github/workflows/b.yml@v1', MINT).replace(
        '    steps:\n',
        '    steps:\n      - uses: actions/attest@v4\n        with: { subject-path: dist/* }\n',
      ),
    },
    verdict: 'fail',
    findings: [`built-inline ${PATH}:11`],
  },
  {
    name: 'a reusable workflow that tests and attests, of what another job builds',
    files: {
      ...GO,
      [PATH]: calling('./.github/workflows/build.yml', MINT).replace(
        '    steps:\n',
        '    steps:\n      - run: go build ./...\n',
      ),
      [BUILD]: workflow(`- run: go test ./...\n${ATTEST}`, { on: '\n  workflow_call:' }),
    },
    verdict: 'partial',
    gap: true,
    findings: [`attests-without-building ${BUILD}:11`],
  },
];
