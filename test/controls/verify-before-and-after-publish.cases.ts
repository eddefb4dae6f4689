import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const GO = { 'go.mod': 'module x\n\ngo 1.24\n' };
const TOKEN = '\n  env:\n    GH_TOKEN: ${{ github.token }}';
const VERIFY = `- run: gh attestation verify dist/app --repo octo/app${TOKEN}\n`;
const UPLOAD = '- run: gh release upload "$TAG" dist/app';
const DOWNLOAD = `\n- run: gh release download "$TAG"\n- run: gh attestation verify app --repo octo/app${TOKEN}`;
const files = (steps: string) => ({ ...GO, [PATH]: workflow(steps) });

export const cases: readonly ControlCase[] = [
  { name: 'before and after', files: files(VERIFY + UPLOAD + DOWNLOAD), verdict: 'pass' },
  {
    name: 'a gem is fetched as users get it',
    files: files(
      `${VERIFY}- run: gem push dist/app-1.0.0.gem\n- run: gem fetch app\n- run: gh attestation verify app-1.0.0.gem --repo octo/app${TOKEN}`,
    ),
    verdict: 'pass',
  },
  {
    name: 'after, by a job that waits',
    files: {
      ...GO,
      [PATH]: `${workflow(VERIFY + UPLOAD)}  check:\n    needs: work\n    runs-on: ubuntu-24.04\n    env: { GH_TOKEN: x }\n    steps:\n      - run: gh release verify "$TAG"\n`,
    },
    verdict: 'pass',
  },
  {
    name: 'after, by a workflow of its own',
    files: {
      ...files(VERIFY + UPLOAD),
      '.github/workflows/verify.yml': workflow(DOWNLOAD.trim(), { on: '\n  release:\n    types: [published]' }),
    },
    verdict: 'pass',
  },
  {
    name: 'only before',
    files: files(VERIFY + UPLOAD),
    verdict: 'partial',
    gap: true,
    findings: [`not-verified-after ${PATH}:12`],
  },
  {
    name: 'only after',
    files: files(UPLOAD + DOWNLOAD),
    verdict: 'partial',
    gap: true,
    findings: [`not-verified-before ${PATH}:9`],
  },
  {
    name: 'the copy of the workspace is not the download',
    files: files(`${UPLOAD}\n${VERIFY}`),
    verdict: 'fail',
    findings: [`not-verified-before ${PATH}:9`, `not-verified-after ${PATH}:9`],
  },
  {
    name: 'gh without a token',
    files: files((VERIFY + UPLOAD + DOWNLOAD).replace(TOKEN, '')),
    verdict: 'partial',
    gap: true,
    findings: [`verify-without-token ${PATH}:9`],
  },
  { name: 'no verification', files: files(UPLOAD), verdict: 'fail', offers: ['verify-by-hand'] },
  {
    name: 'attested, and never verified',
    files: files(`- uses: actions/attest@v4\n  with:\n    subject-path: dist/app\n${UPLOAD}`),
    verdict: 'fail',
    offers: ['add-verify-release', 'verify-by-hand'],
    curedByHand: true,
  },
  {
    name: 'nothing is released',
    files: { 'README.md': '#' },
    facts: { latestRelease: null },
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { ...GO, [PATH]: BROKEN }, verdict: 'unknown' },
];
