import type { ControlCase } from './control-case.ts';
import { BROKEN, FORBIDDEN } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const ci = (runsOn: string) => ({
  [PATH]: `on: push\njobs:\n  build:\n    runs-on: ${runsOn}\n    steps:\n      - run: make\n`,
});
const box = (ephemeral: boolean | null, version: string | null = '2.335.0', name = 'box') => ({
  name,
  ephemeral,
  labels: ['self-hosted', 'linux', 'gpu'],
  version,
  groupId: null,
});

export const cases: readonly ControlCase[] = [
  { name: 'one job each', files: ci('[self-hosted, GPU]'), facts: { selfHostedRunners: [box(true)] }, verdict: 'pass' },
  {
    name: 'a machine that is kept',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(true), box(false, '2.335.0', 'old-box')] },
    verdict: 'fail',
    findings: ['persistent-runner'],
    says: '1 of 2 self-hosted runners are kept',
    offers: ['register-ephemeral'],
  },
  {
    name: 'a runner that is too old',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(true, '2.328.9')] },
    verdict: 'partial',
    gap: true,
    findings: ['old-runner'],
  },
  {
    name: 'the oldest runner that is taken',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(true, '2.329.0')] },
    verdict: 'pass',
  },
  {
    name: 'a newer major version',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(true, '3.1.0')] },
    verdict: 'pass',
  },
  {
    name: 'a version that is not told',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(true, null)] },
    verdict: 'partial',
    gap: false,
    says: 'which version',
  },
  {
    name: 'any machine will do',
    files: ci('[self-hosted, linux]'),
    facts: { selfHostedRunners: [box(true)] },
    verdict: 'partial',
    gap: true,
    findings: [`bare-label ${PATH}:4`],
  },
  {
    name: 'any machine of a group',
    files: ci('{ group: build, labels: [self-hosted] }'),
    facts: { selfHostedRunners: [box(true)] },
    verdict: 'pass',
  },
  {
    name: 'whether it is kept is not told',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(null)] },
    verdict: 'unknown',
  },
  {
    name: 'of one it is told, of the other not',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [box(true), box(null, null, 'silent')] },
    verdict: 'partial',
    gap: false,
    says: 'silent',
  },
  {
    name: 'the runners of the organisation do not show',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [] },
    verdict: 'unknown',
    says: 'not registered',
  },
  {
    name: 'one job asks for a machine that is registered elsewhere',
    files: { ...ci('[self-hosted, gpu]'), '.github/workflows/b.yml': ci('[self-hosted, fpga]')[PATH] ?? '' },
    facts: { selfHostedRunners: [box(true)] },
    verdict: 'partial',
    gap: false,
    says: 'b.yml',
  },
  {
    name: 'no machine of your own',
    files: ci('ubuntu-24.04'),
    facts: { selfHostedRunners: [] },
    verdict: 'not-applicable',
  },
  {
    name: 'no machine of your own, as far as can be read',
    files: { ...ci('ubuntu-24.04'), '.github/workflows/b.yml': BROKEN },
    facts: { selfHostedRunners: [] },
    verdict: 'unknown',
  },
  {
    name: 'the token may not look',
    files: ci('self-hosted'),
    facts: { selfHostedRunners: FORBIDDEN },
    verdict: 'unknown',
    says: 'one job asks for a machine of your own',
    unseen: ['selfHostedRunners: forbidden'],
  },
  { name: 'nobody was asked', files: ci('ubuntu-24.04'), verdict: 'unknown' },
  {
    name: 'a runner in a group of the organisation is not registered here',
    files: ci('{ group: builders, labels: gpu }'),
    facts: { selfHostedRunners: [box(true)] },
    verdict: 'partial',
    gap: false,
    says: 'not registered',
  },
  {
    name: 'a computed runner may be another one',
    files: ci('${{ vars.RUNNER }}'),
    facts: { selfHostedRunners: [box(true)] },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'no runner is registered, and a job asks for one',
    files: ci('[self-hosted, gpu]'),
    facts: { selfHostedRunners: [] },
    verdict: 'unknown',
    says: 'say whether the runner of the job build',
  },
  {
    name: 'the runners are not known, and nothing asks for one',
    files: ci('ubuntu-24.04'),
    verdict: 'unknown',
    says: 'no workflow asks',
  },
  {
    name: 'a label of its own among those of every machine',
    files: ci('[self-hosted, linux, gpu]'),
    facts: { selfHostedRunners: [box(true)] },
    verdict: 'pass',
  },
];
