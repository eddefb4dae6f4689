import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairsCovered } from '../../src/templating/pairs-covered.ts';

const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.uniqueArray(fc.nat(9), { maxLength: 5 }));

test('every value of a name meets every value of every other name', () => {
  fc.assert(
    fc.property(values, (all) => {
      const rows = pairsCovered(all);
      for (const [one, first] of Object.entries(all))
        for (const [other, second] of Object.entries(all))
          for (const a of first)
            for (const b of one === other ? [a] : second)
              expect(rows.some((row) => row[one] === a && row[other] === b)).toBe(true);
    }),
  );
});

test('in far fewer rows than all combinations, and the same ones again', () => {
  const all = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, [0, 1, 2, 3]]));
  expect(pairsCovered(all).length).toBeLessThan(40);
  expect(pairsCovered(all)).toEqual(pairsCovered(all));
});
