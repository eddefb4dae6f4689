import { expect, test } from 'vitest';
import { onlyPicksRunner } from '../../src/workflow/matrix-uses.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';

const PATH = '.github/workflows/ci.yml';

/** Asks for the first label of a job whose matrix and steps are these. */
function asked(matrix: string, rest: string, runsOn = '${{ matrix.os }}'): boolean {
  const text = `on: push
jobs:
  build:
    name: Build on \${{ matrix.os }}
    runs-on: ${runsOn}
    strategy:
      matrix: ${matrix}
    steps:
${rest}`;
  const [workflow] = workflowsIn({ [PATH]: { path: PATH, mode: '100644', text } }).workflows;
  const [job] = workflow?.jobs ?? [];
  const [label] = job?.runsOn?.labels ?? [];
  if (job === undefined || label === undefined) throw new Error('the sample has a job with a label');
  return onlyPicksRunner(job, label.route);
}

const LIST = '{ os: [ubuntu-latest, macos-latest], node: [22] }';

test.each([
  ['nothing else', LIST, '      - run: make\n'],
  ['another axis', LIST, '      - run: make ${{ matrix.node }}\n'],
  ['the name of a step', LIST, '      - { name: "${{ matrix.os }}", run: make }\n'],
  [
    'the key of a cache',
    LIST,
    '      - uses: actions/cache@v4\n        with: { key: "a-${{ matrix.os }}", path: a }\n',
  ],
  [
    'nothing else, and stands in include',
    '{ include: [{ os: ubuntu-latest, node: 22 }] }',
    '      - run: make ${{ matrix.node }}\n',
  ],
])('the axis reaches %s', (_, matrix, steps) => expect(asked(matrix, steps)).toBe(true));

test.each([
  ['a command', LIST, '      - run: make ${{ matrix.os }}\n'],
  ['a command, in other capitals', '{ OS: [ubuntu-latest] }', '      - run: make ${{ matrix.os }}\n'],
  ['a condition', LIST, "      - { run: make, if: matrix.os == 'ubuntu-latest' }\n"],
  [
    'the name of an artifact',
    LIST,
    '      - uses: actions/upload-artifact@v4\n        with: { name: "${{ matrix.os }}" }\n',
  ],
  ['whatever takes the matrix whole', LIST, '      - run: echo ${{ toJSON(matrix) }}\n'],
  ['what takes it by a computed name', LIST, "      - run: echo ${{ matrix['os'] }}\n"],
  [
    'combinations that are left out',
    '{ os: [ubuntu-latest], exclude: [{ os: ubuntu-latest }] }',
    '      - run: make\n',
  ],
])('the axis reaches %s', (_, matrix, steps) => expect(asked(matrix, steps)).toBe(false));

test('a label that stands in runs-on is no value of a matrix', () => {
  expect(asked(LIST, '      - run: make\n', 'ubuntu-latest')).toBe(false);
});
