import type { SelfHostedRunner } from '../../src/model/repository.ts';
import type { ControlCase } from './control-case.ts';
import { BROKEN, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/sign.yml';
const VERIFY = 'gh attestation verify app --repo octo/app --signer-workflow octo/app/.github/workflows/release.yml';
const SIGN = 'osslsigncode sign -pkcs11module /usr/lib/hsm.so -in app -out app.signed';
const GOOD = `- run: ${VERIFY}\n- run: ${SIGN}`;
type Options = { readonly runsOn?: string; readonly environment?: string };
const signing = (steps: string, { runsOn = '[self-hosted, signing]', environment = 'signing' }: Options = {}) => ({
  [PATH]: workflow(steps, {
    on: 'workflow_dispatch',
    job: environment === '' ? '    timeout-minutes: 5' : `    environment: ${environment}`,
  }).replace('runs-on: ubuntu-24.04', `runs-on: ${runsOn}`),
});
const RUNNER: SelfHostedRunner = {
  name: 'hsm-1',
  ephemeral: true,
  labels: ['self-hosted', 'linux', 'signing'],
  version: '2.340.0',
  groupId: '3',
};
const facts = { repository: PRIVATE, selfHostedRunners: [RUNNER] };
const kept = { ...facts, selfHostedRunners: [{ ...RUNNER, ephemeral: false }] };
const OTHER = {
  '.github/workflows/ci.yml': workflow('- run: make').replace('ubuntu-24.04', '[self-hosted, signing]'),
};

export const cases: readonly ControlCase[] = [
  { name: 'verifies, signs, and nothing else', files: signing(GOOD), facts, verdict: 'pass' },
  {
    name: 'verifies and signs in one script',
    files: signing(`- run: |\n    ${VERIFY}\n    ${SIGN}`),
    facts,
    verdict: 'pass',
  },
  {
    name: 'another job that signs shares the runner',
    files: { ...signing(GOOD), '.github/workflows/more.yml': signing(GOOD)[PATH] ?? '' },
    facts,
    verdict: 'pass',
  },
  {
    name: 'a label of one’s own that a registered runner has',
    files: signing(GOOD, { runsOn: 'signing' }),
    facts,
    verdict: 'pass',
  },
  {
    name: 'a group, which another job asks for as well',
    files: {
      ...signing(GOOD, { runsOn: '{ group: release-signing }' }),
      '.github/workflows/ci.yml': workflow('- run: make').replace('ubuntu-24.04', '{ group: release-signing }'),
    },
    facts,
    verdict: 'partial',
    gap: true,
    evidence: '\nrelease-signing\n',
  },
  {
    name: 'a group, which belongs to the organisation',
    files: signing(GOOD, { runsOn: '{ group: release-signing }' }),
    facts,
    verdict: 'partial',
    gap: false,
    says: 'its group is open to',
  },
  {
    name: 'a public repository',
    files: signing(GOOD),
    facts: { ...facts, repository: PUBLIC },
    verdict: 'fail',
    findings: ['public-repository'],
    offers: ['sign-in-private-repository'],
  },
  {
    name: 'a runner that is kept and shared',
    files: { ...signing(GOOD), ...OTHER },
    facts: kept,
    verdict: 'fail',
    findings: [`shared-persistent-runner ${PATH}:7`],
    says: 'the job work runs there as well',
  },
  {
    name: 'a runner that is kept',
    files: signing(GOOD),
    facts: kept,
    verdict: 'partial',
    gap: true,
    findings: [`persistent-runner ${PATH}:7`],
  },
  {
    name: 'a fresh runner for every kind of job',
    files: { ...signing(GOOD), ...OTHER },
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`shared-runner ${PATH}:7`],
  },
  {
    name: 'any self-hosted runner',
    files: signing(GOOD, { runsOn: 'self-hosted' }),
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`shared-runner ${PATH}:7`],
    says: 'names no label of its own',
  },
  {
    name: 'whatever it is given, with the source, for anybody',
    files: signing(`- uses: actions/checkout@v4\n- run: ${SIGN}\n- run: ${VERIFY}`, { environment: '' }),
    facts,
    verdict: 'partial',
    gap: true,
    findings: [`checks-out ${PATH}:10`, `not-verified-first ${PATH}:11`, `no-environment ${PATH}:6`],
  },
  {
    name: 'a gap, and nobody knows who sees the repository',
    files: signing(GOOD, { environment: '' }),
    facts: { selfHostedRunners: [RUNNER] },
    verdict: 'unknown',
  },
  {
    name: 'a shared runner, and nobody knows whether it is kept',
    files: { ...signing(GOOD), ...OTHER },
    facts: { repository: PRIVATE },
    verdict: 'unknown',
  },
  {
    name: 'files alone',
    files: signing(GOOD),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a label that may be a larger hosted runner',
    files: signing('- run: signtool sign app', { runsOn: 'signing' }),
    facts: { repository: PRIVATE, selfHostedRunners: [] },
    verdict: 'unknown',
    says: 'a key that only its machine reaches',
  },
  {
    name: 'a key that comes as a secret',
    files: signing('- run: gpg --import <<<"$KEY"\n- run: gpg --batch --detach-sign app'),
    facts,
    verdict: 'not-applicable',
  },
  {
    name: 'a key in a cloud',
    files: signing('- run: cosign sign-blob --key awskms:///alias/release app'),
    facts,
    verdict: 'not-applicable',
  },
  {
    name: 'without a key',
    files: signing('- run: cosign sign-blob --yes --bundle app.sigstore.json app'),
    facts,
    verdict: 'not-applicable',
  },
  {
    name: 'a machine of GitHub',
    files: signing('- run: signtool sign app', { runsOn: 'windows-2025' }),
    facts,
    verdict: 'not-applicable',
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, facts, verdict: 'unknown' },
  {
    name: 'it does not verify, another job shares the runner, and whether that is kept is not known',
    files: { ...signing(`- run: ${SIGN}`), ...OTHER },
    facts: { repository: PRIVATE },
    verdict: 'unknown',
  },
  {
    name: 'a job on another machine shares nothing',
    files: { ...signing(GOOD), '.github/workflows/ci.yml': workflow('- run: make') },
    facts,
    verdict: 'pass',
  },
  {
    name: 'another command before is no verification, and another job’s is not its own',
    files: {
      ...signing(`- run: echo hello\n- run: ${SIGN}`),
      '.github/workflows/a.yml': workflow(`- run: ${VERIFY}`),
    },
    facts,
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'a group of its own, by the label of every machine',
    files: signing(GOOD, { runsOn: '{ group: hsm, labels: [self-hosted] }' }),
    facts,
    verdict: 'pass',
  },
  {
    name: 'it does not verify, and whether its own runner is kept is not known',
    files: signing(`- run: ${SIGN}`),
    facts: { repository: PRIVATE },
    verdict: 'partial',
    gap: true,
  },
];
