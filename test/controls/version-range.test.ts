import { describe, expect, it } from 'vitest';
import { isOneSlip } from '../../src/controls/look-alikes.ts';
import { isInRange } from '../../src/controls/version-range.ts';

const version = (text: string) => ({ numbers: text.split('.').map(Number), floating: text.split('.').length < 3 });

describe('isInRange', () => {
  it.each([
    ['1.0.0', '>= 1.0.0, < 2.0.0', true],
    ['2.0.0', '>= 1.0.0, < 2.0.0', false],
    ['0.9.9', '>= 1.0.0, < 2.0.0', false],
    ['45.0.7', '<= 45.0.7', true],
    ['45.0.8', '<= 45.0.7', false],
    ['1.0.0', '> 1.0.0', false],
    ['1.0.1', '> 1.0.0', true],
    ['3.1.0', '= 3.1', true],
    ['3.1.1', '= 3.1.0', false],
    ['2.9.0', '< 3', true],
    ['2', '< 2.3.0', false],
    ['1', '< 2.3.0', true],
    ['10.0.0', '< 9.0.0', false],
    ['1.0.0', 'somehow', null],
    ['5.0.0', 'somehow, < 2.0.0', false],
  ])('%s in %s: %s', (text, range, answer) => expect(isInRange(version(text), range)).toBe(answer));

  it('does not guess at numbers that a commit’s comment leaves out', () => {
    expect(isInRange({ numbers: [2], floating: false }, '< 2.3.0')).toBe(null);
  });
});

describe('isOneSlip', () => {
  it.each([
    ['actions', 'action', true],
    ['action', 'actions', true],
    ['actoins', 'actions', true],
    ['actiong', 'actions', true],
    ['xactions', 'actions', true],
    ['actions', 'actions', false],
    ['act', 'actions', false],
    ['octo', 'actions', false],
    ['acsiont', 'actions', false],
  ])('%s and %s: %s', (a, b, answer) => expect(isOneSlip(a, b)).toBe(answer));
});
