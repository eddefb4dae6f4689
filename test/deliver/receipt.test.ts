import { describe, expect, test } from 'vitest';
import { quoted, receiptOf, undoBranch, undoFile } from '../../src/deliver/receipt.ts';
import type { Outcome } from '../../src/model/delivery.ts';

const OUTCOME: Outcome = {
  kind: 'branch',
  state: 'delivered',
  branch: 'harden-builds/init',
  commit: 'b'.repeat(40),
  url: null,
  notes: [],
  steps: [{ kind: 'ref', target: 'refs/heads/x', before: null, after: 'b', inverse: undoBranch('x'), state: 'done' }],
};

describe('a receipt', () => {
  test('says what was done, when, by what and on which commit, and its id can be a file name', () => {
    const context = {
      at: '2026-01-31T08:15:00.123Z',
      tool: { name: 'harden-builds', version: '0.1.0' },
      repository: 'github.com/octo/app',
      base: { ref: 'main', sha: 'a'.repeat(40) },
      packs: [{ name: 'acme', version: '1.0.0', source: 'github:acme/templates@v1', resolved: 'c'.repeat(40) }],
    };
    expect(receiptOf(OUTCOME, context)).toEqual({
      schemaVersion: 1,
      id: '20260131T081500123Z-branch',
      ...context,
      delivery: 'branch',
      steps: OUTCOME.steps,
    });
  });

  test('names commands that a shell reads as one argument each', () => {
    expect(undoBranch('harden-builds/init')).toBe('git branch -D harden-builds/init');
    expect(undoBranch("it's;rm -rf ~")).toBe("git branch -D 'it'\\''s;rm -rf ~'");
    expect(undoFile('a b.yml', 'abc')).toBe("git restore --source=abc -- 'a b.yml'");
    expect(undoFile('$(x).yml', null)).toBe("git clean -f -x -- '$(x).yml'");
    expect(quoted('')).toBe("''");
  });
});
