import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { checkMarkdown } from '../../src/report/check-markdown.ts';
import { assessed, assessment, control, HOSTILE, TARGET } from './sample.ts';

const finding = (message: string): Finding => ({
  rule: 'unpinned',
  message,
  observed: 'a@v1',
  expected: 'a commit',
  location: { path: '.github/workflows/ci.yml', line: 9, column: 15, endLine: 9, endColumn: 34 },
});

describe('the summary of a step', () => {
  test('has a table for each section, and the evidence below', () => {
    const judged = assessment([
      assessed({ verdict: 'fail', gap: true, message: 'one tag', findings: [finding('`a@v1` can be moved')] }),
      assessed({ control: control({ id: 'other', number: '4.02', title: 'All is well' }) }),
    ]);
    const lines = checkMarkdown(judged, TARGET, ['compared with main: 1 new finding']).split('\n');
    expect(lines[0]).toBe('# Build security of acme/widgets  main @ 3f2c1ab');
    expect(lines).toContain('**50 %** of what could be judged: 1 pass, 1 fail.');
    expect(lines).toContain('- compared with main: 1 new finding');
    expect(lines).toContain('## 4 Harden GitHub Actions (50 %)');
    expect(lines.filter((line) => line.startsWith('| ✖ fail | [4.01 Actions are pinned]('))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('| ✔ pass | [4.02 All is well]('))).toHaveLength(1);
    expect(lines).toContain('- `.github/workflows/ci.yml:9:15` `a@v1` can be moved');
  });

  test('text of a repository stays text', () => {
    const judged = assessment([
      assessed({ verdict: 'fail', gap: true, message: HOSTILE, findings: [finding(`${HOSTILE}\n| more |`)] }),
    ]);
    const text = checkMarkdown(judged, TARGET);
    expect(text).not.toMatch(/\u001B|<!--|\*\*z|@here/);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(3);
    expect(rows[2]?.replaceAll('\\|', '').split('|')).toHaveLength(6);
  });

  test('stays below what a summary may hold, and says what is missing', () => {
    const long = 'ä'.repeat(390);
    const controls = Array.from({ length: 100 }, (_, n) =>
      assessed({
        control: control({ id: `control-${n}` }),
        verdict: 'fail',
        gap: true,
        message: long,
        findings: Array.from({ length: 60 }, () => finding(long)),
      }),
    );
    const text = checkMarkdown(assessment(controls), TARGET);
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
    expect(text).toMatch(/_Too long to be shown in full: \d+ more parts are in the text report\._\n$/);
    expect(text).toContain('- and 10 more');
  });
});
