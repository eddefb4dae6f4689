import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excludeEachOther } from '../../src/workflow/exclusive-conditions.ts';

const TAG = "startsWith(github.ref, 'refs/tags/v')";
const MAIN = "github.ref == 'refs/heads/main'";

describe('conditions that never hold together', () => {
  test.each([
    ['an expression and its negation', 'inputs.nightly', '!inputs.nightly'],
    ['the same, written differently', "${{ github.event_name == 'push' }}", "github.event_name != 'PUSH'"],
    ['different values of one context', "github.event_name == 'push'", "'schedule' == github.event_name"],
    ['a tag and a branch', TAG, MAIN],
    ['a tag and no tag', TAG, "!startsWith(github.ref, 'refs/tags/')"],
    ['tags that begin differently', TAG, "startsWith(github.ref, 'refs/tags/nightly')"],
    ['one of several that hold together', `${TAG} && inputs.a`, `inputs.b && ${MAIN}`],
    ['each of several alternatives', `${TAG} || inputs.a`, `${MAIN} && !inputs.a`],
    ['the negation of both', "!(github.ref_type == 'tag' || inputs.a)", 'inputs.a'],
    ['a function and its negation', "contains(github.ref, '-')", "!contains(github.ref, '-')"],
  ])('%s', (_name, one, other) => {
    expect(excludeEachOther([one], [other])).toBe(true);
    expect(excludeEachOther([other], [one])).toBe(true);
  });

  test('of job and step together', () => {
    expect(excludeEachOther([null, TAG], [MAIN, null])).toBe(true);
    expect(excludeEachOther(['inputs.a', TAG], ['inputs.a', MAIN])).toBe(true);
  });
});

describe('conditions that may hold together', () => {
  test.each([
    ['no condition', null, TAG],
    ['a part of the other', TAG, "startsWith(github.ref, 'refs/tags/v1')"],
    ['a value that begins so', "github.ref == 'refs/tags/v1'", TAG],
    ['neither of two values', "github.ref != 'a'", "github.ref != 'b'"],
    ['not one value, but another', "github.ref == 'a'", "github.ref != 'b'"],
    ['different contexts', 'inputs.a', '!inputs.b'],
    ['one alternative of several', `${TAG} || inputs.a`, MAIN],
    ['a value of the matrix, which has many', "matrix.os == 'a'", "matrix.os == 'b'"],
    ['a step of another job', "steps.a.outputs.b == 'a'", "steps.a.outputs.b == 'b'"],
    ['how far the job is', 'failure()', '!failure()'],
    ['what cannot be read', 'inputs.a &&', '!inputs.a'],
    ['a comparison of numbers', 'github.run_attempt > 1', '!(github.run_attempt > 1)'],
  ])('%s', (_name, one, other) => {
    expect(excludeEachOther([one], [other])).toBe(false);
    expect(excludeEachOther([other], [one])).toBe(false);
  });

  test('too many ways to be told apart', () => {
    const many = Array.from({ length: 8 }, (_, n) => `(inputs.a${n} || inputs.b${n})`).join(' && ');
    expect(excludeEachOther([`inputs.x && ${many}`], ['!inputs.x'])).toBe(false);
  });
});

/** Conditions over three yes-or-no values, which can be tried out. */
const condition = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('inputs.a', 'inputs.b', 'inputs.c'),
    tie('any').map((one) => `!(${one})`),
    fc.tuple(tie('any'), tie('any')).map(([one, other]) => `(${one} && ${other})`),
    fc.tuple(tie('any'), tie('any')).map(([one, other]) => `(${one} || ${other})`),
  ),
})).any;

const holds = (text: string, truth: readonly boolean[]): boolean => {
  const script = text.replaceAll(/inputs\.([abc])/g, (_, name: string) => String(truth['abc'.indexOf(name)]));
  return new Function(`return ${script};`)() === true;
};

test('what is said to exclude each other never holds together', () => {
  const truths = Array.from({ length: 8 }, (_, n) => [1, 2, 4].map((bit) => (n & bit) !== 0));
  fc.assert(
    fc.property(condition, condition, (one, other) => {
      if (!excludeEachOther([one], [other])) return;
      expect(truths.filter((truth) => holds(one, truth) && holds(other, truth))).toEqual([]);
    }),
  );
});
