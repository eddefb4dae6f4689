import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextPathsIn, expressionsIn } from '../../src/workflow/expressions.ts';
import { maskExpressions } from '../../src/workflow/mask-expressions.ts';
import { secretsIn } from '../../src/workflow/secret-references.ts';

describe('expressionsIn', () => {
  it('finds each, and is not fooled by braces in a string', () => {
    expect(expressionsIn("a ${{ x }} b ${{ format('}}', y) }} ${{ open")).toEqual([
      { text: 'x', start: 2, end: 10 },
      { text: "format('}}', y)", start: 13, end: 35 },
    ]);
  });
});

describe('contextPathsIn', () => {
  it.each([
    ['github.event.issue.title', ['github.event.issue.title']],
    ["GitHub['head_ref'] == 'a'", ['github.head_ref']],
    ['github.event[env.KEY].x', ['github.event.*.x', 'env.KEY']],
    ['github.event.*.body', ['github.event.*.body']],
    ["contains(fromJSON(needs.a.outputs.b), 'secrets.X')", ['needs.a.outputs.b']],
    ['toJSON(secrets)', ['secrets']],
  ])('%s', (expression, paths) => {
    expect(contextPathsIn(expression)).toEqual({ known: true, paths });
  });

  it('is not known when it cannot be read', () => {
    expect(contextPathsIn("'open")).toMatchObject({ known: false });
  });
});

describe('secretsIn', () => {
  it.each([
    ['${{ secrets.A }}${{ secrets.A || secrets.b }}', ['A', 'b']],
    ['${{ secrets.GITHUB_TOKEN }} ${{ secrets.github_token }}', []],
    ['${{ secrets[inputs.name] }}', ['*']],
    ['${{ secrets.A @ }}', ['*']],
    ['secrets.A', []],
  ])('%s', (text, names) => {
    expect(secretsIn(text)).toEqual(names);
  });
});

it('masking keeps every offset', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('${{', '}}', "'", 'x', '\n', ' ')), (parts) => {
      const text = parts.join('');
      expect(maskExpressions(text)).toHaveLength(text.length);
    }),
  );
});
