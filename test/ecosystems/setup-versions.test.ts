import { expect, test } from 'vitest';
import { exactnessOf } from '../../src/ecosystems/setup-versions.ts';

test.each([
  ['24.1.0', 'fixed'],
  ['v2.4.1', 'fixed'],
  ['3.13', 'fixed'],
  ['3.13-dev', 'fixed'],
  ['~1.25.0', 'fixed'],
  ['>=3.12 <3.14', 'fixed'],
  ['nightly-2026-01-01', 'fixed'],
  ['24', 'major'],
  ['24.x', 'major'],
  ['24.*', 'major'],
  ['~> v2', 'major'],
  ['^1.2.3', 'major'],
  ['latest', 'floating'],
  ['lts/*', 'floating'],
  ['lts/-1', 'floating'],
  ['stable', 'floating'],
  ['*', 'floating'],
  ['>=3.12', 'floating'],
  ['> 3', 'floating'],
  ['', 'missing'],
  ['${{ inputs.v }}', 'computed'],
])('%s is %s', (version, exactness) => {
  expect(exactnessOf(version)).toBe(exactness);
});
