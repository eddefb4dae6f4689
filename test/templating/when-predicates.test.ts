import { describe, expect, test } from 'vitest';
import { applies, isPredicate } from '../../src/templating/when-predicates.ts';

describe('when a template applies', () => {
  test('is when one of its predicates holds, or it names none', () => {
    const views = { ecosystems: ['docker', 'npm'] };
    expect(applies([], {})).toBe(true);
    expect(applies(['has-pnpm', 'has-npm'], views)).toBe(true);
    expect(applies(['has-pnpm'], views)).toBe(false);
  });

  test('is never inferred from a view that is not known', () => {
    expect(applies(['has-npm'], { ecosystems: null })).toBe(false);
    expect(applies(['has-npm'], {})).toBe(false);
    expect(applies(['has-npm'], { ecosystems: 'npm' })).toBe(false);
  });

  test('is said with names from a closed list', () => {
    expect(isPredicate('has-npm')).toBe(true);
    for (const name of ['has-everything', 'constructor', '']) expect(isPredicate(name)).toBe(false);
  });
});
