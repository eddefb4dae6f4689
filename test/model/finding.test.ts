import { expect, test } from 'vitest';
import { inReadingOrder, type Location } from '../../src/model/finding.ts';

const at = (path: string, line: number, column: number): Location => ({
  path,
  line,
  column,
  endLine: line,
  endColumn: column + 1,
});

test('places are read by path, line and column, and what is at no place comes last', () => {
  const read: readonly (Location | null)[] = [
    at('a.yml', 9, 1),
    at('b.yml', 2, 7),
    at('b.yml', 2, 12),
    at('b.yml', 10, 3),
    { endpoint: 'GET /repos/octo/app' },
    null,
  ];
  expect([...read.slice(0, 4).reverse(), ...read.slice(4)].toSorted(inReadingOrder)).toEqual(read);
  expect([...read.slice(4), ...read.slice(0, 4)].toSorted(inReadingOrder)).toEqual(read);
});
