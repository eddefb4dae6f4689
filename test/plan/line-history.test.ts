import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyOf, hunksOf, linesOf, rewrite } from '../../src/plan/line-history.ts';

const texts = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd\n'), { maxLength: 12 })
  .map((lines) => lines.join(''));

describe('line history', () => {
  test('a line changed by one control belongs to it, and the others stay nobody’s', () => {
    const history = rewrite(historyOf('one\ntwo\nthree\n'), 'one\n2\nthree\n', 'pins');
    expect(hunksOf(history)).toEqual([
      { before: { line: 2, count: 1 }, after: { line: 2, count: 1 }, controls: ['pins'] },
    ]);
  });

  test('a line changed twice names both controls', () => {
    const once = rewrite(historyOf('one\ntwo\n'), 'one\n2\n', 'first');
    expect(hunksOf(rewrite(once, 'one\nII\n', 'second'))[0]?.controls).toEqual(['first', 'second']);
  });

  test('a new file is one hunk', () => {
    expect(hunksOf(rewrite(historyOf(''), 'a\nb\n', 'new'))).toEqual([
      { before: { line: 1, count: 0 }, after: { line: 1, count: 2 }, controls: ['new'] },
    ]);
  });

  test('property: replaying the hunks on the base gives the final text', () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, middle, final) => {
        const history = rewrite(rewrite(historyOf(base), middle, 'x'), final, 'y');
        const before = linesOf(base);
        const after = linesOf(final);
        const out: string[] = [];
        let at = 0;
        for (const hunk of hunksOf(history)) {
          out.push(...before.slice(at, hunk.before.line - 1));
          out.push(...after.slice(hunk.after.line - 1, hunk.after.line - 1 + hunk.after.count));
          at = hunk.before.line - 1 + hunk.before.count;
          expect(hunk.controls.length).toBeGreaterThan(0);
        }
        out.push(...before.slice(at));
        expect(out.join('')).toBe(final);
      }),
    );
  });
});
