import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../src/model/operation.ts';
import { applyOperations } from '../../../src/workflow/apply-operations.ts';
import { damageOf } from '../../../src/workflow/prove-no-damage.ts';
import { textFile } from '../text-file.ts';

function edited(text: string, operation: Operation): string {
  const file = textFile(text, 'ci.yml');
  const applied = applyOperations(file, [operation]);
  if (!applied.ok) throw new Error(applied.reason);
  expect(damageOf(file, { ...file, text: applied.text }, [operation])).toBeNull();
  return applied.text;
}

describe('what generated workflows showed', () => {
  it('puts no blank line below a text that would take it in', () => {
    const text = 'on: push\n\nrun: |+\n  first\n\n\n\njobs: {}\n';
    const operation: Operation = { op: 'add-key', route: [], key: 'name', value: 'x', after: 'run' };
    expect(edited(text, operation)).toBe('on: push\n\nrun: |+\n  first\n\n\n\nname: x\njobs: {}\n');
  });

  it('takes the blank lines below a removed key along where a text above would take them in', () => {
    const text = 'run: |2+\n  first\nname: x\n\njobs: {}\n';
    expect(edited(text, { op: 'remove', route: ['name'] })).toBe('run: |2+\n  first\njobs: {}\n');
  });

  it('puts a key below one that begins with a question mark, at its column', () => {
    const text = 'steps:\n  - ? run\n    : npm install\n';
    const operation: Operation = { op: 'add-key', route: ['steps', 0], key: 'name', value: 'x' };
    expect(edited(text, operation)).toBe('steps:\n  - ? run\n    : npm install\n    name: x\n');
  });

  it('removes a key that begins with a question mark whole', () => {
    const text = 'a: 1\n# about b\n? b\n: 2\nc: 3\n';
    expect(edited(text, { op: 'remove', route: ['b'] })).toBe('a: 1\nc: 3\n');
  });
});
