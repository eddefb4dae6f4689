import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/model/operation.ts';
import { damageOf } from '../../src/workflow/prove-no-damage.ts';
import { textFile } from './text-file.ts';

const BEFORE =
  '# head\non: push\njobs:\n  a:\n    steps:\n      - uses: a/b@v4 # v4 keep\n      - run: |\n          echo # text\n';
const PIN: Operation = {
  op: 'set-scalar',
  route: ['jobs', 'a', 'steps', 0, 'uses'],
  was: 'a/b@v4',
  now: 'a/b@0',
  comment: 'v4.1.0',
};
const AFTER = BEFORE.replace('a/b@v4 # v4 keep', 'a/b@0 # v4.1.0 keep');
const damageOfText = (file: ReturnType<typeof textFile>, text: string, operations: readonly Operation[]) =>
  damageOf(file, { ...file, text }, operations);
const damage = (after: string, ...operations: readonly Operation[]) =>
  damageOfText(textFile(BEFORE), after, operations);

describe('damageOf', () => {
  it('finds nothing in what was declared', () => {
    expect(damage(AFTER, PIN)).toBeNull();
    expect(damage(BEFORE)).toBeNull();
  });

  it.each([
    ['another value changed', AFTER.replace('on: push', 'on: pull_request'), /differs .* at on/],
    ['the declared change is missing', BEFORE, /differs .*uses/],
    ['a key was added', `${AFTER}env: {}\n`, /differs .*env/],
    ['a key was moved', AFTER.replace('# head\non: push\n', '# head\n').replace(/$/, 'on: push\n'), /line 3/],
    ['the text of a step changed', AFTER.replace('echo # text', 'echo'), /differs .*run/],
    ['a comment line is gone', AFTER.replace('# head\n', ''), /line 1 changed: # head/],
    ['words beside the version are gone', AFTER.replace(' keep', ''), /comment on line 6 is gone: # v4 keep/],
    ['a line break changed', AFTER.replace('on: push\n', 'on: push\r\n'), /line 2/],
    ['the byte-order mark changed', `\uFEFF${AFTER}`, /byte-order/],
    ['it cannot be read', `${AFTER}]`, /edited file/],
  ])('says when %s', (_name, after, message) => {
    expect(damage(after, PIN)).toMatch(message);
  });

  it('counts items as they were when the operation came', () => {
    const insert: Operation = { op: 'insert-item', route: ['jobs', 'a', 'steps'], index: 0, value: { run: 'x' } };
    const pin: Operation = { ...PIN, route: ['jobs', 'a', 'steps', 1, 'uses'] };
    const after = AFTER.replace('      - uses', '      - run: x\n      - uses');
    expect(damage(after, insert, pin)).toBeNull();
    expect(damage(after.replace(' keep', ''), insert, pin)).toMatch(/keep/);
  });

  it('lets the first key that is left move up to the dash, however many went before it', () => {
    const before = textFile('steps:\n  - id: a\n    name: b\n    run: c\n');
    const gone = (key: string): Operation => ({ op: 'remove', route: ['steps', 0, key] });
    expect(damageOfText(before, 'steps:\n  - run: c\n', [gone('id'), gone('name')])).toBeNull();
    expect(damageOfText(before, 'steps:\n  - run: c\n', [gone('name'), gone('id')])).toBeNull();
    expect(damageOfText(before, 'steps:\n  - run:  c\n', [gone('id')])).not.toBeNull();
  });

  it('lets a removed value take its comments along, and no others', () => {
    const remove: Operation = { op: 'remove', route: ['jobs', 'a', 'steps', 0] };
    const after = BEFORE.replace('      - uses: a/b@v4 # v4 keep\n', '');
    expect(damage(after, remove)).toBeNull();
    expect(damage(after.replace('# head\n', ''), remove)).toMatch(/# head/);
  });

  it('allows nothing but the declared lines at the end of other files', () => {
    const append: Operation = { op: 'append-lines', lines: ['x'] };
    const file = textFile('a', 'CODEOWNERS');
    expect(damageOfText(file, 'a\nx\n', [append])).toBeNull();
    expect(damageOfText(file, 'a\nx\ny\n', [append])).toMatch(/other lines/);
    expect(damageOfText(file, 'b\nx\n', [append])).toMatch(/before the added lines/);
  });
});
