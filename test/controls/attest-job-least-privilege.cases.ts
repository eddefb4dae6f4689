import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/release.yml';
const ATTEST = '- uses: actions/download-artifact@v6\n- uses: actions/attest@v4\n  with:\n    subject-path: dist/*';
const IMAGE =
  '- uses: actions/attest@v4\n  with:\n    subject-name: ghcr.io/octo/app\n    subject-digest: sha256:x\n    push-to-registry: true';
const own = (...lines: readonly string[]) => ['    permissions:', ...lines.map((line) => `      ${line}`)].join('\n');
const RIGHT = own('id-token: write', 'attestations: write');
const one = (steps: string, job: string) => ({ [PATH]: workflow(steps, { job }) });
const NPM = { 'package.json': '{"name":"x","scripts":{"build":"tsc"}}', 'package-lock.json': '{}' };

const SEAL = '.github/workflows/seal.yml';
const callee = workflow(ATTEST, { on: '\n  workflow_call:', job: RIGHT });
const caller = (permissions: string) =>
  [
    'on: push',
    'jobs:',
    '  seal:',
    ...(permissions === '' ? [] : [permissions]),
    '    uses: ./.github/workflows/seal.yml',
    '',
  ].join('\n');

export const cases: readonly ControlCase[] = [
  { name: 'a job that only attests', files: one(ATTEST, RIGHT), verdict: 'pass' },
  {
    name: 'reading the sources is allowed, and so are storage records',
    files: one(ATTEST, own('id-token: write', 'attestations: write', 'contents: read', 'artifact-metadata: write')),
    verdict: 'pass',
  },
  {
    name: 'an image that is pushed',
    files: one(IMAGE, own('id-token: write', 'attestations: write', 'packages: write')),
    verdict: 'pass',
  },
  {
    name: 'an image that is pushed without the right to',
    files: one(IMAGE, RIGHT),
    verdict: 'fail',
    findings: [`permission-missing ${PATH}:9`],
    offers: ['grant-permissions', 'split-by-hand'],
  },
  {
    name: 'an image of another registry needs no right to packages',
    files: one(IMAGE.replace('ghcr.io', 'docker.io'), RIGHT),
    verdict: 'pass',
  },
  {
    name: 'the identity is missing',
    files: one(ATTEST, own('attestations: write')),
    verdict: 'fail',
    findings: [`permission-missing ${PATH}:9`],
    says: 'job work attests without id-token: write ',
    evidence: '\nattestations: write\n',
  },
  {
    name: 'nothing is declared, and no default gives an identity',
    files: { [PATH]: workflow(ATTEST, { top: '' }) },
    verdict: 'fail',
    findings: [`permission-missing ${PATH}:9`, `permission-missing ${PATH}:9`],
    says: ', and 1 more ',
    unseen: [],
    offers: ['split-by-hand'],
  },
  {
    name: 'the only job has it from the workflow',
    files: { [PATH]: workflow(ATTEST, { top: 'permissions:\n  id-token: write\n  attestations: write' }) },
    verdict: 'pass',
  },
  {
    name: 'every job of the workflow can mint the identity',
    files: {
      [PATH]: `${workflow(ATTEST, { top: 'permissions:\n  id-token: write\n  attestations: write' })}  other:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n`,
    },
    verdict: 'partial',
    gap: true,
    findings: [`granted-to-all-jobs ${PATH}:4`],
  },
  {
    name: 'more than it needs',
    files: one(ATTEST, own('id-token: write', 'attestations: write', 'issues: write', 'contents: write')),
    verdict: 'partial',
    gap: true,
    findings: [`permission-unused ${PATH}:9`, `permission-unused ${PATH}:9`],
    offers: ['grant-permissions', 'split-by-hand'],
  },
  {
    name: 'everything',
    files: one(ATTEST, '    permissions: write-all'),
    verdict: 'partial',
    gap: true,
    findings: [`permission-unused ${PATH}:8`],
  },
  {
    name: 'it uploads the release as well',
    files: one(
      `${ATTEST}\n- uses: softprops/action-gh-release@v2\n  with:\n    files: dist/*`,
      own('id-token: write', 'attestations: write', 'contents: write'),
    ),
    verdict: 'pass',
  },
  {
    name: 'it builds as well',
    files: { ...NPM, ...one(`- run: npm ci\n- run: npm run build\n${ATTEST}`, RIGHT) },
    verdict: 'partial',
    gap: true,
    findings: [`runs-project-code ${PATH}:12`],
  },
  {
    name: 'it lacks a permission and builds as well',
    files: { ...NPM, ...one(`- run: npm ci\n${ATTEST}`, own('attestations: write')) },
    verdict: 'fail',
    findings: [`permission-missing ${PATH}:9`, `runs-project-code ${PATH}:11`],
    curedByHand: true,
  },
  {
    name: 'a caller that gives what is needed',
    files: { [PATH]: caller(RIGHT), [SEAL]: callee },
    verdict: 'pass',
  },
  {
    name: 'a caller that gives too little',
    files: { [PATH]: caller(own('id-token: write', 'contents: read')), [SEAL]: callee },
    verdict: 'fail',
    findings: [`caller-lacks-permission ${PATH}:5`],
  },
  {
    name: 'a workflow for callers that are not here, without permissions of its own',
    files: { [SEAL]: workflow(ATTEST, { on: '\n  workflow_call:', top: '' }) },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'cosign needs no right to attestations',
    files: { [PATH]: workflow('- run: cosign attest --yes --type spdxjson --predicate s.json img') },
    verdict: 'not-applicable',
  },
  { name: 'nothing attests', files: { [PATH]: workflow('- run: echo') }, verdict: 'not-applicable' },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  {
    name: 'an image that is pushed without the right to, beside a file',
    files: one(`${ATTEST}\n${IMAGE}`, RIGHT),
    verdict: 'fail',
    findings: [`permission-missing ${PATH}:9`],
  },
  {
    name: 'no right at all',
    files: one(ATTEST, '    permissions: {}'),
    verdict: 'fail',
    evidence: '\nno permission\n',
  },
  {
    name: 'a right to read attestations is none to write them',
    files: one(ATTEST, own('id-token: write', 'attestations: read')),
    verdict: 'fail',
    findings: [`permission-missing ${PATH}:9`],
  },
  {
    name: 'all rights to read',
    files: one(ATTEST, '    permissions: read-all'),
    verdict: 'fail',
    evidence: '\nread-all\n',
  },
  {
    name: 'rights that are no rights',
    files: one(ATTEST, '    permissions: ${{ inputs.rights }}'),
    verdict: 'partial',
    gap: false,
    says: 'unresolvable: write the permissions of job work as scopes: "${{ inputs.rights }}"',
  },
  {
    name: 'a right that is named to be without it',
    files: one(ATTEST, own('id-token: write', 'attestations: write', 'issues: none')),
    verdict: 'pass',
  },
  {
    name: 'its own rights beside a job with those of the workflow',
    files: {
      [PATH]: `${workflow(ATTEST, { job: RIGHT })}  other:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n`,
    },
    verdict: 'pass',
  },
  {
    name: 'a workflow that can be called, with rights of its own that do not do',
    files: { [SEAL]: workflow(ATTEST, { on: '\n  workflow_call:', top: '', job: own('id-token: write') }) },
    verdict: 'fail',
    findings: [`permission-missing ${SEAL}:9`],
    unseen: [],
  },
  {
    name: 'a workflow that can be called or started by hand, without permissions',
    files: { [SEAL]: workflow(ATTEST, { on: '\n  workflow_call:\n  workflow_dispatch:', top: '' }) },
    verdict: 'partial',
    gap: false,
    unseen: ['texts: unresolvable'],
  },
  {
    name: 'a job beside the caller gives nothing to anybody',
    files: {
      [PATH]: `${caller(RIGHT)}  other:\n    permissions: {}\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n`,
      [SEAL]: callee,
    },
    verdict: 'pass',
  },
];
