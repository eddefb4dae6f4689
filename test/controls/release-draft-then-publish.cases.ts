import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const files = (steps: string, options: Parameters<typeof workflow>[1] = {}) => ({ [PATH]: workflow(steps, options) });
const OFF = { immutableReleases: { enabled: false, enforcedByOwner: false } };
const ON = { immutableReleases: { enabled: true, enforcedByOwner: false } };
const UPLOAD = '- run: gh release upload "$TAG" app.tgz';
const PUBLISHED = '\n  release:\n    types: [published]';
const softprops = (ref: string, more = '') =>
  `- uses: softprops/action-gh-release@${ref}\n  with:\n    files: app.tgz${more}`;

/** Each of two jobs publishes a release of its own. */
const twoJobs = (...conditions: readonly string[]) => ({
  [PATH]: [
    'on: push',
    'jobs:',
    ...conditions.flatMap((condition, n) => [
      `  job${n}:`,
      `    if: ${condition}`,
      '    runs-on: ubuntu-24.04',
      '    steps:',
      '      - uses: softprops/action-gh-release@v3',
      '        with:',
      '          files: app.tgz',
    ]),
    '',
  ].join('\n'),
});

export const cases: readonly ControlCase[] = [
  {
    name: 'draft, upload, publish',
    files: files(
      `- run: |\n    gh release create "$TAG" --draft\n    gh release upload "$TAG" app.tgz\n    gh release edit "$TAG" --draft=false`,
    ),
    verdict: 'pass',
  },
  { name: 'create with files is one act', files: files('- run: gh release create "$TAG" app.tgz'), verdict: 'pass' },
  { name: 'a current softprops drafts by itself', files: files(softprops('v2.5.0')), verdict: 'pass' },
  { name: 'softprops by its major', files: files(softprops('v3')), verdict: 'pass' },
  {
    name: 'an old softprops',
    files: files(softprops('v1')),
    facts: ON,
    verdict: 'fail',
    findings: [`upload-after-publish ${PATH}:9`],
  },
  {
    name: 'an old softprops by commit',
    files: files(softprops(`${'a'.repeat(40)} # v2.4.1`)),
    facts: OFF,
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'an old softprops that makes a draft',
    files: files(softprops('v1', '\n    draft: true')),
    facts: ON,
    verdict: 'pass',
  },
  {
    name: 'two jobs of which only one ever runs',
    files: twoJobs("startsWith(github.ref, 'refs/tags/v')", "github.ref == 'refs/heads/main'"),
    facts: ON,
    verdict: 'pass',
  },
  {
    name: 'two jobs that run for the same tag',
    files: twoJobs("startsWith(github.ref, 'refs/tags/')", "startsWith(github.ref, 'refs/tags/v')"),
    facts: ON,
    verdict: 'fail',
    findings: [`several-jobs-publish ${PATH}:7`, `several-jobs-publish ${PATH}:14`],
  },
  {
    name: 'two steps of which only one ever runs',
    files: files(
      `- run: gh release create nightly\n  if: inputs.nightly\n- run: gh release upload "$TAG" app.tgz\n  if: \${{ !inputs.nightly }}`,
    ),
    facts: ON,
    verdict: 'pass',
  },
  {
    name: 'a prerelease is published at once',
    files: files(softprops('v3', '\n    prerelease: true')),
    facts: ON,
    verdict: 'fail',
  },
  {
    name: 'uploads to what somebody published',
    files: files(UPLOAD, { on: PUBLISHED }),
    facts: ON,
    verdict: 'fail',
    findings: [`upload-after-publish ${PATH}:11`],
    offers: ['publish-last-by-hand'],
  },
  {
    name: 'the same while releases can change',
    files: files(UPLOAD, { on: PUBLISHED }),
    facts: OFF,
    verdict: 'partial',
    gap: true,
  },
  { name: 'the same, and the setting is hidden', files: files(UPLOAD, { on: PUBLISHED }), verdict: 'unknown' },
  {
    name: 'starts when a release is edited',
    files: files(UPLOAD, { on: '\n  release:\n    types: [edited]' }),
    facts: ON,
    verdict: 'pass',
  },
  {
    name: 'created in public, then filled',
    files: files(`- run: |\n    gh release create "$TAG" --notes x\n    gh release upload "$TAG" app.tgz`),
    facts: ON,
    verdict: 'fail',
    findings: [`upload-after-publish ${PATH}:11`],
  },
  {
    name: 'a computed draft is not accused',
    files: files(`- run: |\n    gh release create "$TAG" --draft="$DRAFT"\n    gh release upload "$TAG" app.tgz`),
    facts: ON,
    verdict: 'pass',
  },
  {
    name: 'the actions that came first',
    files: files('- uses: actions/create-release@v1\n- uses: actions/upload-release-asset@v1'),
    facts: ON,
    verdict: 'fail',
    findings: [`upload-after-publish ${PATH}:10`],
  },
  {
    name: 'the actions that came first, with a draft',
    files: files(
      '- uses: actions/create-release@v1\n  with:\n    draft: true\n- uses: actions/upload-release-asset@v1',
    ),
    facts: ON,
    verdict: 'pass',
  },
  {
    name: 'a matrix that releases in every job',
    files: files(softprops('v3'), { job: '    strategy:\n      matrix:\n        os: [a, b]' }),
    facts: ON,
    verdict: 'fail',
    findings: [`several-jobs-publish ${PATH}:12`],
  },
  {
    name: 'two jobs release',
    files: {
      [PATH]: `${workflow(softprops('v3'))}  other:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: softprops/action-gh-release@v3\n        with:\n          files: b\n`,
    },
    facts: ON,
    verdict: 'fail',
    findings: [`several-jobs-publish ${PATH}:9`, `several-jobs-publish ${PATH}:15`],
  },
  { name: 'no files in the release', files: files('- run: gh release create "$TAG"'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
];
