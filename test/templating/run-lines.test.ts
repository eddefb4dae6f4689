import { describe, expect, test } from 'vitest';
import { runLines } from '../../src/templating/run-lines.ts';

const linesOf = (source: string): readonly number[] => [...runLines(source).lines];

describe('the lines of a template that become code', () => {
  test('are those of run: and script:, in every style', () => {
    expect(linesOf('- run: a\n- name: b')).toEqual([1]);
    expect(linesOf('- run: |\n    a\n\n    b\n  name: c')).toEqual([1, 2, 3, 4]);
    expect(linesOf('- run: >-\n    a\n- run: b')).toEqual([1, 2, 3]);
    expect(linesOf('- run: a\n    goes on\n  name: c')).toEqual([1, 2]);
    expect(linesOf('- run:\n    a\n  name: c')).toEqual([1, 2]);
    expect(linesOf('  with:\n    script: |\n      a\n    b: c')).toEqual([2, 3]);
  });

  test('go on behind a block tag, whatever its indentation', () => {
    expect(linesOf('- run: |\n    a\n{{#if x}}\n    b\n{{/if}}\n  name: c')).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    '- "run": a',
    "- 'run': a",
    '- { run: a }',
    '- {name: b, run: a}',
    '- run : a',
    '? run\n: a',
    '- run: *code',
    '- run: &code a',
    '- run: !!str a',
  ])('%j is a spelling in which code could hide', (source) => {
    expect(runLines(source).problems).toHaveLength(1);
  });
});
