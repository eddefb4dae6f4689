import { expect, test } from 'vitest';
import { blocksOf, patternOf } from './page-blocks.ts';

const PAGE = '# T\n\n```sh\necho a\n```\n\n```output\na\n```\n\n```yaml\nb: 1\n```\n\n```text\nnpm publish\n```\n';

test('the commands of a page are found with what they print', () => {
  expect(blocksOf(PAGE)).toEqual([
    { kind: 'sh', text: 'echo a\n', output: 'a\n', line: 4 },
    { kind: 'text', text: 'npm publish\n', output: null, line: 16 },
  ]);
});

test('an output without a command is a mistake of the page', () => {
  expect(() => blocksOf('```output\na\n```\n')).toThrow('line 2: no command has this output');
});

test.each([
  ['a\nb\n', 'a\nb\n', true],
  ['a\n…\nc\n', 'a\nb\nb\nc\n', true],
  ['a\n…\nc\n', 'a\nc\n', true],
  ['a\n…\nc\n', 'a\nb\n', false],
  ['a … c\n', 'a b c\n', true],
  ['a … c\n', 'a b\nx c\n', false],
  ['a\n', 'a\nb\n', false],
  ['a.c\n', 'abc\n', false],
])('%j shown and %j printed: %s', (shown, printed, fits) => {
  expect(patternOf(shown).test(printed)).toBe(fits);
});
