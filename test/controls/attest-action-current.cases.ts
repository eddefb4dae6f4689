import type { ControlCase } from './control-case.ts';
import { BROKEN, PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const LATEST = PINS.pins['actions/attest@latest']!;
const WITH = '\n  with:\n    subject-path: dist/*';
const uses = (...references: readonly string[]) => ({
  [PATH]: workflow(references.map((each) => `- uses: ${each}${WITH}`).join('\n')),
});
const UNLISTED = 'b'.repeat(40);

export const cases: readonly ControlCase[] = [
  { name: 'the current action by its major', files: uses('actions/attest@v4'), verdict: 'pass' },
  { name: 'the current action by an exact version', files: uses('actions/attest@v4.2.0'), verdict: 'pass' },
  {
    name: 'the current action by its commit',
    files: uses(`actions/attest@${LATEST.sha} # ${LATEST.version}`),
    facts: { pins: PINS },
    verdict: 'pass',
  },
  {
    name: 'a commit that nothing tells the version of',
    files: uses(`actions/attest@${UNLISTED}`),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: false,
    says: 'which version',
  },
  {
    name: 'a commit that only the comment tells the version of',
    files: uses(`actions/attest@${UNLISTED} # v2.4.0`),
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`runtime-removed ${PATH}:9`],
  },
  {
    name: 'a commit, and no catalogue to look it up',
    files: uses(`actions/attest@${LATEST.sha} # ${LATEST.version}`),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'the wrapper',
    files: uses('actions/attest-build-provenance@v4'),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: [`wrapper ${PATH}:9`],
    says: 'only hands over to actions/attest ',
    offers: ['use-attest', 'exchange-by-hand'],
  },
  {
    name: 'versions that lack fixes',
    files: uses('actions/attest@v4.1.0', 'actions/attest@v3', 'actions/attest-build-provenance@v3'),
    verdict: 'partial',
    gap: true,
    findings: [`outdated ${PATH}:9`, `outdated ${PATH}:12`, `outdated ${PATH}:15`],
  },
  {
    name: 'versions on a runtime that is gone',
    files: uses('actions/attest-build-provenance@v2', 'actions/attest-sbom@v1.4.1'),
    verdict: 'fail',
    findings: [`runtime-removed ${PATH}:9`, `runtime-removed ${PATH}:12`],
    curedByHand: true,
  },
  {
    name: 'a list of components by the deprecated action, which keeps its list',
    files: {
      [PATH]: workflow('- uses: actions/attest-sbom@v4\n  with:\n    subject-path: a\n    sbom-path: sbom.spdx.json'),
    },
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    findings: [`deprecated ${PATH}:9`],
    evidence: 'v4 with the same sbom-path',
  },
  {
    name: 'the deprecated action without a list is not exchanged',
    files: uses('actions/attest-sbom@v4'),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    offers: ['exchange-by-hand'],
  },
  {
    name: 'inside a local action',
    files: {
      '.github/actions/seal/action.yml':
        'name: seal\ndescription: seals\nruns:\n  using: composite\n  steps:\n    - uses: actions/attest-build-provenance@v4\n      with:\n        subject-path: dist/*\n',
    },
    verdict: 'partial',
    gap: true,
    findings: ['wrapper .github/actions/seal/action.yml:6'],
  },
  { name: 'another action of a like name', files: uses('octo/attest@v1'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'a version on a runtime that is gone beside one that lacks fixes',
    files: uses('actions/attest@v3', 'actions/attest-build-provenance@v2'),
    verdict: 'fail',
    says: ', and 1 more',
    curedByHand: true,
  },
];
