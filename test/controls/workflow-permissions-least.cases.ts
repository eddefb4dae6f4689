import type { ControlCase } from './control-case.ts';
import { BROKEN, PINNED_CHECKOUT, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const file = (...args: Parameters<typeof workflow>) => ({ [PATH]: workflow(...args) });
const READ = { tokenDefaults: { defaultWorkflowPermissions: 'read', canApprovePullRequestReviews: false } } as const;
const WRITE = { tokenDefaults: { defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: false } } as const;
const CHECKOUT = `- uses: ${PINNED_CHECKOUT}`;

export const cases: readonly ControlCase[] = [
  { name: 'read at the top', files: file(`${CHECKOUT}\n- run: make test`), verdict: 'pass' },
  { name: 'nothing at the top', files: file('- run: make', { top: 'permissions: {}' }), verdict: 'pass' },
  {
    name: 'no top, and every job declares its own',
    files: file(`${CHECKOUT}\n- run: git push`, { top: '', job: '    permissions:\n      contents: write' }),
    verdict: 'pass',
  },
  {
    name: 'nothing declared, on a push',
    files: file(`${CHECKOUT}\n- run: make test`, { top: '' }),
    facts: READ,
    verdict: 'partial',
    gap: true,
    findings: [`permissions-missing ${PATH}:1`],
    offers: ['declare-permissions', 'declare-by-hand'],
  },
  {
    name: 'nothing declared where strangers start the run, and the default is read',
    files: file(CHECKOUT, { top: '', on: 'pull_request_target' }),
    facts: READ,
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'nothing declared where strangers start the run, and the default is write',
    files: file(CHECKOUT, { top: '', on: 'pull_request_target' }),
    facts: WRITE,
    verdict: 'fail',
  },
  {
    name: 'nothing declared where strangers start the run, and the default is not known',
    files: file(CHECKOUT, { top: '', on: 'issue_comment' }),
    verdict: 'fail',
  },
  {
    name: 'write-all',
    files: file(`${CHECKOUT}\n- uses: softprops/action-gh-release@v2`, { top: 'permissions: write-all' }),
    verdict: 'fail',
    findings: [`write-all ${PATH}:3`],
  },
  {
    name: 'write-all in one job',
    files: file(`${CHECKOUT}\n- run: npm ci`, { job: '    permissions: write-all' }),
    verdict: 'fail',
    findings: [`write-all ${PATH}:8`],
  },
  {
    name: 'read-all',
    files: file(CHECKOUT, { top: 'permissions: read-all' }),
    verdict: 'partial',
    gap: true,
    findings: [`read-all ${PATH}:3`],
  },
  {
    name: 'a write at the top',
    files: file(`${CHECKOUT}\n- run: gh release upload v1 x\n  env:\n    GH_TOKEN: \${{ github.token }}`, {
      top: 'permissions:\n  contents: write\n  packages: read',
    }),
    verdict: 'partial',
    gap: true,
    findings: [`top-level-write ${PATH}:4`],
    offers: ['declare-permissions', 'declare-by-hand'],
  },
  {
    name: 'a write that nothing uses',
    files: file(`${CHECKOUT}\n- run: npm ci`, { job: '    permissions:\n      contents: read\n      packages: write' }),
    verdict: 'partial',
    gap: true,
    findings: [`unused-write ${PATH}:10`],
  },
  {
    name: 'a write that an unknown action may use',
    files: file(`${CHECKOUT}\n- uses: octo/unknown@v1`, { job: '    permissions:\n      packages: write' }),
    verdict: 'pass',
  },
  {
    name: 'a token handed to a program that nobody knows: a person decides',
    files: file(`${CHECKOUT}\n- run: ./tool\n  env:\n    GITHUB_TOKEN: \${{ secrets.GITHUB_TOKEN }}`, { top: '' }),
    verdict: 'partial',
    gap: true,
    offers: ['declare-by-hand'],
    curedByHand: true,
  },
  {
    name: 'a token handed to a composite action',
    files: {
      ...file(`- uses: ./.github/actions/x\n  with:\n    token: \${{ github.token }}`, { top: '' }),
      '.github/actions/x/action.yml':
        'runs:\n  using: composite\n  steps:\n    - run: ./tool\n      shell: bash\n      env:\n        T: ${{ inputs.token }}\n',
    },
    verdict: 'partial',
    gap: true,
    offers: ['declare-by-hand'],
    curedByHand: true,
  },
  {
    name: 'a called workflow may not begin to ask for more than its callers grant',
    files: file(CHECKOUT, { top: '', on: 'workflow_call' }),
    verdict: 'partial',
    gap: true,
    offers: ['declare-by-hand'],
    curedByHand: true,
  },
  {
    name: 'a read is no write',
    files: file(CHECKOUT, { job: '    permissions:\n      contents: write' }),
    verdict: 'partial',
    gap: true,
    findings: [`unused-write ${PATH}:9`],
  },
  {
    name: 'nothing declared beside what is, and the default is not known',
    files: {
      ...file(`${CHECKOUT}`, { top: '' }),
      '.github/workflows/all.yml': workflow(CHECKOUT, { top: 'permissions: read-all' }),
    },
    verdict: 'partial',
    gap: true,
    says: '2 of 2 workflows',
  },
  {
    name: 'a write that nothing uses beside what declares nothing, and the default is not known',
    files: file(`${CHECKOUT}\n- run: npm ci`, {
      top: '',
      job: `    permissions:\n      packages: write\n    steps: []\n  bare:\n    runs-on: ubuntu-24.04`,
    }),
    verdict: 'partial',
    gap: true,
    says: 'not-asked: run without --local',
  },
  {
    name: 'nothing declared where strangers are one of those who start the run',
    files: file(CHECKOUT, { top: '', on: '[push, issue_comment]' }),
    verdict: 'fail',
  },
  {
    name: 'a caller that grants what its callee does not ask for',
    files: {
      [PATH]:
        'on: push\npermissions: {}\njobs:\n  call:\n    uses: ./.github/workflows/called.yml\n    permissions:\n      contents: read\n      packages: write\n',
      '.github/workflows/called.yml': workflow(CHECKOUT, { on: 'workflow_call' }),
    },
    verdict: 'partial',
    gap: true,
    findings: [`unused-write ${PATH}:8`],
    says: '1 of 2 workflows',
    offers: ['declare-permissions', 'declare-by-hand'],
  },
  {
    name: 'a caller grants what its callee declares, whether a step uses it or not',
    files: {
      [PATH]:
        'on: push\npermissions: {}\njobs:\n  call:\n    uses: ./.github/workflows/called.yml\n    permissions:\n      packages: write\n',
      '.github/workflows/called.yml': workflow('- uses: octo/unknown@v1', {
        on: 'workflow_call',
        job: '    permissions:\n      packages: write',
      }),
    },
    verdict: 'pass',
  },
  {
    name: 'an identity that a publishing command may ask for',
    files: file(`${CHECKOUT}\n- run: npm publish`, { job: '    permissions:\n      id-token: write' }),
    verdict: 'pass',
  },
  {
    name: 'a broken sibling keeps from passing',
    files: { ...file(CHECKOUT), '.github/workflows/bad.yml': BROKEN },
    verdict: 'partial',
    gap: false,
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'permissions that GitHub would refuse',
    files: file(CHECKOUT, { top: 'permissions:\n  contents: everything' }),
    verdict: 'partial',
    gap: false,
  },
  { name: 'no workflow', verdict: 'not-applicable' },
];
