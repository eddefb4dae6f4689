import type { ControlCase } from './control-case.ts';
import {
  ALL_ATTESTED,
  attestedAs,
  BROKEN,
  HALF_ASKED,
  NOTHING_ATTESTED,
  PINNED_CHECKOUT,
  PINS,
  PRIVATE,
  PUBLIC,
  release,
  TWO_DOUBTS,
  workflow,
} from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const UPLOAD = '- run: gh release upload "$TAG" dist/app.tgz dist/app.zip\n  env:\n    GH_TOKEN: ${{ github.token }}';
const ATTEST = '- uses: actions/attest@v4\n  with:\n    subject-path: dist/*';
const RELEASED = {
  latestRelease: release('github-actions[bot]', 'app.tgz', 'SHA256SUMS'),
  repository: PUBLIC,
} as const;
const releases = (steps: string, job = '    permissions:\n      contents: write') => ({
  'package.json': '{}',
  [PATH]: workflow(steps, { job }),
});

export const cases: readonly ControlCase[] = [
  {
    name: 'a workflow of another repository may attest',
    files: {
      '.github/workflows/release.yml': `on: { push: { tags: ['v*'] } }
permissions: {}
jobs:
  build:
    permissions: { contents: read, id-token: write, attestations: write }
    uses: octo/builders/.github/workflows/build.yml@0123456789abcdef0123456789abcdef01234567
  publish:
    needs: build
    runs-on: ubuntu-24.04
    permissions: { contents: write }
    steps:
      - run: gh release create "$TAG" dist/*
`,
    },
    facts: { latestRelease: null },
    verdict: 'unknown',
    says: 'another repository',
    unseen: ['texts: unresolvable', 'texts: unresolvable', 'releaseAttestations: not-asked'],
  },
  {
    name: 'attested in the release path, and in the store',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, releaseAttestations: ALL_ATTESTED },
    verdict: 'pass',
  },
  {
    name: 'the files are attested, and the image beside them is not',
    files: releases(
      `${ATTEST}\n${UPLOAD}\n- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: ghcr.io/octo/app:1`,
    ),
    facts: { pins: PINS },
    verdict: 'partial',
    gap: true,
    says: 'publish something that they do not attest',
    findings: [`not-attested ${PATH}:17`],
  },
  {
    name: 'an attestation in a job that shares nothing with the one that publishes',
    files: {
      'package.json': '{}',
      [PATH]: `${releases(UPLOAD)[PATH]}  image:
    runs-on: ubuntu-24.04
    permissions: { contents: read, id-token: write, attestations: write }
    steps:
      - run: make -C image
      - uses: actions/attest@v4
        with: { subject-path: image/*.tar }
`,
    },
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`not-attested ${PATH}:11`],
  },
  {
    name: 'attested in the file, and nobody looked at the release',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'the attestation in the store does not verify',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, releaseAttestations: attestedAs({ state: 'invalid', because: 'signed for other bytes' }) },
    verdict: 'partial',
    gap: true,
    says: 'the provenance attestation of app.tgz does not verify: signed for other bytes',
    findings: ['bundle-invalid'],
    curedByHand: true,
  },
  {
    name: 'the attestation in the store could not be checked',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    facts: {
      ...RELEASED,
      releaseAttestations: attestedAs({
        state: 'not-verified',
        reason: 'unreadable',
        because: 'its signer is unknown',
      }),
    },
    verdict: 'partial',
    gap: false,
    says: 'run gh attestation verify FILE --repo octo/app for app.tgz: here its signer is unknown',
  },
  {
    name: 'a file of the newest release is not covered',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, releaseAttestations: NOTHING_ATTESTED },
    verdict: 'partial',
    gap: true,
    findings: ['asset-not-attested'],
    curedByHand: true,
  },
  {
    name: 'a plain upload without attestation is mended in place',
    files: releases(`- uses: ${PINNED_CHECKOUT}\n- run: make\n${UPLOAD}`),
    facts: { pins: PINS },
    verdict: 'fail',
    findings: [`not-attested ${PATH}:13`],
    offers: ['attest-release-assets', 'attest-by-hand'],
  },
  {
    name: 'computed names are left to a person',
    files: releases('- run: gh release upload "$TAG" "$FILE"\n  env:\n    GH_TOKEN: ${{ github.token }}'),
    facts: { pins: PINS },
    verdict: 'fail',
    offers: ['attest-by-hand'],
    curedByHand: true,
  },
  {
    name: 'an action uploads, on tags only, with inherited permissions',
    files: {
      [PATH]: workflow(
        "- run: make\n- if: github.ref_type == 'tag'\n  uses: softprops/action-gh-release@v2\n  with:\n    files: |\n      dist/*.tgz\n      dist/*.zip",
        { top: 'permissions:\n  contents: write' },
      ),
    },
    facts: { pins: PINS },
    verdict: 'fail',
    offers: ['attest-release-assets', 'attest-by-hand'],
  },
  {
    name: 'a first permissions block on the job needs to know all that it uses',
    files: {
      [PATH]: workflow('- uses: octo/unknown@v1\n- uses: softprops/action-gh-release@v2\n  with:\n    files: a.tgz', {
        top: '',
      }),
    },
    facts: { pins: PINS },
    verdict: 'fail',
    offers: ['attest-by-hand'],
    curedByHand: true,
  },
  {
    name: 'one of two workflows attests',
    files: {
      ...releases(`${ATTEST}\n${UPLOAD}`),
      '.github/workflows/image.yml': workflow('- uses: docker/build-push-action@v6\n  with:\n    push: true'),
    },
    verdict: 'partial',
    gap: true,
    findings: ['not-attested .github/workflows/image.yml:9'],
    curedByHand: true,
  },
  {
    name: 'npm makes provenance by itself for a trusted publisher',
    files: {
      'package.json': '{}',
      [PATH]: workflow('- run: npm publish', { job: '    permissions:\n      id-token: write' }),
    },
    facts: { latestRelease: null, releaseAttestations: ALL_ATTESTED },
    verdict: 'pass',
  },
  {
    name: 'npm with a token makes none',
    files: {
      'package.json': '{}',
      [PATH]: workflow('- run: npm publish\n  env:\n    NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}'),
    },
    facts: { latestRelease: null, releaseAttestations: ALL_ATTESTED },
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'files are released by hand',
    files: { 'go.mod': 'module x\n\ngo 1.24\n', 'go.sum': '', 'main.go': 'package main\n' },
    facts: {
      ...RELEASED,
      latestRelease: release('octocat', 'app.tgz'),
      releaseAttestations: NOTHING_ATTESTED,
      pins: PINS,
    },
    verdict: 'fail',
    findings: ['released-by-hand', 'asset-not-attested'],
    offers: ['release-binaries', 'attest-by-hand'],
    curedByHand: true,
  },
  {
    name: 'a private repository may not be able to',
    files: releases(UPLOAD),
    facts: { repository: PRIVATE },
    verdict: 'unknown',
    says: 'private',
    unseen: ['repository: unsupported'],
  },
  {
    name: 'Enterprise Server has no attestations',
    files: releases(UPLOAD),
    target: { host: 'ghe.example.com' },
    verdict: 'not-applicable',
  },
  {
    name: 'a tag is the release',
    files: { 'go.mod': 'module x\n', [PATH]: workflow('- run: gh release create v1') },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  {
    name: 'nothing is released',
    files: { 'go.mod': 'module x\n' },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'whether anything is released is not known', files: { 'go.mod': 'module x\n' }, verdict: 'unknown' },
  { name: 'the only workflow is broken', files: { 'go.mod': 'module x\n', [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'npm makes provenance by itself, and the release beside it is the tag',
    files: {
      'package.json': '{}',
      [PATH]: workflow('- run: npm publish\n- run: gh release create v1', {
        job: '    permissions:\n      id-token: write',
      }),
    },
    facts: { latestRelease: null, releaseAttestations: ALL_ATTESTED },
    verdict: 'pass',
  },
  {
    name: 'npm makes provenance by itself, and files are released beside it',
    files: {
      'package.json': '{}',
      [PATH]: workflow(`- run: npm publish\n- run: gh release create v1\n${UPLOAD}`, {
        job: '    permissions:\n      id-token: write',
      }),
    },
    facts: { latestRelease: null, releaseAttestations: ALL_ATTESTED },
    verdict: 'partial',
    gap: true,
    findings: [`not-attested ${PATH}:13`],
    evidence: 'publishes binaries with "gh release upload "$TAG" dist/app.tgz dist/app.zip" and attests something else',
    curedByHand: true,
  },
  {
    name: 'a file of the newest release was not asked for',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, latestRelease: HALF_ASKED, releaseAttestations: ALL_ATTESTED },
    verdict: 'partial',
    gap: false,
    says: 'not-asked: ask for the attestations of late.tgz yourself',
  },
  {
    name: 'two files could not be checked, each for a reason of its own',
    files: releases(`${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, latestRelease: HALF_ASKED, releaseAttestations: TWO_DOUBTS },
    verdict: 'partial',
    gap: false,
    says: 'for app.tgz: here it is old',
  },
];
