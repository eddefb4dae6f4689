import type { ControlCase } from './control-case.ts';
import { BROKEN, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const ENVIRONMENT = '    environment: release';
const TOKEN = '${{ secrets.TOKEN }}';
const read = `- run: ./deploy\n  env:\n    TOKEN: ${TOKEN}`;
const steps = (text: string, options: Parameters<typeof workflow>[1] = { job: ENVIRONMENT }) => ({
  [PATH]: workflow(text, options),
});
const calling = (uses: string, secrets = 'inherit') => ({
  [PATH]: `on: push\njobs:\n  a:\n    uses: ${uses}\n    secrets: ${secrets}\n`,
});
const gap = (name: string, files: Readonly<Record<string, string>>, ...findings: string[]): ControlCase => ({
  name,
  files,
  verdict: 'partial',
  gap: true,
  findings,
});
const fails = (name: string, files: Readonly<Record<string, string>>, ...findings: string[]): ControlCase => ({
  name,
  files,
  verdict: 'fail',
  findings,
});
const passes = (name: string, files: Readonly<Record<string, string>>): ControlCase => ({
  name,
  files,
  verdict: 'pass',
  findings: [],
});

export const cases: readonly ControlCase[] = [
  passes('one step, in an environment', steps(read)),
  passes('one of two jobs, in an environment', {
    [PATH]: `${steps(read)[PATH]}  lint:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make lint\n`,
  }),
  passes('handed on by its name', calling('foreign/shared/.github/workflows/x.yml@v1', `\n      TOKEN: ${TOKEN}`)),
  fails(
    'everything to a workflow of somebody else',
    calling('foreign/shared/.github/workflows/x.yml@v1'),
    `inherit-foreign ${PATH}:5`,
  ),
  gap(
    'everything to a workflow of the same owner, whatever the case',
    calling('Octo/shared/.github/workflows/x.yml@v1'),
    `inherit ${PATH}:5`,
  ),
  {
    ...gap(
      'everything to a workflow of this repository',
      calling('./.github/workflows/called.yml'),
      `inherit ${PATH}:5`,
    ),
    files: {
      ...calling('./.github/workflows/called.yml'),
      '.github/workflows/called.yml': workflow(read, { on: 'workflow_call' }),
    },
    offers: ['look-at-each-secret'],
  },
  {
    ...gap(
      'everything to a workflow of this repository that has room for names',
      calling('./.github/workflows/called.yml'),
      `inherit ${PATH}:5`,
    ),
    files: {
      ...calling('./.github/workflows/called.yml'),
      '.github/workflows/called.yml': workflow(read, { on: '\n  workflow_call:' }),
    },
    offers: ['narrow-secrets', 'look-at-each-secret'],
  },
  fails(
    'all secrets as a text',
    steps('- run: echo\n  env:\n    ALL: ${{ toJSON(secrets) }}'),
    `all-secrets ${PATH}:12`,
  ),
  passes('one secret as a text', steps('- run: echo\n  env:\n    ONE: ${{ toJSON(secrets.ONE) }}')),
  gap(
    'a computed name',
    steps("- run: echo\n  env:\n    T: ${{ secrets[format('T_{0}', matrix.x)] }}"),
    `computed-secret ${PATH}:12`,
  ),
  gap(
    'the environment of every job',
    steps('- run: echo', { job: ENVIRONMENT, top: `permissions: {}\nenv:\n  TOKEN: ${TOKEN}` }),
    `wide-env ${PATH}:5`,
  ),
  gap(
    'the environment of every step',
    steps('- run: echo\n- run: ./deploy', { job: `${ENVIRONMENT}\n    env:\n      TOKEN: ${TOKEN}` }),
    `wide-env ${PATH}:10`,
  ),
  passes(
    'the environment of the only step',
    steps('- run: ./deploy', { job: `${ENVIRONMENT}\n    env:\n      TOKEN: ${TOKEN}` }),
  ),
  passes(
    'only whether there is a secret',
    steps('- run: echo', { job: "    env:\n      HAS: ${{ secrets.TOKEN != '' }}" }),
  ),
  gap('a job without an environment', steps(read, {}), `outside-environment ${PATH}:11`),
  passes('a workflow that is only called gets the secret from its caller', steps(read, { on: 'workflow_call' })),
  gap(
    'one that also starts by itself does not',
    steps(read, { on: '[workflow_call, push]' }),
    `outside-environment ${PATH}:11`,
  ),
  gap(
    'a personal token, by its name',
    steps('- run: ./deploy\n  env:\n    TOKEN: ${{ secrets.RELEASE_PAT }}'),
    `personal-token ${PATH}:12`,
  ),
  passes(
    'PATH is no personal token',
    steps('- run: ./deploy\n  env:\n    T: ${{ secrets.KEY_PATH }} ${{ secrets.COMPAT_KEY }}'),
  ),
  {
    name: 'the token of the job is no secret of yours',
    files: steps('- run: gh pr list\n  env:\n    GH_TOKEN: ${{ secrets.GITHUB_TOKEN }}', {}),
    verdict: 'not-applicable',
  },
  {
    name: 'one file is broken',
    files: { ...steps(read), '.github/workflows/b.yml': BROKEN },
    verdict: 'partial',
    gap: false,
  },
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'no secrets', files: steps('- run: echo'), verdict: 'not-applicable' },
];
