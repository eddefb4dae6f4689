import type { ControlCase } from './control-case.ts';
import { BROKEN, release, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const attest = (...inputs: readonly string[]) =>
  `- uses: actions/attest@v4\n  with:\n    show-summary: true\n${inputs.map((input) => `    ${input}\n`).join('')}`;
const upload = (files: string) => `- run: gh release upload "$TAG" ${files}`;
const files = (steps: string) => ({ 'go.mod': 'module x\n\ngo 1.24\n', [PATH]: workflow(steps) });
/** More jobs than the one of `workflow`. */
const after = (steps: string, jobs: Readonly<Record<string, string>>) => ({
  'go.mod': 'module x\n',
  [PATH]: `${workflow(steps)}${Object.entries(jobs)
    .map(
      ([id, text]) =>
        `  ${id}:\n    runs-on: ubuntu-24.04\n    steps:\n      ${text.trim().split('\n').join('\n      ')}\n`,
    )
    .join('')}`,
});
const GO_BUILDER = `permissions: read-all
on: push
jobs:
  build:
    uses: slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml@v2.1.0
`;

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
    says: 'publishes dist/app.msi, and does not attest it ',
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
    unseen: [],
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
    unseen: ['texts: unresolvable'],
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
  {
    name: 'a person uploads the files',
    files: { 'go.mod': 'module x\n' },
    facts: { latestRelease: release('octocat', 'app') },
    verdict: 'not-applicable',
  },
  {
    name: 'a person uploads the files, or a workflow that cannot be read',
    files: { 'go.mod': 'module x\n', [PATH]: BROKEN },
    facts: { latestRelease: release('octocat', 'app') },
    verdict: 'unknown',
    unseen: ['texts: unreadable'],
  },
  {
    name: 'an image beside files that are attested',
    files: files(`${attest('subject-path: app')}${upload('app')}\n- run: docker push octo/app`),
    verdict: 'pass',
  },
  {
    name: 'an image of one workflow, and files of another that are attested',
    files: {
      ...files(attest('subject-path: app') + upload('app')),
      '.github/workflows/b.yml': workflow('- run: docker push octo/app'),
    },
    verdict: 'pass',
  },
  {
    name: 'an image beside files that are not attested',
    files: files(`- run: docker push octo/app\n${upload('app')}`),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:10`],
  },
  {
    name: 'a package that its gallery signs, attested without saying what',
    files: files(`${attest()}- run: dotnet nuget push x.nupkg`),
    verdict: 'fail',
    findings: [`no-subject ${PATH}:9`, `gallery-signs-it ${PATH}:12`],
    says: ', and 1 more',
  },
  {
    name: 'a package that its gallery signs, and that is published as a file too',
    files: files(`${attest('subject-path: x.nupkg')}${upload('x.nupkg')}\n- run: dotnet nuget push x.nupkg`),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a package in the registry of GitHub, which signs nothing',
    files: files(
      `${attest('subject-path: x.nupkg')}- run: dotnet nuget push x.nupkg -s https://nuget.pkg.github.com/octo/index.json`,
    ),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a package that is not attested',
    files: files('- run: dotnet nuget push x.nupkg'),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:9`],
  },
  {
    name: 'cosign attests how it was built, of files that it names itself',
    files: files(`- run: cosign attest-blob --type slsaprovenance1 --predicate p.json app\n${upload('app')}`),
    verdict: 'partial',
    gap: false,
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'cosign attests what is inside',
    files: files(`- run: cosign attest-blob --type spdxjson --predicate p.json app\n${upload('app')}`),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:10`],
  },
  {
    name: 'each file by an attestation of its own',
    files: files(attest('subject-path: a') + attest('subject-path: b') + upload('a b')),
    verdict: 'pass',
  },
  {
    name: 'several subjects, of which one is the file',
    files: files(attest('subject-path: |', '  dist/a', '', '  dist/b') + upload('dist/b')),
    verdict: 'pass',
  },
  {
    name: 'a file that the subjects leave out',
    files: files(attest('subject-path: |', '  dist/*', '  !dist/b') + upload('dist/a dist/b')),
    verdict: 'fail',
    findings: [`not-a-subject ${PATH}:15`],
    evidence: 'publishes dist/b,',
  },
  {
    name: 'a script uploads',
    files: { ...files(`${attest('subject-path: app')}- run: ./up.sh`), 'up.sh': `gh release upload v1 app other\n` },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'another job attests one of the files',
    files: after(attest('subject-path: a') + upload('a b'), { other: attest('subject-path: b') }),
    verdict: 'partial',
    gap: false,
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'another job attests what is inside',
    files: after(attest('subject-path: a') + upload('a'), { other: attest('subject-path: a', 'sbom-path: s.json') }),
    verdict: 'pass',
  },
  {
    name: 'only another job attests how and what',
    files: after(upload('a'), { other: attest('subject-path: a') + attest('subject-path: a', 'sbom-path: s.json') }),
    verdict: 'partial',
    gap: false,
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'which files are uploaded is computed',
    files: files(attest('subject-path: a') + upload('$FILES')),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'one name that is uploaded is computed',
    files: files(attest('subject-path: a') + upload('a "${{ matrix.os }}.zip"')),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a list of components is attested before, and the provenance after the signature',
    files: files(
      `${attest('subject-path: a.exe', 'sbom-path: s.json')}- run: signtool sign a.exe\n${attest('subject-path: a.exe')}${upload('a.exe')}`,
    ),
    verdict: 'pass',
  },
  {
    name: 'the provenance is attested before, and a list of components after the signature',
    files: files(
      `${attest('subject-path: a.exe')}- run: signtool sign a.exe\n${attest('subject-path: a.exe', 'sbom-path: s.json')}${upload('a.exe')}`,
    ),
    verdict: 'fail',
    findings: [`signed-afterwards ${PATH}:13`],
  },
  {
    name: 'signed in place afterwards, in a workflow that is called',
    files: {
      ...files(''),
      [PATH]: 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/made.yml\n',
      '.github/workflows/made.yml': workflow(
        `${attest('subject-path: a.exe')}- run: signtool sign a.exe\n${upload('a.exe')}`,
        { on: 'workflow_call' },
      ),
    },
    verdict: 'fail',
    findings: ['signed-afterwards .github/workflows/made.yml:13'],
  },
  { name: 'a builder attests what it uploads', files: { ...files(''), [PATH]: GO_BUILDER }, verdict: 'pass' },
  {
    name: 'a builder attests, and another list of components is attested beside it',
    files: {
      ...files(''),
      [PATH]: `${GO_BUILDER}  sbom:\n    runs-on: ubuntu-24.04\n    steps:\n      ${attest('subject-path: a', 'sbom-path: s.json').trim().split('\n').join('\n      ')}\n`,
    },
    verdict: 'pass',
  },
  {
    name: 'a builder attests, and another job uploads as well',
    files: {
      ...files(''),
      [PATH]: `${GO_BUILDER}  more:\n    runs-on: ubuntu-24.04\n    steps:\n      ${upload('b')}\n`,
    },
    verdict: 'partial',
    gap: false,
  },
];
