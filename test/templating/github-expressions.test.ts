import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hideExpressions, restoreExpressions } from '../../src/templating/github-expressions.ts';

describe('GitHub expressions in a template', () => {
  test('are hidden and put back exactly, whatever surrounds them', () => {
    const expression = fc.constantFrom('${{ github.ref }}', "${{ format('}} {0}', 1) }}", '${{x}}', "${{ 'it''s' }}");
    const plain = fc.string().filter((text) => !text.includes('{') && !text.includes('}') && !text.endsWith('$'));
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, expression)), plain, (parts, end) => {
        const source = parts.flat().join('') + end;
        const hidden = hideExpressions(source);
        if (!hidden.ok) throw new Error(hidden.problem);
        expect(hidden.text).not.toContain('{');
        expect(hidden.expressions).toHaveLength(parts.length);
        expect(restoreExpressions(hidden.text, hidden.expressions)).toBe(source);
      }),
    );
  });

  test.each([
    ['a\n${{ {{name}} }}', 2, 'template text inside a GitHub expression'],
    ['${{ github.ref', 1, 'not closed on its line'],
    ['a\nb\n${{ github.ref\n}}', 3, 'not closed on its line'],
    ["${{ 'open }}", 1, 'not closed on its line'],
    ['a \uE0000\uE001', 1, 'private-use character'],
  ])('%j is refused', (source, line, problem) => {
    expect(hideExpressions(source)).toMatchObject({ ok: false, line, problem: expect.stringContaining(problem) });
  });
});
