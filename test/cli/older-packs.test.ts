import { expect, test } from 'vitest';
import { sourceThen } from '../../src/cli/older-packs.ts';

test.each([
  ['github:acme/templates/ci@v2', '1.2.0+0123456789ab', 'github:acme/templates/ci@0123456789ab'],
  ['github:acme/templates@main', '1.2.0', null],
  ['npm:@acme/templates@2.0.0', '1.2.0+abcdefABCDEF', 'npm:@acme/templates@1.2.0'],
  ['./templates', '1.2.0+0123456789ab', null],
  ['built-in', '0.1.0', null],
])('the pack %s in the version %s is %s', (source, recorded, expected) =>
  expect(sourceThen(source, recorded)).toBe(expected),
);
