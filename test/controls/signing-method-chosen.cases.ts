import type { ControlCase } from './control-case.ts';
import { BROKEN, PINS, PRIVATE, PUBLIC, release, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const UPLOAD = '- run: gh release upload "$TAG" dist/app.tgz';
const SIGN = '- run: cosign sign-blob --yes --bundle app.sigstore.json dist/app.tgz';
const files = (steps: string) => ({ 'go.mod': 'module x\n\ngo 1.24\n', 'go.sum': '', [PATH]: workflow(steps) });

const TRUSTED = { job: '    permissions:\n      id-token: write' };
const NPM = { 'package.json': '{}' };
const UNSIGNED = { latestRelease: release('github-actions[bot]', 'app.tgz') };
const IMAGE = '- uses: docker/build-push-action@v6\n  with:\n    push: true';

export const cases: readonly ControlCase[] = [
  {
    name: 'signed, and the signature lies beside the file',
    files: files(`${SIGN}\n${UPLOAD}`),
    facts: { latestRelease: release('github-actions[bot]', 'app.tgz', 'app.sigstore.json') },
    verdict: 'pass',
  },
  {
    name: 'signed, and nobody looked at the release',
    files: files(`${SIGN}\n${UPLOAD}`),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'signed in the workflow, and no signature in the release',
    files: files(`${SIGN}\n${UPLOAD}`),
    facts: { latestRelease: release('github-actions[bot]', 'app.tgz') },
    verdict: 'partial',
    gap: true,
    findings: ['release-unsigned'],
    curedByHand: true,
  },
  {
    name: 'an attestation of files beside an image',
    files: files(
      `- uses: actions/attest@v4\n  with:\n    subject-path: dist/*\n- run: docker push ghcr.io/a/b\n${UPLOAD}`,
    ),
    facts: { repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: [`not-signed ${PATH}:12`, `attested-only ${PATH}:13`],
  },
  {
    name: 'an attestation of an image',
    files: files(
      '- uses: actions/attest@v4\n  with:\n    subject-name: ghcr.io/a/b\n    subject-digest: sha256:0\n- run: docker push ghcr.io/a/b',
    ),
    facts: { repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: [`attested-only ${PATH}:13`],
  },
  {
    name: 'an attestation only',
    files: files(`- uses: actions/attest@v4\n  with:\n    subject-path: dist/*\n${UPLOAD}`),
    facts: { repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: [`attested-only ${PATH}:12`],
    says: 'are attested and not signed',
    curedByHand: true,
  },
  {
    name: 'nothing',
    files: files(UPLOAD),
    facts: { repository: PRIVATE },
    verdict: 'fail',
    findings: [`not-signed ${PATH}:9`],
    says: 'nothing that is released is signed',
    offers: ['sign-by-hand'],
    curedByHand: true,
  },
  {
    name: 'a signature for files does not help an image',
    files: files(`- run: gpg --detach-sign app\n- uses: docker/build-push-action@v6\n  with:\n    push: true`),
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'npm signs for a trusted publisher',
    files: {
      'package.json': '{}',
      [PATH]: workflow('- run: npm publish', { job: '    permissions:\n      id-token: write' }),
    },
    facts: { latestRelease: null },
    verdict: 'pass',
  },
  {
    name: 'npm with a token signs nothing of its own',
    files: {
      'package.json': '{}',
      [PATH]: workflow('- run: npm publish\n  env:\n    NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}', {
        job: '    permissions: write-all',
      }),
    },
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'released by hand, without signatures',
    files: { 'go.mod': 'module x\n\ngo 1.24\n', 'go.sum': '' },
    facts: { latestRelease: release('octocat', 'app.tgz'), pins: PINS, repository: PUBLIC },
    verdict: 'fail',
    findings: ['not-signed'],
    offers: ['release-binaries', 'sign-by-hand'],
    curedByHand: true,
  },
  {
    name: 'released by hand, with signatures',
    files: { 'go.mod': 'module x\n\ngo 1.24\n', 'go.sum': '' },
    facts: { latestRelease: release('octocat', 'app.tgz', 'app.tgz.asc') },
    verdict: 'pass',
  },
  {
    name: 'files of a job that only publishes, in a public repository',
    files: files(
      '- uses: actions/download-artifact@v8\n- uses: softprops/action-gh-release@v2\n  with:\n    files: dist/*',
    ),
    facts: { repository: PUBLIC, pins: PINS, latestRelease: null },
    verdict: 'fail',
    offers: ['sign-in-place', 'sign-by-hand'],
  },
  {
    name: 'files of a job that builds them',
    files: files(`- uses: actions/checkout@v4\n- run: go build -o dist/app .\n- run: gh release create "$TAG" dist/*`),
    facts: { repository: PUBLIC, pins: PINS, latestRelease: null },
    verdict: 'fail',
    offers: ['sign-by-hand'],
    curedByHand: true,
  },
  {
    name: 'an image, in a public repository',
    files: {
      Dockerfile: 'FROM scratch\n',
      [PATH]: workflow(
        `- uses: docker/login-action@v3\n  with:\n    registry: ghcr.io\n    username: \${{ github.actor }}\n    password: \${{ github.token }}\n- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: ghcr.io/octo/app:1`,
        { job: '    permissions:\n      contents: read\n      packages: write' },
      ),
    },
    facts: { repository: PUBLIC, pins: PINS, latestRelease: null },
    verdict: 'fail',
    offers: ['sign-in-place', 'sign-by-hand'],
  },
  {
    name: 'nothing is released',
    files: { 'go.mod': 'module x\n' },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { 'go.mod': 'module x\n', [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'npm signs for a trusted publisher, and the release beside it is the tag',
    files: { ...NPM, [PATH]: workflow('- run: npm publish\n- run: gh release create v1', TRUSTED) },
    facts: { latestRelease: null },
    verdict: 'pass',
  },
  {
    name: 'files that are signed, of one of two workflows, and no signature in the release',
    files: {
      ...files(`${SIGN}\n${UPLOAD}\n- run: npm publish`),
      ...NPM,
      '.github/workflows/b.yml': workflow('- run: npm publish', TRUSTED),
    },
    facts: UNSIGNED,
    verdict: 'partial',
    gap: true,
    findings: ['release-unsigned'],
    curedByHand: true,
  },
  {
    name: 'a signed package, and files that no workflow publishes',
    files: { ...NPM, [PATH]: workflow(`${SIGN}\n- run: npm publish`, TRUSTED) },
    facts: UNSIGNED,
    verdict: 'pass',
  },
  {
    name: 'a package that its registry signs, and files that no workflow publishes',
    files: { ...NPM, [PATH]: workflow('- run: npm publish', TRUSTED) },
    facts: UNSIGNED,
    verdict: 'pass',
  },
  {
    name: 'an image beside the files: the signature may lie in its registry',
    files: files(`${SIGN}\n${UPLOAD}\n${IMAGE}`),
    facts: UNSIGNED,
    verdict: 'pass',
  },
  {
    name: 'a signature beside the file and one inside of it',
    files: files(`- run: gpg --detach-sign app.exe\n- run: signtool sign app.exe\n${UPLOAD}`),
    facts: UNSIGNED,
    verdict: 'pass',
  },
  {
    name: 'signed, and the newest release has no files',
    files: files(`${SIGN}\n${UPLOAD}`),
    facts: { latestRelease: release('github-actions[bot]') },
    verdict: 'pass',
  },
];
