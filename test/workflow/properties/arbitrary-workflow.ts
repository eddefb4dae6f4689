import fc from 'fast-check';
import { beside, block, diceOf, type Hand, indented, list, mapping, pair, pick, sometimes } from './typist.ts';

/** The text of a whole workflow, in any of the forms in which people type one. Shrinks to the plainest. */
export const workflowText: fc.Arbitrary<string> = fc
  .array(fc.nat({ max: 239 }), { minLength: 20, maxLength: 200, size: 'max' })
  .map((throws) => typed(diceOf(throws)));

function typed(dice: Hand['dice']): string {
  const step = pick({ dice }, 2, 4, 1, 3, 5, 8);
  const hand: Hand = {
    dice,
    step,
    listStep: pick({ dice }, 2, 0, 4, 1),
    dashGap: pick({ dice }, 1, 1, 3, 2),
    anchors: { scalars: [], maps: [] },
  };
  const head = pick(
    hand,
    [],
    [],
    ['# The licence', '#', '# of this file', ''],
    ['---'],
    ['', '# late', '---'],
    ['%YAML 1.2', '---'],
  );
  const tail = pick(hand, [], [], [], ['', ''], ['# the end'], ['    # indented end', ''], ['...']);
  const mark = pick(hand, '\n', '\n', '\r\n');
  const bom = sometimes(hand, 6) ? '\uFEFF' : '';
  const end = sometimes(hand, 4) ? '' : mark;
  return bom + [...head, ...workflow(hand), ...tail].join(mark) + end;
}

function workflow(hand: Hand): readonly string[] {
  const jobs = ['build', 'Build', '"build "', "'1'", 'büild', 'build-2'].slice(0, 1 + hand.dice(4));
  return block(hand, [
    ...(sometimes(hand, 3) ? [pair(hand, 'name', 'the name')] : []),
    triggers(hand),
    ...permissions(hand),
    ...(sometimes(hand, 4) ? [variables(hand, 'env')] : []),
    [
      `jobs:${beside(hand)}`,
      ...indented(
        block(
          hand,
          jobs.map((id) => job(hand, id)),
        ),
        hand.step,
      ),
    ],
  ]);
}

const triggers = (hand: Hand): readonly string[] =>
  pick(
    hand,
    ['on: push'],
    ['on: [push, pull_request]'],
    ['on:', ...indented(['- push', '- pull_request'], hand.listStep)],
    ['on:', ...indented(['push:', 'pull_request:'], hand.step)],
    ['"on":', ...indented(['push: { branches: [main] } # only there', 'workflow_dispatch: ~'], hand.step)],
    [
      'on:',
      ...indented(
        ['push:', ...indented(['branches:', ...indented(['- main # default', "- 'v*'"], hand.listStep)], hand.step)],
        hand.step,
      ),
    ],
  );

function permissions(hand: Hand): readonly (readonly string[])[] {
  const plain = pick(hand, [], [['permissions: read-all']], [['permissions: {}']], [['permissions:']], null);
  const scopes = [
    ['contents', 'read'],
    ['id-token', 'write'],
  ] as const;
  return plain ?? [mapping(hand, 'permissions', scopes)];
}

const variables = (hand: Hand, key: string): readonly string[] =>
  mapping(
    hand,
    key,
    [
      ['NODE_ENV', 'test'],
      ['"ключ"', 'a: b'],
      ["'#x'", "it's"],
      ['EMPTY', ''],
    ].slice(0, 1 + hand.dice(4)) as [string, string][],
  );

function job(hand: Hand, id: string): readonly string[] {
  const kind = hand.dice(12);
  if (kind === 10) return [`${id}:${beside(hand)}`];
  if (kind === 11) return [`${id}: {}`];
  const entries = [
    pair(hand, 'runs-on', 'ubuntu-latest'),
    ...permissions(hand),
    ...(sometimes(hand, 4) ? [variables(hand, 'env')] : []),
    ...(sometimes(hand, 5) ? [['strategy:', ...indented(['matrix: { node: [18, 20], os: [a, b] }'], hand.step)]] : []),
    sometimes(hand, 10)
      ? ['steps: []']
      : [`steps:${beside(hand)}`, ...indented(list(hand, steps(hand)), hand.listStep)],
  ];
  return [`${id}:${beside(hand)}`, ...indented(block(hand, entries), hand.step)];
}

const steps = (hand: Hand): readonly (readonly string[])[] =>
  Array.from({ length: 1 + hand.dice(3) }, () => step(hand));

function step(hand: Hand): readonly string[] {
  const kind = hand.dice(8);
  if (kind === 4) return ['{ uses: actions/checkout@v4, with: { fetch-depth: 0 } } # short'];
  if (kind === 5) return [`uses: actions/checkout@v4${beside(hand)}`];
  if (kind === 6) return [`run: npm install${beside(hand)}`];
  const named = sometimes(hand, 2) ? [pair(hand, 'name', 'a step')] : [];
  const own =
    kind % 2 === 0
      ? [pair(hand, 'uses', 'actions/setup-node@v4'), ...(sometimes(hand, 2) ? [variables(hand, 'with')] : [])]
      : [pair(hand, 'run', 'npm install'), ...(sometimes(hand, 3) ? [variables(hand, 'env')] : [])];
  return block(hand, [...named, ...own]);
}
