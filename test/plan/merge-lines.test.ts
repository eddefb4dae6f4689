import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from '../../src/plan/line-history.ts';
import { mergeLines } from '../../src/plan/merge-lines.ts';

const BASE = 'a\nb\nc\nd\ne\n';
const merged = (mine: string, theirs: string) => {
  const result = mergeLines(BASE, mine, theirs);
  return result.ok
    ? result.text
    : result.conflicts.map(({ line, mine: m, theirs: t }) => ({ line, m: m.join(''), t: t.join('') }));
};

describe('three texts', () => {
  test.each([
    ['changes apart are both taken', 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n', 'A\nb\nc\nd\nE\n'],
    ['the same change is taken once', 'a\nX\nc\nd\ne\n', 'a\nX\nc\nd\ne\n', 'a\nX\nc\nd\ne\n'],
    ['a line that one side took away stays away', 'a\nb\nc\nd\nE\n', 'b\nc\nd\ne\n', 'b\nc\nd\nE\n'],
    ['what was added at the end stays there', `${BASE}f\n`, `0\n${BASE}`, `0\n${BASE}f\n`],
  ])('%s', (_what, mine, theirs, expected) => expect(merged(mine, theirs)).toBe(expected));

  test.each([
    ['the same line', 'a\nB\nc\nd\ne\n', 'a\nX\nc\nd\ne\n', { line: 2, m: 'B\n', t: 'X\n' }],
    ['neighbours', 'a\nB\nc\nd\ne\n', 'a\nb\nC\nd\ne\n', { line: 2, m: 'B\nc\n', t: 'b\nC\n' }],
    ['a line that the other side took away', 'a\nB\nc\nd\ne\n', 'a\nc\nd\ne\n', { line: 2, m: 'B\n', t: '' }],
    ['two additions at one place', `${BASE}f\n`, `${BASE}g\n`, { line: 6, m: 'f\n', t: 'g\n' }],
  ])('changes of %s are a conflict with both sides', (_what, mine, theirs, conflict) =>
    expect(merged(mine, theirs)).toEqual([conflict]),
  );
});

const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n'), { maxLength: 9 }).map((lines) => lines.join(''));

describe('any texts', () => {
  test('without a change on one side the other side is the result', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeLines(base, base, other)).toEqual({ ok: true, text: other });
        expect(mergeLines(base, other, base)).toEqual({ ok: true, text: other });
        expect(mergeLines(base, other, other)).toEqual({ ok: true, text: other });
      }),
    );
  });

  test('the sides may be exchanged', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const [one, other] = [mergeLines(base, mine, theirs), mergeLines(base, theirs, mine)];
        if (one.ok || other.ok) expect(one).toEqual(other);
        else
          expect(one.conflicts).toEqual(
            other.conflicts.map(({ line, mine: m, theirs: t }) => ({ line, mine: t, theirs: m })),
          );
      }),
    );
  });

  test('no line comes from nowhere', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const result = mergeLines(base, mine, theirs);
        const count = (all: string, line: string) => linesOf(all).filter((each) => each === line).length;
        if (result.ok)
          for (const line of linesOf(result.text))
            expect(count(result.text, line)).toBeLessThanOrEqual(count(mine, line) + count(theirs, line));
      }),
    );
  });
});
