import type { ControlCase } from './control-case.ts';
import {
  ALL_ATTESTED,
  attestedAs,
  BROKEN,
  HALF_ASKED,
  NOTHING_ATTESTED,
  PINS,
  PUBLIC,
  release,
  workflow,
} from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const UPLOAD = '- run: gh release upload "$TAG" dist/app.tgz';
const SBOM = '- uses: anchore/sbom-action@v0\n  with:\n    path: dist';
const ATTEST = '- uses: actions/attest@v4\n  with:\n    subject-path: dist/*\n    sbom-path: sbom.json';
const RELEASED = { latestRelease: release('github-actions[bot]', 'app.tgz'), repository: PUBLIC } as const;
const files = (steps: string) => ({ 'go.mod': 'module x\n\ngo 1.24\n', 'go.sum': '', [PATH]: workflow(steps) });

export const cases: readonly ControlCase[] = [
  {
    name: 'a file of the newest release was not asked for',
    files: files(`${SBOM}\n${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, latestRelease: HALF_ASKED, releaseAttestations: ALL_ATTESTED },
    verdict: 'partial',
    gap: false,
    says: 'not-asked: ask for the attestations of late.tgz yourself',
  },
  {
    name: 'made and attested',
    files: files(`${SBOM}\n${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, releaseAttestations: ALL_ATTESTED },
    verdict: 'pass',
  },
  { name: 'made and attested, unseen', files: files(`${SBOM}\n${ATTEST}\n${UPLOAD}`), verdict: 'partial', gap: false },
  {
    name: 'made and attested, and what is in the store does not verify',
    files: files(`${SBOM}\n${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, releaseAttestations: attestedAs({ state: 'invalid', because: 'signed for other bytes' }) },
    verdict: 'partial',
    gap: true,
    findings: ['bundle-invalid'],
    curedByHand: true,
  },
  {
    name: 'made and attested, and what is in the store could not be checked',
    files: files(`${SBOM}\n${ATTEST}\n${UPLOAD}`),
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
    says: 'here its signer is unknown',
  },
  {
    name: 'made and attested to something else',
    files: files(`${SBOM}\n${ATTEST}\n${UPLOAD}`),
    facts: { ...RELEASED, releaseAttestations: NOTHING_ATTESTED },
    verdict: 'partial',
    gap: true,
    findings: ['asset-without-sbom'],
    curedByHand: true,
  },
  {
    name: 'made and attested to nothing',
    files: files(`${SBOM}\n${UPLOAD}`),
    verdict: 'partial',
    gap: true,
    findings: [`sbom-not-attested ${PATH}:9`],
    says: 'bill of materials',
    curedByHand: true,
  },
  {
    name: 'none for files',
    files: files(UPLOAD),
    verdict: 'fail',
    findings: [`no-sbom ${PATH}:9`],
    says: '1 of 1 release workflows make no bill',
    curedByHand: true,
  },
  {
    name: 'a folder that ships can be looked into',
    files: files('- uses: softprops/action-gh-release@v2\n  with:\n    files: dist/*'),
    facts: { pins: PINS },
    verdict: 'fail',
    offers: ['sbom-in-place', 'sbom-by-hand'],
    curedByHand: true,
  },
  {
    name: 'an image named by a repository with capitals cannot be pulled under that name',
    files: files(
      '- uses: docker/login-action@v3\n  with: { registry: ghcr.io }\n- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: ghcr.io/${{ github.repository }}:1',
    ),
    facts: { pins: PINS },
    target: { owner: 'Octo' },
    verdict: 'fail',
    offers: ['sbom-by-hand'],
    curedByHand: true,
  },
  {
    name: 'what an installer holds cannot be seen',
    files: files('- uses: softprops/action-gh-release@v2\n  with:\n    files: out/app.msi'),
    facts: { pins: PINS },
    verdict: 'fail',
    offers: ['sbom-by-hand'],
    curedByHand: true,
  },
  {
    name: 'none for a library that bundles nothing',
    files: { 'package.json': '{}', [PATH]: workflow('- run: npm publish') },
    verdict: 'partial',
    gap: true,
    findings: [`no-sbom ${PATH}:9`],
    curedByHand: true,
  },
  {
    name: 'files are released by hand',
    files: { 'go.mod': 'module x\n\ngo 1.24\n', 'go.sum': '' },
    facts: { latestRelease: release('octocat', 'app.tgz'), pins: PINS, repository: PUBLIC },
    verdict: 'fail',
    findings: ['no-sbom'],
    offers: ['release-binaries', 'sbom-by-hand'],
    curedByHand: true,
  },
  {
    name: 'nothing is released',
    files: files('- run: go test ./...'),
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { 'go.mod': 'module x\n', [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'none for files beside a library',
    files: { ...files(`${UPLOAD}\n- run: npm publish`), 'package.json': '{}' },
    verdict: 'fail',
    curedByHand: true,
  },
];
