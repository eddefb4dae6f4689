import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { branchName } from '../../src/cli/branch-name.ts';
import { wantsColour } from '../../src/cli/colour.ts';
import { checkExitCode } from '../../src/cli/exit-code.ts';
import { lastRunOf, parseLastRun, sinceLast, sinceLines } from '../../src/cli/last-run.ts';
import { distance, nearestNames, orList } from '../../src/cli/nearest-names.ts';
import { parseRepositoryName, refuseBranchName } from '../../src/cli/validate-names.ts';
import { assessed, assessment, control, TARGET } from '../report/sample.ts';

describe('near names', () => {
  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('from %j to %j it is %i slips', (a, b, slips) => {
    expect(distance(a, b)).toBe(slips);
  });

  test('the distance is one: same both ways, none to itself, never more than the longer name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  test('offers what is near and nothing that is far', () => {
    expect(nearestNames('permisions', ['permissions', 'pins', 'owners'])).toEqual(['permissions']);
    expect(nearestNames('pinned', ['actions-sha-pinned'])).toEqual(['actions-sha-pinned']);
    expect(nearestNames('zzzz', ['permissions'])).toEqual([]);
    expect(orList(['a', 'b', 'c'])).toBe('a, b or c');
  });
});

describe('names', () => {
  test.each(['octo/app', 'Octo-1/app.js', 'ghe.example.com/o/a', 'localhost:8443/o/a'])(
    '%s names a repository',
    (text) => {
      expect(parseRepositoryName(text)).not.toBeNull();
    },
  );

  test.each([
    '',
    'octo',
    'octo/',
    '/app',
    'octo/.',
    'octo/..',
    'octo/a b',
    'https://github.com/o/a',
    'o/a/b/c',
    'o/a\u001B',
  ])('%j does not', (text) => {
    expect(parseRepositoryName(text)).toBeNull();
  });

  test('a branch is named after what is asked for, and git takes the name', () => {
    expect(branchName(null, [])).toBe('harden-builds/init');
    expect(branchName(null, ['4.01', 'sign'])).toBe('harden-builds/4-01-sign');
    expect(branchName('mine', ['4.01'])).toBe('mine');
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (only) => {
        expect(refuseBranchName(branchName(null, only))).toBeNull();
      }),
    );
  });
});

describe('colour', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ] as const)('%j on a terminal: %s', (environment, isTerminal, wanted) => {
    expect(wantsColour({ color: null, output: null }, environment, isTerminal)).toBe(wanted);
    expect(wantsColour({ color: false, output: null }, environment, isTerminal)).toBe(false);
  });
});

describe('the exit code of check', () => {
  const of = (tier: 'must' | 'should' | 'could', verdict: 'fail' | 'partial' | 'unknown', gap: boolean) =>
    assessment([assessed({ control: control({ tier }), verdict, gap })]);

  test.each([
    [of('must', 'fail', true), 'must', false, 1],
    [of('should', 'fail', true), 'must', false, 0],
    [of('should', 'fail', true), 'should', false, 1],
    [of('could', 'fail', true), 'could', false, 1],
    [of('must', 'fail', true), 'never', false, 0],
    [of('must', 'partial', false), 'could', false, 0],
    [of('must', 'unknown', false), 'must', false, 0],
    [of('must', 'unknown', false), 'must', true, 1],
    [of('should', 'unknown', false), 'must', true, 0],
    [of('should', 'unknown', false), 'never', true, 1],
  ] as const)('%#', (judged, failOn, onUnknown, code) => {
    expect(checkExitCode(judged, failOn, onUnknown)).toBe(code);
  });
});

describe('since last time', () => {
  const finding = (observed: string) => ({ rule: 'r', message: 'm', observed, expected: 'e', location: null });
  const failing = (...observed: readonly string[]) =>
    assessment([assessed({ verdict: 'fail', gap: true, findings: observed.map(finding) })]);
  const kept = (of: ReturnType<typeof assessment>) =>
    parseLastRun(JSON.parse(JSON.stringify(lastRunOf(of, TARGET, '2026-11-01T00:00:00Z'))));

  test('knows what was fixed, what slipped, and what is only the same', () => {
    const passing = assessment([assessed()]);
    expect(sinceLast(kept(failing('a')), passing, TARGET)).toMatchObject({ fixed: ['sample-control'], slipped: [] });
    expect(sinceLast(kept(passing), failing('a'), TARGET)).toMatchObject({ fixed: [], slipped: ['sample-control'] });
    expect(sinceLast(kept(failing('a')), failing('a'), TARGET)).toMatchObject({ fixed: [], slipped: [] });
    expect(sinceLast(kept(failing('a')), failing('a', 'b'), TARGET)).toMatchObject({ slipped: ['sample-control'] });
    expect(sinceLines(sinceLast(kept(failing('a')), passing, TARGET), kept(failing('a')))).toEqual([
      'fixed since 2026-11-01: sample-control',
    ]);
  });

  test('does not compare another way of looking, and takes nothing that it did not write', () => {
    const local = { ...TARGET, mode: 'local' } as const;
    expect(sinceLast(kept(failing('a')), failing('a'), local)).toEqual({
      kind: 'not-compared',
      because: 'the last run looked with the host',
    });
    expect(sinceLast(null, failing('a'), TARGET)).toBeNull();
    for (const value of [
      null,
      3,
      {},
      { schemaVersion: 2 },
      { schemaVersion: 1, at: 'x', verdicts: {}, findings: 'no' },
    ])
      expect(parseLastRun(value)).toBeNull();
  });
});
