import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const GPG = '- run: gpg --detach-sign app';
const KEYLESS = '- run: cosign sign-blob --yes --bundle app.sigstore.json app';
const TRIED = '- run: |\n    gpg --verify app.asc app\n    ! gpg --verify app.asc changed';
const TRIED_BY_IF = '- run: |\n    if gpg --verify app.asc changed; then\n      exit 1\n    fi';
const files = (...steps: readonly string[]) => ({ [PATH]: workflow(steps.join('\n')) });
const IDENTITY = 'cosign verify-blob --certificate-identity X --certificate-oidc-issuer Y app\n';

export const cases: readonly ControlCase[] = [
  { name: 'a key in the tree, tried both ways', files: { ...files(GPG, TRIED), KEYS: 'x' }, verdict: 'pass' },
  {
    name: 'a fingerprint in a document',
    files: { ...files(GPG, TRIED_BY_IF), 'SECURITY.md': 'ABCD '.repeat(10) },
    verdict: 'pass',
  },
  { name: 'an identity in a document', files: { ...files(KEYLESS, TRIED), 'VERIFYING.md': IDENTITY }, verdict: 'pass' },
  {
    name: 'nothing is published',
    files: files(GPG),
    verdict: 'fail',
    findings: [`no-public-key ${PATH}:9`, `not-verified ${PATH}:9`],
    offers: ['publish-and-try-by-hand'],
  },
  {
    name: 'a key, and no word of it',
    files: { ...files(GPG, TRIED), 'README.md': 'We sign.' },
    verdict: 'fail',
    findings: [`no-public-key ${PATH}:9`],
  },
  {
    name: 'no identity',
    files: { ...files(KEYLESS, TRIED), KEYS: 'x' },
    verdict: 'fail',
    findings: [`no-identity ${PATH}:9`],
  },
  {
    name: 'published and never tried',
    files: { ...files(GPG), 'cosign.pub': 'x' },
    verdict: 'partial',
    gap: true,
    findings: [`not-verified ${PATH}:9`],
  },
  {
    name: 'only the good file is tried',
    files: { ...files(GPG, '- run: gpg --verify app.asc app'), KEYS: 'x' },
    verdict: 'partial',
    gap: true,
    findings: [`no-negative-test ${PATH}:10`],
  },
  { name: 'Windows checks by itself', files: files('- run: signtool sign app.exe'), verdict: 'not-applicable' },
  { name: 'nothing is signed', files: files('- run: make'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'an unread document beside a key',
    files: { ...files(GPG, TRIED), KEYS: 'x' },
    unread: ['docs/SECURITY.md'],
    verdict: 'pass',
  },
  {
    name: 'an identity that only a script names',
    files: { ...files(KEYLESS, TRIED), 'verify.sh': IDENTITY },
    verdict: 'fail',
    findings: [`no-identity ${PATH}:9`],
  },
  {
    name: 'an identity of any issuer',
    files: { ...files(KEYLESS, TRIED), 'VERIFYING.md': 'cosign verify-blob --certificate-identity X app\n' },
    verdict: 'fail',
    findings: [`no-identity ${PATH}:9`],
  },
  {
    name: 'a function that checks is tried both ways',
    files: {
      ...files(
        GPG,
        '- run: |\n    check() { gpg --verify app.asc "$1"; }\n    gpg --verify app.asc app\n    ! check changed',
      ),
      KEYS: 'x',
    },
    verdict: 'pass',
  },
  {
    name: 'a function that does something else fails',
    files: { ...files(GPG, '- run: |\n    other() { make; }\n    gpg --verify app.asc app\n    ! other'), KEYS: 'x' },
    verdict: 'partial',
    gap: true,
    findings: [`no-negative-test ${PATH}:12`],
  },
];
