import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const files = (...lines: readonly string[]) => ({
  [PATH]: workflow(`- run: |\n${lines.map((line) => `    ${line}`).join('\n')}`),
});
const FIXED = 'curl -sSLO https://github.com/o/r/releases/download/v1.2.3/tool.tar.gz';

export const cases: readonly ControlCase[] = [
  { name: 'checked by digest', files: files(FIXED, 'echo "$SUM  tool.tar.gz" | sha256sum --check'), verdict: 'pass' },
  {
    name: 'checked by attestation',
    files: files(FIXED, 'gh attestation verify tool.tar.gz --repo o/r'),
    verdict: 'pass',
  },
  {
    name: 'checked before, which is too early',
    files: files('gh attestation verify other --repo o/r', FIXED),
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'a fixed version',
    files: files(FIXED),
    verdict: 'partial',
    gap: true,
    findings: [`download-unverified ${PATH}:10`],
    offers: ['verify-downloads-by-hand'],
  },
  {
    name: 'the newest',
    files: files('wget https://github.com/o/r/releases/latest/download/tool'),
    verdict: 'fail',
    findings: [`latest-download ${PATH}:10`],
  },
  {
    name: 'run as it arrives',
    files: files('curl -sSf https://example.com/install | bash'),
    verdict: 'fail',
    findings: [`piped-to-shell ${PATH}:10`],
  },
  {
    name: 'run as it arrives, and checked too late',
    files: files('curl -sSf https://example.com/install | sh', 'sha256sum --check x'),
    verdict: 'fail',
  },
  {
    name: 'piped to a program that runs nothing',
    files: files('curl -sSf https://example.com/x.json | jq .'),
    verdict: 'not-applicable',
  },
  {
    name: 'a release of somebody else',
    files: files('gh release download v1 --repo o/r'),
    verdict: 'partial',
    gap: true,
  },
  { name: 'the newest release of somebody else', files: files('gh release download --repo o/r'), verdict: 'fail' },
  { name: 'the project’s own release', files: files('gh release download v1'), verdict: 'not-applicable' },
  { name: 'a page is no program', files: files('curl -s https://example.com/health'), verdict: 'not-applicable' },
  {
    name: 'an answer of the API is none',
    files: files('curl https://api.github.com/repos/o/r/tarball.zip'),
    verdict: 'not-applicable',
  },
  {
    name: 'checksums are what one verifies with',
    files: files('curl -O https://example.com/tool.tar.gz.sha256'),
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'the newest, and a fixed version',
    files: files('wget https://github.com/o/r/releases/latest/download/tool', FIXED),
    verdict: 'fail',
    findings: [`latest-download ${PATH}:10`, `download-unverified ${PATH}:11`],
  },
  {
    name: 'an answer piped to a program that runs nothing',
    files: files('curl -s https://example.com/data | jq .'),
    verdict: 'not-applicable',
  },
  {
    name: 'checked in another job',
    files: {
      [PATH]: `${files(FIXED)[PATH]}  other:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: sha256sum --check SUMS\n`,
    },
    verdict: 'partial',
    gap: true,
    findings: [`download-unverified ${PATH}:10`],
  },
  {
    name: 'the artifacts of a run are no release',
    files: files('gh run download 1 --repo=o/r'),
    verdict: 'not-applicable',
  },
];
