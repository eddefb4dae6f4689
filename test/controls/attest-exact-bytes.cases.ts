import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const attest = (...inputs: readonly string[]) =>
  `- uses: actions/attest@v4\n  with:\n    show-summary: true\n${inputs.map((input) => `    ${input}\n`).join('')}`;
const upload = (files: string) => `- run: gh release upload "$TAG" ${files}`;
const files = (steps: string) => ({ 'go.mod': 'module x\n\ngo 1.24\n', [PATH]: workflow(steps) });

export const cases: readonly ControlCase[] = [
  { name: 'the same names', files: files(attest('subject-path: dist/app') + upload('./dist/app')), verdict: 'pass' },
  {
    name: 'a glob',
    files: files(attest('subject-path: dist/*') + upload('dist/*.zip dist/a.tar.gz')),
    verdict: 'pass',
  },
  { name: 'a folder', files: files(attest('subject-path: dist') + upload('dist/linux/app')), verdict: 'pass' },
  {
    name: 'signatures, checksums and lists need none',
    files: files(attest('subject-path: dist/app') + upload('dist/app SHA256SUMS app.sig sbom.spdx.json')),
    verdict: 'pass',
  },
  {
    name: 'a file that is left out joins the others',
    files: files(attest('subject-path: dist/app') + upload('dist/app dist/app.msi')),
    verdict: 'fail',
    offers: ['attest-published-files', 'attest-same-bytes'],
  },
  {
    name: 'a file that is left out',
    files: files(attest('subject-path: dist/app') + upload('dist/app dist/app.msi')),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:13`],
    says: 'dist/app.msi',
  },
  {
    name: 'a glob does not reach into folders',
    files: files(attest('subject-path: dist/*.zip') + upload('dist/x/a.zip')),
    verdict: 'fail',
  },
  {
    name: 'nothing is attested',
    files: files(upload('dist/app')),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:9`],
  },
  {
    name: 'only a list of components is attested',
    files: files(attest('subject-path: dist/app', 'sbom-path: s.json') + upload('dist/app')),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:14`],
  },
  {
    name: 'no subject',
    files: files(attest() + upload('dist/app')),
    verdict: 'fail',
    findings: [`no-subject ${PATH}:9`],
  },
  {
    name: 'the digest of a zip',
    files: files(
      attest('subject-name: app', 'subject-digest: sha256:${{ steps.up.outputs.artifact-digest }}') + upload('app'),
    ),
    verdict: 'fail',
    findings: [`zip-digest ${PATH}:13`],
  },
  {
    name: 'the digest of an artifact that is no zip',
    files: files(
      `- uses: actions/upload-artifact@v7\n  id: up\n  with:\n    archive: false\n    path: app\n${attest('subject-name: app', 'subject-digest: sha256:${{ steps.up.outputs.artifact-digest }}')}${upload('app')}`,
    ),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'signed in place before',
    files: files(`- run: signtool sign app.exe\n${attest('subject-path: app.exe')}${upload('app.exe')}`),
    verdict: 'pass',
  },
  {
    name: 'signed in place afterwards',
    files: files(`${attest('subject-path: app.exe')}- run: signtool sign app.exe\n${upload('app.exe')}`),
    verdict: 'fail',
    findings: [`signed-afterwards ${PATH}:13`],
  },
  {
    name: 'a detached signature afterwards',
    files: files(`${attest('subject-path: app')}- run: gpg --detach-sign app\n${upload('app')}`),
    verdict: 'pass',
  },
  {
    name: 'signed in place by a job that waits',
    files: {
      'go.mod': 'module x\n',
      [PATH]: `${workflow(attest('subject-path: app.exe') + upload('app.exe'))}  sign:\n    needs: work\n    runs-on: windows-2025\n    steps:\n      - run: signtool sign app.exe\n`,
    },
    verdict: 'fail',
  },
  {
    name: 'names that are computed',
    files: files(attest('subject-path: ${{ inputs.path }}') + upload('dist/app')),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'checksums name the subjects',
    files: files(attest('subject-checksums: SHA256SUMS') + upload('dist/app')),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a package that its gallery signs',
    files: {
      'x.csproj': '<Project/>',
      [PATH]: workflow(`${attest('subject-path: x.nupkg')}- run: dotnet nuget push x.nupkg`),
    },
    verdict: 'partial',
    gap: true,
    findings: [`gallery-signs-it ${PATH}:13`],
  },
  {
    name: 'an image is another control’s',
    files: files('- uses: docker/build-push-action@v6\n  with:\n    push: true'),
    verdict: 'not-applicable',
  },
  {
    name: 'nothing is released',
    files: { 'README.md': '#' },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { ...files(''), [PATH]: BROKEN }, verdict: 'unknown' },
];
