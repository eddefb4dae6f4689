import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const ATTESTED = {
  'go.mod': 'module x\n\ngo 1.24\n',
  [PATH]: workflow(
    '- uses: actions/attest@v4\n  with:\n    subject-path: dist/*\n- run: gh release upload "$TAG" dist/app',
  ),
};
const readme = (text: string) => ({ ...ATTESTED, 'README.md': `# app\n\n${text}\n` });
const PUSH = '- uses: docker/build-push-action@v6\n  id: push\n  with:\n    push: true';
const ATTEST_IMAGE =
  '- uses: actions/attest@v4\n  with:\n    subject-name: ghcr.io/octo/app\n    subject-digest: ${{ steps.push.outputs.digest }}';
const image = (steps: string) => ({ Dockerfile: 'FROM scratch\n', [PATH]: workflow(steps) });

export const cases: readonly ControlCase[] = [
  { name: 'the exact repository', files: readme('    gh attestation verify app --repo octo/app'), verdict: 'pass' },
  {
    name: 'a command over several lines',
    files: readme('    gh attestation verify app \\\n      --repo octo/app'),
    verdict: 'pass',
  },
  {
    name: 'a placeholder for the reader',
    files: readme('`gh attestation verify FILE -R OWNER/REPO`'),
    verdict: 'pass',
  },
  {
    name: 'nothing is said',
    files: ATTESTED,
    verdict: 'fail',
    findings: ['no-verify-command'],
    evidence: 'binaries are released',
    offers: ['create-verifying', 'document-by-hand'],
  },
  {
    name: 'nothing is said, and nothing could be verified yet',
    files: { 'go.mod': 'module x\n', [PATH]: workflow('- run: gh release upload "$TAG" dist/app') },
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'any repository of the owner passes',
    files: readme('`gh attestation verify app --owner octo`'),
    verdict: 'partial',
    gap: true,
    findings: ['identity-loose README.md:3'],
  },
  {
    name: 'an identity that is not anchored',
    files: readme("`cosign verify-blob --certificate-identity-regexp '.*octo/app.*' app`"),
    verdict: 'partial',
    gap: true,
    findings: ['identity-loose README.md:3'],
  },
  {
    name: 'the command of another repository',
    files: readme('`gh attestation verify app --repo octo/other`'),
    verdict: 'partial',
    gap: true,
    findings: ['identity-wrong README.md:3'],
  },
  {
    name: 'an image is released, and only files are spoken of',
    files: {
      ...readme('`gpg --verify app.asc app`'),
      [PATH]: workflow('- uses: docker/build-push-action@v6\n  with:\n    push: true'),
    },
    verdict: 'partial',
    gap: true,
    findings: ['kind-not-covered README.md:3'],
    curedByHand: true,
  },
  {
    name: 'an image is attested under its name',
    files: image(`${PUSH}\n    tags: ghcr.io/octo/app:1\n${ATTEST_IMAGE}`),
    verdict: 'fail',
    findings: ['no-verify-command'],
  },
  {
    name: 'an image whose name is computed cannot be promised',
    files: image(`${PUSH}\n    tags: \${{ steps.meta.outputs.tags }}\n${ATTEST_IMAGE}`),
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'an image that is not what is attested cannot be promised',
    files: image(`${PUSH}\n    tags: ghcr.io/octo/app:1\n- uses: actions/attest@v4\n  with:\n    subject-path: dist/*`),
    verdict: 'fail',
    curedByHand: true,
  },
  {
    name: 'nothing is released',
    files: { 'README.md': '#' },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { 'go.mod': 'module x\n', [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'each kind by a command of its own',
    files: {
      ...readme(
        '`signtool verify app.exe` or `gpg --verify app.asc`, and `npm audit signatures`'
          .replaceAll(' or ', '\n')
          .replace(', and ', '\n'),
      ),
      'package.json': '{}',
      [PATH]: workflow('- run: gh release upload "$TAG" app.exe\n- run: npm publish'),
    },
    verdict: 'pass',
  },
  {
    name: 'a tool of Windows says nothing of a crate',
    files: { ...readme('`signtool verify app.exe`'), [PATH]: workflow('- run: cargo publish') },
    verdict: 'partial',
    gap: true,
    findings: ['kind-not-covered README.md:3'],
    curedByHand: true,
  },
  {
    name: 'what a list of changes and a script say is no advice to users',
    files: { ...ATTESTED, 'CHANGELOG.md': '`gpg --verify app.asc`\n', 'verify.sh': 'gpg --verify app.asc\n' },
    verdict: 'fail',
    findings: ['no-verify-command'],
  },
  {
    name: 'code in a sentence ends with it',
    files: readme('`gh attestation verify app --owner octo`\n`gh attestation verify app --repo octo/app`'),
    verdict: 'partial',
    gap: true,
    findings: ['identity-loose README.md:3'],
  },
  {
    name: 'lines that PowerShell joins',
    files: readme(
      '    gh attestation verify app `\n      --owner octo `\n      --signer-workflow octo/app/.github/workflows/release.yml\n',
    ),
    verdict: 'pass',
  },
  {
    name: 'an owner beside the repository',
    files: readme('`gh attestation verify app --owner octo --repo octo/app`'),
    verdict: 'pass',
  },
  {
    name: 'which repository this is is not known',
    files: readme('`gh attestation verify app --repo octo/other`'),
    target: { owner: null, name: null },
    verdict: 'pass',
  },
  {
    name: 'an identity of anybody',
    files: readme('`cosign verify-blob app`'),
    verdict: 'partial',
    gap: true,
    evidence: 'the command accepts a signature of anybody',
  },
];
