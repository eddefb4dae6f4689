import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlannedFile } from '../../src/model/plan.ts';
import { historyOf, hunksOf, rewrite } from '../../src/plan/line-history.ts';
import { unifiedDiff } from '../../src/plan/unified-diff.ts';

const planned = (path: string, before: string | null, after: string): PlannedFile => ({
  path,
  mode: '100644',
  before,
  after,
  hunks: hunksOf(rewrite(historyOf(before ?? ''), after, 'control')),
  controls: ['control'],
  risk: 'safe',
  summaries: [],
  causes: [],
});

/** What `git apply` makes of the patch in an otherwise empty repository. */
function applied(file: PlannedFile): string {
  const root = mkdtempSync(join(tmpdir(), 'harden-builds-diff-'));
  try {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'core.autocrlf=false', ...args], { stdio: 'pipe' });
    git('init', '-q');
    if (file.before !== null) {
      mkdirSync(dirname(join(root, file.path)), { recursive: true });
      writeFileSync(join(root, file.path), file.before);
    }
    writeFileSync(join(root, '.patch'), unifiedDiff([file]));
    git('apply', '--whitespace=nowarn', '.patch');
    return readFileSync(join(root, file.path), 'utf8');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('unified diff', () => {
  test('nothing to change is an empty patch', () => {
    expect(unifiedDiff([])).toBe('');
    expect(unifiedDiff([planned('a.yml', 'x\n', 'x\n')])).toBe('');
  });

  test.each([
    ['a new file', 'new/dir/a.yml', null, 'one\ntwo\n'],
    ['a new file without a final newline', 'a.yml', null, 'one\ntwo'],
    ['a changed last line without a newline', 'a.yml', 'one\ntwo', 'one\n2'],
    ['a newline added at the end', 'a.yml', 'one\ntwo', 'one\ntwo\n'],
    ['CRLF', 'a.yml', 'one\r\ntwo\r\n', 'one\r\nand\r\ntwo\r\n'],
    ['a path with spaces, quotes and letters beyond ASCII', 'ordner ü/"a".yml', 'a\n', 'b\n'],
    ['two hunks far apart', 'a.yml', 'a\n'.repeat(30), `x\n${'a\n'.repeat(30)}y\n`],
  ])('git applies %s', (_name, path, before, after) => {
    expect(applied(planned(path, before, after))).toBe(after);
  });

  test('property: git applies what is written', { timeout: 120_000 }, () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '- x', '+ y', '\\ z'), { minLength: 1, maxLength: 25 });
    const text = fc.tuple(lines, fc.boolean()).map(([all, end]) => all.join('\n') + (end ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== '' && after !== '' && before !== after);
        expect(applied(planned('f.txt', before, after))).toBe(after);
      }),
      { numRuns: 40 },
    );
  });
});
