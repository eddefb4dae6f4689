import { describe, expect, test } from 'vitest';
import { checkExitCode } from '../../src/cli/exit-code.ts';
import type { Finding } from '../../src/model/finding.ts';
import { compareAssessments, comparisonLines } from '../../src/report/comparison.ts';
import { assessed, assessment, control } from './sample.ts';

const finding = (observed: string, step: number, line = step): Finding => ({
  rule: 'unpinned',
  message: `${observed} can be moved`,
  observed,
  expected: 'a commit',
  location: { path: 'ci.yml', line, column: 1, endLine: line, endColumn: 2 },
  route: `jobs.a.steps.${step}.uses`,
});

const judged = (...findings: readonly Finding[]) =>
  assessment([assessed({ verdict: findings.length === 0 ? 'pass' : 'fail', gap: findings.length > 0, findings })]);

const key = (observed: string, step: number) => `sample-control/unpinned/ci.yml/jobs.a.steps.${step}.uses/${observed}`;

describe('what differs between two assessments', () => {
  test('new, fixed and unchanged are told by the keys of findings, not by lines', () => {
    const before = judged(finding('a@v1', 0, 9), finding('b@v1', 1));
    const now = judged(finding('a@v1', 0, 40), finding('c@v1', 1));
    expect(compareAssessments(now, before, 'main')).toEqual({
      against: 'main',
      fixed: [key('b@v1', 1)],
      new: [key('c@v1', 1)],
      unchanged: 1,
    });
  });

  test('a step that is added above others does not make them new', () => {
    const before = judged(finding('a@v1', 0), finding('b@v1', 1));
    const now = judged(finding('x@v1', 0), finding('a@v1', 1), finding('b@v1', 2));
    expect(compareAssessments(now, before, 'main')).toMatchObject({ fixed: [], new: [key('x@v1', 0)], unchanged: 2 });
  });

  test('the same once more is one more', () => {
    const before = judged(finding('a@v1', 0));
    const now = judged(finding('a@v1', 0), finding('a@v1', 3));
    expect(compareAssessments(now, before, 'main')).toMatchObject({ new: [key('a@v1', 3)], fixed: [], unchanged: 1 });
    expect(compareAssessments(before, now, 'main')).toMatchObject({ new: [], fixed: [key('a@v1', 3)], unchanged: 1 });
  });

  test('a gap without findings is told as well', () => {
    const gap = assessment([assessed({ verdict: 'fail', gap: true })]);
    expect(compareAssessments(gap, judged(), 'main').new).toEqual(['sample-control/gap///']);
    expect(compareAssessments(gap, gap, 'main')).toMatchObject({ new: [], fixed: [], unchanged: 1 });
  });

  test('the text names every new finding up to ten, with its place', () => {
    const now = judged(...Array.from({ length: 12 }, (_, n) => finding(`a${n}@v1`, n + 1)));
    const lines = comparisonLines(compareAssessments(now, judged(), 'main'), now);
    expect(lines[0]).toBe('compared with main: 12 new findings, 0 fixed, 0 unchanged');
    expect(lines[1]).toBe('  new: 4.01 ci.yml:1:1  a0@v1 can be moved');
    expect(lines).toHaveLength(12);
    expect(lines[11]).toBe('  and 2 more');
  });
});

describe('--fail-on-new', () => {
  const before = judged(finding('a@v1', 0));
  const ended = (now: ReturnType<typeof judged>) =>
    checkExitCode(now, 'must', false, compareAssessments(now, before, 'main'));

  test('ends with 1 for what is new, and for nothing else', () => {
    expect(checkExitCode(before, 'must', false)).toBe(1);
    expect(ended(before)).toBe(0);
    expect(ended(judged(finding('a@v1', 0), finding('b@v1', 1)))).toBe(1);
  });

  test('what is new below --fail-on does not count', () => {
    const now = assessment([
      assessed({ control: control({ tier: 'could' }), verdict: 'fail', gap: true, findings: [finding('b@v1', 1)] }),
    ]);
    expect(ended(now)).toBe(0);
  });
});
