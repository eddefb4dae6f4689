import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { type Control, type Detection, defineControl, type Tier } from '../../src/model/control.ts';
import { known, unknown } from '../../src/model/fact.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

const finding = { rule: 'gap', message: 'a gap', observed: 'x', expected: 'y', location: null };

const control = (id: string, tier: Tier, detect: () => Detection, needs: readonly 'tokenDefaults'[] = []): Control =>
  defineControl({
    id,
    number: `4.${id}`,
    section: 'actions',
    tier,
    title: id,
    why: 'because',
    trap: 'none',
    docs: ['https://docs.github.com/en'],
    rules: { gap: 'a gap' },
    needs,
    uses: ['repository'],
    detect,
    remedies: [
      {
        id: 'not-now',
        kind: 'edit',
        risk: 'safe',
        phase: 2,
        title: 'x',
        unavailable: () => 'it cannot',
        plan: () => [],
      },
      { id: 'do-it', kind: 'edit', risk: 'safe', phase: 2, title: 'y', plan: () => [] },
    ],
  });

const PASS = () => ({ verdict: 'pass', message: '' }) as const;
const FAIL = () => ({ verdict: 'fail', message: '', findings: [finding] }) as const;
const PARTIAL = () => ({ verdict: 'partial', message: '', findings: [finding] }) as const;

describe('assess', () => {
  test('a control whose need is unknown is unknown, and says how to know', () => {
    let asked = false;
    const result = assess(emptySnapshot(), [
      control(
        'a',
        'must',
        () => {
          asked = true;
          return FAIL();
        },
        ['tokenDefaults'],
      ),
    ]);
    expect(asked).toBe(false);
    expect(result.controls[0]).toMatchObject({
      verdict: 'unknown',
      gap: false,
      unknown: [{ fact: 'tokenDefaults', reason: 'not-asked' }],
    });
  });

  test('a pass that could not see everything is partial without a gap', () => {
    const limited = () => ({ verdict: 'pass', message: '', limitedBy: [{ fact: 'repository' }] }) as const;
    expect(assess(emptySnapshot(), [control('a', 'must', limited)]).controls[0]).toMatchObject({
      verdict: 'partial',
      gap: false,
    });
  });

  test('a limit by a fact that is known limits nothing', () => {
    const limited = () => ({ verdict: 'pass', message: '', limitedBy: [{ fact: 'tree' }] }) as const;
    expect(assess(emptySnapshot(), [control('a', 'must', limited)]).controls[0]?.verdict).toBe('pass');
  });

  test('offers the remedies that can be carried out; the first is recommended', () => {
    const [judged] = assess(emptySnapshot(), [control('a', 'must', FAIL)]).controls;
    expect(judged?.remedies.map(({ id, recommended }) => [id, recommended])).toEqual([['do-it', true]]);
  });

  test.each([
    [
      'all pass',
      [
        ['must', PASS],
        ['could', PASS],
      ],
      100,
    ],
    [
      'a failed must beside a passed could',
      [
        ['must', FAIL],
        ['could', PASS],
      ],
      25,
    ],
    ['a partial counts half', [['must', PARTIAL]], 50],
    [
      'rounded down',
      [
        ['must', PASS],
        ['must', PASS],
        ['must', FAIL],
      ],
      66,
    ],
    ['nothing judged', [['must', () => ({ verdict: 'not-applicable', message: '' }) as const]], null],
  ] as const)('percent: %s', (_name, rows, percent) => {
    const controls = rows.map(([tier, detect], index) => control(String(index), tier, detect));
    expect(assess(emptySnapshot(), controls).summary.percent).toBe(percent);
  });

  test('unknown is left out of the percentage', () => {
    const controls = [control('a', 'must', PASS), control('b', 'must', FAIL, ['tokenDefaults'])];
    expect(assess(emptySnapshot(), controls).summary).toMatchObject({ percent: 100, counts: { pass: 1, unknown: 1 } });
  });

  test('a waived finding is no gap, and is counted apart', () => {
    const waiver = { slug: 's', reason: 'r', expires: '2027-01-01', file: 'f', line: 1 };
    const result = assess(emptySnapshot(), [control('a', 'must', FAIL)], () => ({ waiver, remaining: [] }));
    expect(result.controls[0]).toMatchObject({ verdict: 'waived', gap: false, findings: [], waiver });
    expect(result.summary.counts.waived).toBe(1);
  });
});

test('known and unknown facts say where they come from', () => {
  const source = { via: 'api', at: 'GET /x' } as const;
  expect(known(1, source)).toEqual({ state: 'known', value: 1, source });
  expect(unknown('forbidden', 'ask', source)).toMatchObject({ state: 'unknown', reason: 'forbidden' });
});
