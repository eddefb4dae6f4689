import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { annotationsText } from '../../src/report/annotations.ts';
import { assessed, assessment, control } from './sample.ts';

const finding = (of: Partial<Finding> = {}): Finding => ({
  rule: 'unpinned',
  message: 'a tag can be moved',
  observed: 'a@v1',
  expected: 'a commit',
  location: { path: '.github/workflows/ci.yml', line: 9, column: 15, endLine: 9, endColumn: 34 },
  ...of,
});

const linesOf = (findings: readonly Finding[], of: Parameters<typeof control>[0] = {}) =>
  annotationsText(assessment([assessed({ control: control(of), verdict: 'fail', gap: true, findings })])).split('\n');

describe('annotations', () => {
  test('name file, line, column and control; the level is the tier', () => {
    const place = 'file=.github/workflows/ci.yml,line=9,col=15,endLine=9';
    const told = (level: string) => `::${level} ${place},title=4.01 Actions are pinned::a tag can be moved`;
    expect(linesOf([finding()])[0]).toBe(told('error'));
    expect(linesOf([finding()], { tier: 'should' })[0]).toBe(told('warning'));
    expect(linesOf([finding()], { tier: 'could' })[0]).toBe(told('notice'));
  });

  test('a span of several lines has no column', () => {
    const location = { path: 'a.yml', line: 2, column: 3, endLine: 5, endColumn: 1 };
    expect(linesOf([finding({ location })])[0]).toContain('::error file=a.yml,line=2,endLine=5,title=');
  });

  test('a setting is told by its request, an absent file by the message alone', () => {
    const location = { endpoint: 'GET /repos/acme/widgets' };
    expect(linesOf([finding({ location })])[0]).toBe(
      '::error title=4.01 Actions are pinned::a tag can be moved (GET /repos/acme/widgets)',
    );
    expect(linesOf([finding({ location: null })])[0]).toBe('::error title=4.01 Actions are pinned::a tag can be moved');
  });

  test('nothing from the repository ends a command or begins another', () => {
    const path = 'a,b:c%\r\n::error::owned';
    const message = '100 %\r\n::set-output name=x::y\n\u001B[2J::stop-commands::t';
    const lines = linesOf([finding({ message, location: { path, line: 1, column: 1, endLine: 1, endColumn: 1 } })]);
    expect(lines.filter((line) => line.startsWith('::'))).toHaveLength(1);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('file=a%2Cb%3Ac%25 %3A%3Aerror%3A%3Aowned,line=1');
    expect(lines[0]).toContain('::100 %25%0A::set-output name=x::y%0A::stop-commands::t');
  });

  test('ten a level, the others in one line, and a last line with the verdicts', () => {
    const must = assessed({ verdict: 'fail', gap: true, findings: Array.from({ length: 13 }, () => finding()) });
    const should = assessed({ ...must, control: control({ id: 'other', tier: 'should' }) });
    const few = assessed({ ...must, control: control({ id: 'third', tier: 'could' }), findings: [finding()] });
    const lines = annotationsText(assessment([must, should, few]))
      .trimEnd()
      .split('\n');
    const counts = ['::error ', '::warning ', '::notice '].map(
      (start) => lines.filter((line) => line.startsWith(start)).length,
    );
    expect(counts).toEqual([10, 10, 1]);
    expect(lines.at(-1)).toBe(
      'harden-builds: 0 %, 3 fail; not annotated: 3 more errors, 3 more warnings (--format text or sarif has them)',
    );
  });

  test('what is new comes first', () => {
    const findings = Array.from({ length: 12 }, (_, n) => finding({ observed: `a${n}`, message: `m${n}` }));
    const judged = assessment([assessed({ verdict: 'fail', gap: true, findings })]);
    const lines = annotationsText(judged, (_control, { observed }) => observed === 'a11').split('\n');
    expect(lines[0]).toContain('::m11');
    expect(lines[1]).toContain('::m0');
  });
});
