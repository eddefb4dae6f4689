import type { ControlCase } from './control-case.ts';
import { BROKEN, PINNED_CHECKOUT, PINS, workflow } from './sample-facts.ts';

const PATH = '.github/workflows/ci.yml';
const using = (...references: readonly string[]) => ({
  [PATH]: workflow(references.map((reference) => `- uses: ${reference}`).join('\n')),
});
const steps = (text: string, options: Parameters<typeof workflow>[1] = {}) => ({ [PATH]: workflow(text, options) });

const situation = (
  verdict: ControlCase['verdict'],
  name: string,
  files: Readonly<Record<string, string>>,
  findings?: readonly string[],
  more: Partial<ControlCase> = {},
): ControlCase => ({
  name,
  files,
  facts: { pins: PINS },
  verdict,
  gap: verdict === 'fail' || verdict === 'partial',
  ...(findings === undefined ? {} : { findings }),
  ...more,
});
const fails = (rule: string, reference: string, more: Partial<ControlCase> = {}) =>
  situation('fail', reference, using(reference), [`${rule} ${PATH}:9`], more);
const ending = (reference: string, more: Partial<ControlCase> = {}) =>
  situation('partial', reference, using(reference), [`runtime-ending ${PATH}:9`], more);
const passes = (reference: string) => situation('pass', reference, using(reference), []);
const limited = (reference: string) => situation('partial', reference, using(reference), [], { gap: false });

export const cases: readonly ControlCase[] = [
  passes(PINNED_CHECKOUT),
  passes('actions/checkout@v5'),
  passes('Actions/Checkout@main'),
  passes('actions/setup-go@v6.2.0'),
  passes('ossf/scorecard-action@v2.4.4'),
  passes('dtolnay/rust-toolchain@nightly'),
  passes('codecov/codecov-action@v5'),
  passes('./.github/actions/x'),
  fails('runtime-removed', 'actions/checkout@v3', { offers: ['take-newest-release', 'update-by-hand'] }),
  fails('runtime-removed', 'actions/checkout@v2.7.0'),
  fails('runtime-removed', 'github/codeql-action/init@v2'),
  fails('runtime-removed', 'actions-rs/cargo@v1', { offers: ['update-by-hand'] }),
  fails('runtime-removed', `actions/checkout@${'a'.repeat(40)} # v3.6.0`),
  ending('actions/checkout@v4', { offers: ['take-newest-release', 'update-by-hand'] }),
  ending('actions/setup-go@v6.1.0'),
  ending(`actions/checkout@${PINS.pins['actions/checkout@v4.4.0']?.sha} # v7.0.0`),
  fails('retired', 'actions/upload-artifact@v3'),
  fails('retired', 'actions/download-artifact@v1'),
  fails('retired', 'actions/cache@v4.1.2'),
  fails('retired', 'actions/cache/restore@v3.3.2'),
  fails('retired', 'actions/upload-pages-artifact@v2'),
  fails('retired', 'actions/deploy-pages@v3'),
  fails('runtime-removed', 'actions/cache@v3'),
  fails('runtime-removed', 'actions/cache@v3.4.0'),
  passes('actions/cache@v5.1.0'),
  ending('actions/upload-artifact@v4'),
  passes('actions/upload-pages-artifact@v3'),
  ending('actions/deploy-pages@v4'),
  ending('actions/cache@v4.2.0'),
  situation(
    'fail',
    'GitHub Enterprise Server keeps the old services',
    using('actions/upload-artifact@v3'),
    [`runtime-removed ${PATH}:9`],
    {
      target: { host: 'github.example' },
    },
  ),
  situation('partial', 'but not the old runtimes', using('actions/cache@v4.1.2'), [`runtime-ending ${PATH}:9`], {
    target: { host: 'github.example' },
  }),
  situation('fail', 'each is found, and the worst decides', using('actions/checkout@v4', 'actions/checkout@v3'), [
    `runtime-ending ${PATH}:9`,
    `runtime-removed ${PATH}:10`,
  ]),
  situation(
    'fail',
    'an action of the repository',
    { 'action.yml': 'runs:\n  using: node16\n  main: index.js\n' },
    ['runtime-removed action.yml:2'],
    { offers: ['update-by-hand'] },
  ),
  situation(
    'partial',
    'an action of the repository for Node 20',
    { 'action.yml': "runs:\n  using: 'node20'\n  main: index.js\n" },
    ['runtime-ending action.yml:2'],
  ),
  situation('pass', 'an action of the repository for Node 24', {
    'action.yml': 'runs:\n  using: node24\n  main: index.js\n',
  }),
  situation('partial', 'an old command', steps('- run: |\n    echo\n    echo "::set-output name=a::b"'), [
    `command-deprecated ${PATH}:11`,
  ]),
  situation('fail', 'a command that is not obeyed', steps('- run: echo "::add-path::bin"'), [
    `command-disabled ${PATH}:9`,
  ]),
  situation(
    'pass',
    'the file instead, and other commands',
    steps(
      '- run: |\n    # ::set-output name=a::b\n    echo "a=b" >> "$GITHUB_OUTPUT"\n    echo "::notice::x"\n  env:\n    MODE: fast',
    ),
  ),
  situation(
    'partial',
    'a switch without effect',
    steps('- run: echo\n  env:\n    FORCE_JAVASCRIPT_ACTIONS_TO_NODE24: true'),
    [`dead-switch ${PATH}:11`],
  ),
  situation(
    'partial',
    'a switch for every job',
    steps('- run: echo', { top: 'permissions: {}\nenv:\n  ACTIONS_ALLOW_USE_UNSECURE_NODE_VERSION: true' }),
    [`dead-switch ${PATH}:5`],
  ),
  limited('somebody/something@v1'),
  limited('actions/configure-pages@v9'),
  limited(`actions/checkout@${'a'.repeat(40)}`),
  limited('actions/checkout@some-branch'),
  situation('partial', 'an old catalogue is not used', using('actions/checkout@v4'), undefined, {
    observedAt: '2027-06-01T00:00:00.000Z',
    offers: ['update-by-hand'],
  }),
  {
    name: 'a commit and no catalogue',
    files: using(`actions/checkout@${'a'.repeat(40)} # v4.2.2`),
    verdict: 'unknown',
  },
  {
    name: 'a commit beside something old, and no catalogue',
    files: using(`actions/checkout@${'a'.repeat(40)} # v3.0.0`, 'actions/setup-node@v4'),
    verdict: 'unknown',
  },
  { name: 'a major stands for its newest release', files: using('actions/setup-node@v6'), verdict: 'pass' },
  {
    name: 'a major that changed its runtime, and no catalogue to tell where its tag is',
    files: using('actions/setup-go@v6'),
    verdict: 'unknown',
  },
  passes('actions/setup-go@v6'),
  situation(
    'partial',
    'a major whose newest release is behind',
    using('actions/setup-go@v6'),
    [`runtime-ending ${PATH}:9`],
    {
      facts: {
        pins: { ...PINS, pins: { 'actions/setup-go@v6': { sha: 'a'.repeat(40), version: 'v6.1.0', source: 'api' } } },
      },
    },
  ),
  { name: 'an unlisted major and no catalogue', files: using('somebody/something@v1'), verdict: 'unknown' },
  {
    name: 'an unlisted release: no catalogue would say more',
    files: using('somebody/something@v1.2.3'),
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a tag needs no catalogue',
    files: using('actions/checkout@v3'),
    verdict: 'fail',
    offers: ['update-by-hand'],
  },
  situation('partial', 'one file is broken', { ...using(PINNED_CHECKOUT), '.github/workflows/b.yml': BROKEN }, [], {
    gap: false,
  }),
  { name: 'the only workflow is broken', files: { [PATH]: BROKEN }, verdict: 'unknown' },
  { name: 'no workflow', files: { 'README.md': '#' }, verdict: 'not-applicable' },
  situation(
    'partial',
    'an input that the newest release no longer takes is for a person',
    steps('- uses: changesets/action@v1.4.9\n  with: { publish: npm run release }'),
    [`runtime-ending ${PATH}:9`],
    { offers: ['update-by-hand'] },
  ),
  situation(
    'partial',
    'inputs that the newest release still takes, however they are spelled',
    steps('- uses: actions/checkout@v4\n  with: { Fetch-Depth: 0 }'),
    [`runtime-ending ${PATH}:9`],
    { offers: ['take-newest-release', 'update-by-hand'] },
  ),
];
