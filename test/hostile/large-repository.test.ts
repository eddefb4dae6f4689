import { describe, expect, test } from 'vitest';
import { type Looked, lookAt } from './looked-at.ts';

const MOST_SECONDS = 45;
const CI = '.github/workflows/ci.yml';
const HEAD = 'on: push\njobs:\n';
const job = (name: string, steps: string): string => `  ${name}:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
const STEP = '      - uses: actions/checkout@v4\n      - run: npm install && npm test\n';

/** Looks, and holds that it did not take for ever. */
async function inTime(files: Readonly<Record<string, string>>): Promise<Looked> {
  const before = process.cpuUsage();
  const looked = await lookAt(files);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
  return looked;
}

const verdictOf = ({ assessment }: Looked, id: string): string | undefined =>
  assessment.controls.find(({ control }) => control.id === id)?.verdict;

const SHA_PINNED = 'actions-sha-pinned';

describe('more than anybody writes', () => {
  test('four thousand steps in one job', async () => {
    const looked = await inTime({ [CI]: HEAD + job('build', STEP.repeat(2000)) });
    const found = looked.assessment.controls.find(({ control }) => control.id === SHA_PINNED);
    expect(found?.findings).toHaveLength(2000);
  });

  test('450 workflows: those beyond the limit are named as unread, and nothing passes', async () => {
    const texts = Array.from({ length: 450 }, (_, index) => [
      `.github/workflows/w${index}.yml`,
      'on: push\npermissions: {}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: "true"}]}}\n',
    ]);
    const looked = await inTime(Object.fromEntries(texts));
    expect(verdictOf(looked, SHA_PINNED)).toMatch(/^(?:partial|unknown)$/);
  });

  test('a hundred thousand lines of CODEOWNERS', async () => {
    const workflows = Array.from({ length: 100 }, (_, index) => [
      `.github/workflows/w${index}.yml`,
      HEAD + job('a', STEP),
    ]);
    const owners = 'a @b\n'.repeat(100_000);
    const looked = await inTime({ ...Object.fromEntries(workflows), '.github/CODEOWNERS': owners });
    expect(verdictOf(looked, 'codeowners-workflows')).toBe('fail');
  });

  test('a matrix of ten thousand values', async () => {
    const values = Array.from({ length: 10_000 }, (_, index) => `v${index}`).join(', ');
    const text = `on: push\njobs:\n  a:\n    runs-on: \${{ matrix.os }}\n    strategy: {matrix: {os: [${values}]}}\n    steps:\n${STEP}`;
    const { assessment } = await inTime({ [CI]: text });
    const pinned = assessment.controls.find(({ control }) => control.id === SHA_PINNED);
    expect(pinned?.findings.map(({ observed }) => observed)).toEqual(['actions/checkout@v4']);
  });
});

/** Sixty layers of two, where each of a layer leads to both of the next: 2^60 ways, and a hundred and twenty things. */
const layers = (leads: (name: string, below: readonly string[]) => string): readonly (readonly [string, string])[] =>
  Array.from({ length: 60 }, (_, layer) =>
    ['x', 'y'].map((side) => {
      const below = layer === 59 ? [] : [`x${layer + 1}`, `y${layer + 1}`];
      return [`${side}${layer}`, leads(`${side}${layer}`, below)] as const;
    }),
  ).flat();

describe('more ways than can be walked', () => {
  test('of calling a workflow', async () => {
    const calls = (name: string, below: readonly string[]) =>
      `on: ${/^.0$/.test(name) ? 'push' : 'workflow_call'}\njobs:\n` +
      (below.length === 0
        ? job('end', '      - run: npm publish\n')
        : below
            .map((each) => `  ${each}:\n    uses: ./.github/workflows/${each}.yml\n    secrets: inherit\n`)
            .join(''));
    const looked = await inTime(
      Object.fromEntries(layers(calls).map(([name, text]) => [`.github/workflows/${name}.yml`, text])),
    );
    expect(verdictOf(looked, 'workflow-permissions-least')).not.toBe('pass');
  });

  test('of reaching an action of the repository', async () => {
    const uses = (_: string, below: readonly string[]) =>
      `name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n${
        below.length === 0 ? '    - uses: other/action@v1\n' : below.map((each) => `    - uses: ./${each}\n`).join('')
      }`;
    const actions = layers(uses).map(([name, text]) => [`${name}/action.yml`, text]);
    const looked = await inTime({ ...Object.fromEntries(actions), [CI]: HEAD + job('a', '      - uses: ./x0\n') });
    const pinned = looked.assessment.controls.find(({ control }) => control.id === SHA_PINNED);
    expect(pinned?.findings.map(({ observed }) => observed)).toEqual(['other/action@v1', 'other/action@v1']);
  });

  test('of waiting for a job', async () => {
    const waits = (name: string, below: readonly string[]) =>
      `  ${name}:\n    runs-on: ubuntu-latest\n    needs: [${below.join(', ')}]\n    steps:\n${STEP}      - run: npm publish\n`;
    const text =
      HEAD +
      layers(waits)
        .map(([, each]) => each)
        .join('');
    const looked = await inTime({ [CI]: text, 'package.json': '{"name": "a"}' });
    const pinned = looked.assessment.controls.find(({ control }) => control.id === SHA_PINNED);
    expect(pinned?.findings).toHaveLength(120);
  });
});

/** Each is a file that is not followed to its end; no control may call it safe. */
const UNREADABLE: readonly (readonly [string, string])[] = [
  ['flow collections nested ten thousand deep', `on: push\njobs: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`],
  ['mappings nested ten thousand deep', `on: push\njobs: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}\n`],
  [
    'aliases that unfold to billions',
    `on: push\na: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[index]}`).join(', ')}]`)
      .join('\n')}\njobs: *j\n`,
  ],
  ['an alias inside its own anchor', 'on: push\njobs: &a\n  b: *a\n'],
  ['a file of more than half a megabyte', `on: push\n# ${'x'.repeat(600_000)}\njobs: {}\n`],
];

describe('a workflow that cannot be followed to its end', () => {
  test.each(UNREADABLE)('%s', async (_, text) => {
    const good = 'on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: "true"}]}}\n';
    const looked = await inTime({ [CI]: text, '.github/workflows/good.yml': good });
    expect(verdictOf(looked, SHA_PINNED)).not.toBe('pass');
  });
});

describe('expressions', () => {
  const deep: readonly (readonly [string, string])[] = [
    ['nested a hundred thousand deep', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['negated a hundred thousand times', `${'!'.repeat(100_000)}true`],
    ['of a hundred thousand members', `github${'.a'.repeat(100_000)}`],
    ['of fifty thousand choices', `a${' || github.event.issue.title'.repeat(15_000)}`],
    ['of functions in functions', `${'format('.repeat(50_000)}'x'${')'.repeat(50_000)}`],
  ];
  test.each(deep)('%s', async (_, expression) => {
    const text = HEAD + job('a', `      - if: ${expression}\n        run: |\n          echo \${{ ${expression} }}\n`);
    expect((await inTime({ [CI]: text })).assessment.controls.length).toBeGreaterThan(50);
  });
});
