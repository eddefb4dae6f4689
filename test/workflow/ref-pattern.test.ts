import { expect, test } from 'vitest';
import { refMatches } from '../../src/workflow/ref-pattern.ts';

test.each([
  ['refs/tags/v*', 'refs/tags/v1.2.3', true],
  ['refs/tags/v*', 'refs/tags/app/v1.2.3', false],
  ['refs/tags/**/*', 'refs/tags/app/v1', true],
  ['refs/tags/**/*', 'refs/tags/v1', true],
  ['refs/tags/**', 'refs/tags/app/v1', true],
  ['refs/tags/v?', 'refs/tags/v1', true],
  ['refs/tags/v?', 'refs/tags/v12', false],
  ['refs/tags/v[0-9].*', 'refs/tags/v1.2', true],
  ['refs/tags/v1.0', 'refs/tags/v1x0', false],
  ['~ALL', 'refs/tags/anything', true],
  ['refs/tags/[z-a]', 'refs/tags/b', false],
])('%s names %s: %s', (pattern, ref, named) => {
  expect(refMatches(pattern, ref)).toBe(named);
});
