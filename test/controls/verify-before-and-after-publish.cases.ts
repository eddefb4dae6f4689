import type { ControlCase } from './control-case.ts';
import { BROKEN, release, workflow } from './sample-facts.ts';

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
  {
    name: 'no verification',
    files: files(`- run: make\n${UPLOAD}`),
    verdict: 'fail',
    says: 'no workflow verifies what it publishes',
    offers: ['verify-by-hand'],
  },
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
  {
    name: 'a person uploads the files',
    files: GO,
    facts: { latestRelease: release('octocat', 'app') },
    verdict: 'not-applicable',
  },
  {
    name: 'a person uploads the files, or a workflow that cannot be read',
    files: { ...GO, [PATH]: BROKEN },
    facts: { latestRelease: release('octocat', 'app') },
    verdict: 'unknown',
    unseen: ['texts: unreadable'],
  },
  {
    name: 'gh without a token beside a workflow that cannot be read',
    files: { ...files((VERIFY + UPLOAD).replace(TOKEN, '')), '.github/workflows/b.yml': BROKEN },
    verdict: 'partial',
    gap: true,
    findings: [`not-verified-after ${PATH}:10`, `verify-without-token ${PATH}:9`],
  },
  {
    name: 'one of two releases is verified',
    files: { ...files(VERIFY + UPLOAD + DOWNLOAD), '.github/workflows/second.yml': workflow(UPLOAD) },
    verdict: 'partial',
    gap: true,
    findings: [
      'not-verified-before .github/workflows/second.yml:9',
      'not-verified-after .github/workflows/second.yml:9',
    ],
    says: 'second.yml publishes files it has not verified',
  },
  {
    name: 'the tag is published first, the files are verified before they are',
    files: files(`- run: gh release create v1\n${VERIFY}${UPLOAD}`),
    verdict: 'partial',
    gap: true,
    findings: [`not-verified-after ${PATH}:13`],
  },
  {
    name: 'fetched and verified between two uploads',
    files: files(`${UPLOAD}${DOWNLOAD}\n${UPLOAD}`),
    verdict: 'pass',
  },
  {
    name: 'a workflow for every push comes after no release',
    files: { ...files(VERIFY + UPLOAD), '.github/workflows/verify.yml': workflow(DOWNLOAD.trim()) },
    verdict: 'partial',
    gap: true,
    findings: [`not-verified-after ${PATH}:12`],
  },
  {
    name: 'after, by a workflow of its own that can be started by hand too',
    files: {
      ...files(VERIFY + UPLOAD),
      '.github/workflows/verify.yml': workflow(DOWNLOAD.trim(), { on: '[workflow_dispatch, release]' }),
    },
    verdict: 'pass',
  },
];
