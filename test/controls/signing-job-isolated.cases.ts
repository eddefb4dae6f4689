import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const files = (steps: string, options: Parameters<typeof workflow>[1] = {}) => ({
  'go.mod': 'module x\n\ngo 1.24\n',
  [PATH]: workflow(steps, options),
});
const SIGN = '- run: cosign sign-blob --yes --bundle app.sigstore.json app';
const CHECKOUT = '- uses: actions/checkout@v6';

export const cases: readonly ControlCase[] = [
  {
    name: 'download, sign, upload',
    files: files(`- uses: actions/download-artifact@v7\n${SIGN}\n- uses: actions/upload-artifact@v6`),
    verdict: 'pass',
  },
  {
    name: 'a secret on the step',
    files: files('- run: gpg --detach-sign app\n  env:\n    KEY: ${{ secrets.KEY }}'),
    verdict: 'pass',
  },
  {
    name: 'a builder of the SLSA framework signs in a job of its own',
    files: {
      [PATH]:
        'on: push\npermissions: {}\njobs:\n  p:\n    uses: slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.1.0\n',
    },
    verdict: 'not-applicable',
  },
  {
    name: 'source, but nothing is built',
    files: files(`${CHECKOUT}\n${SIGN}`),
    verdict: 'partial',
    gap: true,
    findings: [`checkout-where-it-signs ${PATH}:9`],
  },
  {
    name: 'builds and signs',
    files: files(`${CHECKOUT}\n- run: go build ./...\n${SIGN}`),
    verdict: 'fail',
    findings: [`builds-where-it-signs ${PATH}:10`],
    offers: ['split-signing-by-hand'],
  },
  { name: 'installs and signs', files: { ...files(`- run: npm ci\n${SIGN}`), 'package.json': '{}' }, verdict: 'fail' },
  {
    name: 'a build in another job',
    files: {
      'go.mod': 'module x\n',
      [PATH]: `${workflow(SIGN)}  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: go build ./...\n`,
    },
    verdict: 'pass',
  },
  {
    name: 'the key for every step of the job',
    files: files('- run: gpg --detach-sign app', { job: '    env:\n      KEY: ${{ secrets.KEY }}' }),
    verdict: 'partial',
    gap: true,
    findings: [`secret-beyond-step ${PATH}:9`],
  },
  {
    name: 'the key for every job',
    files: files('- run: gpg --detach-sign app', { top: 'env:\n  KEY: ${{ secrets.KEY }}\n  PLAIN: x' }),
    verdict: 'partial',
    gap: true,
    findings: [`secret-beyond-step ${PATH}:4`],
  },
  {
    name: 'signs what another workflow built',
    files: files(SIGN, { on: '\n  workflow_run:\n    workflows: [build]' }),
    verdict: 'partial',
    gap: true,
    findings: [`signs-foreign-runs ${PATH}:3`],
  },
  { name: 'nothing is signed', files: files('- run: go build ./...'), verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'one job builds and signs, another has the source',
    files: {
      'go.mod': 'module x\n',
      [PATH]: `${workflow(`- run: go build ./...\n${SIGN}`)}  second:\n    runs-on: ubuntu-24.04\n    steps:\n      ${CHECKOUT}\n      ${SIGN}\n`,
    },
    verdict: 'fail',
    findings: [`builds-where-it-signs ${PATH}:9`, `checkout-where-it-signs ${PATH}:14`],
  },
];
