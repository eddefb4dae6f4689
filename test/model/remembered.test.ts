import { expect, test } from 'vitest';
import { remembered } from '../../src/model/remembered.ts';

test('a view is made once for each pair of things, an undefined one as well', () => {
  const made: (readonly object[])[] = [];
  const view = remembered((first: object, second: object) => {
    made.push([first, second]);
    return undefined;
  });
  const [a, b, c] = [{}, {}, {}];
  for (const [first, second] of [
    [a, b],
    [a, b],
    [a, c],
    [b, a],
    [a, c],
  ] as const)
    view(first, second);
  expect(made).toEqual([
    [a, b],
    [a, c],
    [b, a],
  ]);
  expect(made[0]?.[0]).toBe(a);
});
