import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/model/operation.ts';
import { applyOperations } from '../../src/workflow/apply-operations.ts';
import { damageOf } from '../../src/workflow/prove-no-damage.ts';
import { textFile } from './text-file.ts';

/** Applies, proves, applies again: what every edit must stand. */
function edited(before: string, ...operations: readonly Operation[]): string {
  const file = textFile(before);
  const applied = applyOperations(file, operations);
  if (!applied.ok) throw new Error(applied.reason);
  expect(damageOf(file, { ...file, text: applied.text }, operations)).toBeNull();
  return applied.text;
}

const refusal = (before: string, operation: Operation) => {
  const applied = applyOperations(textFile(before), [operation]);
  return applied.ok ? { reason: 'not refused', lines: [applied.text] } : applied;
};

const STEPS = ['jobs', 'a', 'steps'] as const;
const pin = (was: string, index = 0): Operation => ({
  op: 'set-scalar',
  route: [...STEPS, index, 'uses'],
  was,
  now: 'a/b@0123',
  comment: 'v4.2.1',
});
const job = (lines: string) => `jobs:\n  a:\n    steps:\n${lines}`;

describe('set-scalar', () => {
  it.each([
    ['no comment', '      - uses: a/b@v4', '      - uses: a/b@0123 # v4.2.1'],
    ['a version', '      - uses: a/b@v4  # v4', '      - uses: a/b@0123  # v4.2.1'],
    ['a version with words', '      - uses: a/b@v4 # v4 keep in sync', '      - uses: a/b@0123 # v4.2.1 keep in sync'],
    ['words', '      - uses: a/b@v4 #keep', '      - uses: a/b@0123 # v4.2.1 keep'],
    ['tag=', '      - uses: a/b@v4 # tag=v4', '      - uses: a/b@0123 # v4.2.1'],
    ['ratchet', '      - uses: a/b@v4 # ratchet:a/b@v4', '      - uses: a/b@0123 # v4.2.1'],
    ['double quotes', '      - uses: "a/b@v4" # v4', '      - uses: "a/b@0123" # v4.2.1'],
    ['single quotes', "      - uses: 'a/b@v4'", "      - uses: 'a/b@0123' # v4.2.1"],
    ['a flow mapping', '      - { name: x, uses: a/b@v4 }', '      - { name: x, uses: a/b@0123 } # v4.2.1'],
    ['more behind it on the line', '      - { uses: a/b@v4, name: x }', '      - { uses: a/b@0123, name: x }'],
  ])('rewrites the version part of the comment: %s', (_name, before, after) => {
    for (const end of ['\n', '', '\r\n']) expect(edited(job(before) + end, pin('a/b@v4'))).toBe(job(after) + end);
  });

  it('keeps a byte-order mark, and changes nothing the second time', () => {
    const once = edited(`\uFEFF${job('      - uses: a/b@v4\n')}`, pin('a/b@v4'));
    expect(once.startsWith('\uFEFFjobs:')).toBe(true);
    expect(edited(once, pin('a/b@v4'))).toBe(once);
  });

  it('refuses when another value stands there, and gives the lines to write by hand', () => {
    expect(refusal(job('      - uses: a/b@v5\n'), pin('a/b@v4'))).toEqual({
      ok: false,
      reason: '.github/workflows/ci.yml: jobs.a.steps.0.uses is "a/b@v5", not "a/b@v4"',
      lines: ['# jobs.a.steps.0.uses', 'uses: a/b@0123 # v4.2.1'],
    });
  });

  it('keeps a switch a switch and a text a text', () => {
    const set = (now: string): Operation => ({ op: 'set-scalar', route: ['k'], was: 'true', now });
    expect(edited('k: true\n', set('false'))).toBe('k: false\n');
    expect(edited('k: "true"\n', set('false'))).toBe('k: "false"\n');
  });
});

describe('anchors', () => {
  const shared = 'jobs:\n  a:\n    steps: &s\n      - uses: a/b@v4\n  b:\n    steps: *s\n';

  it.each([
    ['reached by an alias', ['jobs', 'b', 'steps', 0, 'uses'], /alias/],
    ['named by an alias elsewhere', ['jobs', 'a', 'steps', 0, 'uses'], /used elsewhere/],
  ])('what is %s is not changed', (_name, route, reason) => {
    expect(refusal(shared, { op: 'set-scalar', route, was: 'a/b@v4', now: 'x' }).reason).toMatch(reason);
  });

  it('what holds an anchor used elsewhere is not removed', () => {
    expect(refusal(shared, { op: 'remove', route: ['jobs', 'a'] }).reason).toMatch(/used elsewhere/);
  });

  it('an anchor that nothing names is in nobody’s way', () => {
    expect(edited('a: &x\n  k: v\n', { op: 'add-key', route: ['a'], key: 'n', value: 1 })).toBe(
      'a: &x\n  k: v\n  n: 1\n',
    );
  });
});

describe('add-key', () => {
  const add = (key: string, value: Extract<Operation, { op: 'add-key' }>['value'], rest: object = {}): Operation => ({
    op: 'add-key',
    route: ['jobs', 'a'],
    key,
    value,
    ...rest,
  });

  it.each([
    [
      'at the end, with the indentation of its neighbours',
      'jobs:\n    a:\n        k: v # c\n',
      add('with', { x: ['z'] }),
      'jobs:\n    a:\n        k: v # c\n        with:\n            x:\n                - z\n',
    ],
    [
      'lists as the file indents them',
      'jobs:\n  a:\n    k:\n    - v\n',
      add('l', ['z']),
      'jobs:\n  a:\n    k:\n    - v\n    l:\n    - z\n',
    ],
    [
      'after a key, with its block of text',
      'jobs:\n  a:\n    r: |\n      x\n\n      y\n    z: 1\n',
      add('n', 1, { after: 'r' }),
      'jobs:\n  a:\n    r: |\n      x\n\n      y\n    n: 1\n    z: 1\n',
    ],
    [
      'before a key and its comment, with a comment',
      'jobs:\n  a:\n    # of z\n    z: 1\n',
      add('n', 1, { before: 'z', comment: 'new' }),
      'jobs:\n  a:\n    # new\n    n: 1\n    # of z\n    z: 1\n',
    ],
    [
      'behind the comments that belong to the last value',
      'jobs:\n  a:\n    w:\n      x: 1\n      # y: 2\n\n  b: {}\n',
      add('n', 1),
      'jobs:\n  a:\n    w:\n      x: 1\n      # y: 2\n    n: 1\n\n  b: {}\n',
    ],
    [
      'into a flow mapping',
      'jobs:\n  a: { k: v } # c\n',
      add('n', { x: 'y, z' }),
      "jobs:\n  a: { k: v, n: { x: 'y, z' } } # c\n",
    ],
    ['into an empty flow mapping', 'jobs:\n  a: {} # c\n', add('n', 1), 'jobs:\n  a: # c\n    n: 1\n'],
    ['into an empty value', 'jobs:\n  a: # c\n', add('n', 1), 'jobs:\n  a: # c\n    n: 1\n'],
    ['into a null', 'jobs:\n  a: ~\n', add('n', 1), 'jobs:\n  a:\n    n: 1\n'],
    ['without a line break at the end', 'jobs:\n  a:\n    k: v', add('n', 'x'), 'jobs:\n  a:\n    k: v\n    n: x'],
    [
      'with CRLF',
      'jobs:\r\n  a:\r\n    k: v\r\n',
      add('n', { x: 1 }),
      'jobs:\r\n  a:\r\n    k: v\r\n    n:\r\n      x: 1\r\n',
    ],
    [
      'text that needs quotes, in the quotes of its neighbours',
      'jobs:\n  a:\n    k: "v"\n',
      add('n', 'a: b'),
      'jobs:\n  a:\n    k: "v"\n    n: "a: b"\n',
    ],
    [
      'text of several lines',
      'jobs:\n  a:\n    k: v\n',
      add('run', 'one\n  two\n'),
      'jobs:\n  a:\n    k: v\n    run: |\n      one\n        two\n',
    ],
  ])('%s', (_name, before, operation, after) => {
    expect(edited(before, operation)).toBe(after);
    expect(edited(after, operation)).toBe(after);
  });

  it('puts a key before the one behind a dash', () => {
    const operation: Operation = { op: 'add-key', route: [0], key: 'name', value: 'x', before: 'uses', comment: 'c' };
    expect(edited('- uses: a/b@v4\n  id: i\n', operation)).toBe('- # c\n  name: x\n  uses: a/b@v4\n  id: i\n');
  });

  it('separates what its neighbours separate', () => {
    const operation: Operation = { op: 'add-key', route: [], key: 'permissions', value: {}, after: 'on' };
    expect(edited('name: x\n\non: push\n\njobs: {}\n', operation)).toBe(
      'name: x\n\non: push\n\npermissions: {}\n\njobs: {}\n',
    );
  });

  it('refuses a key that is there with another value', () => {
    expect(refusal('jobs:\n  a:\n    n: 2\n', add('n', 1)).reason).toMatch(/another value/);
  });
});

describe('replace-value', () => {
  const replace = (value: Extract<Operation, { op: 'replace-value' }>['value']): Operation => ({
    op: 'replace-value',
    route: ['on'],
    value,
  });

  it.each([
    [
      'a scalar by a mapping',
      'on: push # c\nx: 1\n',
      { push: { branches: ['main'] } },
      'on: # c\n  push:\n    branches:\n      - main\nx: 1\n',
    ],
    ['a mapping by a scalar', 'on: # c\n  push:\n    branches: [a]\n\nx: 1\n', 'push', 'on: push # c\n\nx: 1\n'],
    ['a list by a list', 'on: [push, pull_request] # c\n', ['push'], 'on: # c\n  - push\n'],
    ['nothing by something', 'on:\nx: 1\n', { push: null }, 'on:\n  push:\nx: 1\n'],
    ['a block of text', 'on: |\n  a\n  b\nx: 1\n', 'push', 'on: push\nx: 1\n'],
  ])('%s', (_name, before, value, after) => {
    expect(edited(before, replace(value))).toBe(after);
    expect(edited(after, replace(value))).toBe(after);
  });
});

describe('insert-item', () => {
  const insert = (index: number, comment?: string): Operation => ({
    op: 'insert-item',
    route: [...STEPS],
    index,
    value: { uses: 'x/y@v1', with: { k: 'v' } },
    ...(comment === undefined ? {} : { comment }),
  });

  it.each([
    [
      'first, above the comment of the next',
      '      # one\n      - run: a\n',
      insert(0, 'new'),
      '      # new\n      - uses: x/y@v1\n        with:\n          k: v\n      # one\n      - run: a\n',
    ],
    [
      'last, separated as its neighbours are',
      '      - run: a\n\n      - run: b\n',
      insert(2),
      '      - run: a\n\n      - run: b\n\n      - uses: x/y@v1\n        with:\n          k: v\n',
    ],
  ])('%s', (_name, before, operation, after) => {
    expect(edited(job(before), operation)).toBe(job(after));
    expect(edited(job(after), operation)).toBe(job(after));
  });

  it('writes into a flow list', () => {
    expect(edited('a: [x, y]\n', { op: 'insert-item', route: ['a'], index: 1, value: 'm' })).toBe('a: [x, m, y]\n');
    expect(edited('a: []\n', { op: 'insert-item', route: ['a'], index: 0, value: 'm' })).toBe('a:\n  - m\n');
  });

  it('refuses an index beyond the end', () => {
    expect(refusal(job('      - run: a\n'), insert(3)).reason).toMatch(/no place 3/);
  });
});

describe('remove', () => {
  it.each([
    ['a key with its comment', 'a: 1\n# of b\nb:\n  c: 2\n  # deep\nd: 3\n', ['b'], 'a: 1\nd: 3\n'],
    ['a comment that a blank line parts from it stays', '# head\n\nb: 1\nd: 3\n', ['b'], '# head\n\nd: 3\n'],
    ['the key behind a dash', '- name: x\n  uses: y\n', [0, 'name'], '- uses: y\n'],
    ['the last key of a mapping', 'w:\n  k: v\nx: 1\n', ['w', 'k'], 'w: {}\nx: 1\n'],
    ['an item', 'l:\n  - a\n  # of b\n  - b\n  - c\n', ['l', 1], 'l:\n  - a\n  - c\n'],
    ['an item of a flow list', 'l: [a, b, c]\n', ['l', 2], 'l: [a, b]\n'],
    ['a key of a flow mapping', 'm: { a: 1, b: 2 }\n', ['m', 'a'], 'm: { b: 2 }\n'],
    ['one of two blank lines', 'a: 1\n\nb: 2\n\nc: 3\n', ['b'], 'a: 1\n\nc: 3\n'],
  ])('%s', (_name, before, route, after) => {
    expect(edited(before, { op: 'remove', route })).toBe(after);
  });

  it('has nothing to do where nothing is', () => {
    expect(edited('a: 1\n', { op: 'remove', route: ['b'] })).toBe('a: 1\n');
  });
});

describe('grant', () => {
  const grant = (scope: string, level: 'read' | 'write', route: readonly string[] = ['jobs', 'a']): Operation => ({
    op: 'grant',
    route,
    scope,
    level,
    why: 'to publish',
  });

  it.each([
    [
      'declares them after runs-on',
      'jobs:\n  a:\n    runs-on: x\n    steps: []\n',
      'jobs:\n  a:\n    runs-on: x\n    permissions:\n      contents: write # to publish\n    steps: []\n',
    ],
    [
      'adds a scope',
      'jobs:\n  a:\n    permissions:\n      issues: read\n',
      'jobs:\n  a:\n    permissions:\n      issues: read\n      contents: write # to publish\n',
    ],
    [
      'raises a level, keeping the words beside it',
      'jobs:\n  a:\n    permissions:\n      contents: read # checkout\n',
      'jobs:\n  a:\n    permissions:\n      contents: write # checkout; to publish\n',
    ],
    [
      'edits a flow mapping in place',
      'jobs:\n  a:\n    permissions: { contents: read }\n',
      'jobs:\n  a:\n    permissions: { contents: write } # to publish\n',
    ],
    [
      'fills an empty mapping',
      'jobs:\n  a:\n    permissions: {}\n',
      'jobs:\n  a:\n    permissions:\n      contents: write # to publish\n',
    ],
  ])('%s', (_name, before, after) => {
    expect(edited(before, grant('contents', 'write'))).toBe(after);
    expect(edited(after, grant('contents', 'write'))).toBe(after);
  });

  it('never lowers', () => {
    const text = 'jobs:\n  a:\n    permissions:\n      contents: write\n';
    expect(edited(text, grant('contents', 'read'))).toBe(text);
  });

  it('grants to the workflow with an empty route', () => {
    expect(edited('on: push\njobs: {}\n', grant('contents', 'read', []))).toBe(
      'on: push\npermissions:\n  contents: read # to publish\njobs: {}\n',
    );
  });

  it.each(['read-all', 'write-all', '${{ x }}'])('refuses %s, which names no scope', (word) => {
    const refused = refusal(`jobs:\n  a:\n    permissions: ${word}\n`, grant('contents', 'write'));
    expect(refused.reason).toContain(word);
    expect(refused.lines).toEqual(['# jobs.a', 'permissions:', '  contents: write # to publish']);
  });
});

describe('replace-text', () => {
  it.each([
    [
      'in the first line',
      'run: uv run pytest\n  --a\n  --b # c\n',
      'uv run',
      'uv run --locked',
      'run: uv run --locked pytest\n  --a\n  --b # c\n',
    ],
    [
      'with the whole text',
      'run: uv run\n  --a\n\n',
      'uv run --a',
      'uv run --locked --a',
      'run: uv run\n  --locked --a\n\n',
    ],
    ['at the end, in CRLF', 'run: a\r\n   b\r\n', 'a b', 'a b -c', 'run: a\r\n   b -c\r\n'],
    ['in a word', 'run: npm\n  install\n  x\n', 'npm install x', 'npm ci x', 'run: npm\n  ci\n  x\n'],
  ])('keeps the lines of a plain text: %s', (_, before, was, now, after) => {
    expect(edited(before, { op: 'replace-text', route: ['run'], was, now })).toBe(after);
  });

  const replace = (was: string, now: string): Operation => ({ op: 'replace-text', route: ['run'], was, now });

  it.each([
    [
      'in a block, with new lines at its indentation',
      'run: |\r\n    a\r\n    npm install # keep\r\nx: 1\r\n',
      replace('npm install', 'npm ci\nnpm test'),
      'run: |\r\n    a\r\n    npm ci\r\n    npm test # keep\r\nx: 1\r\n',
    ],
    ['over several lines of a block', 'run: |-\n  a\n  b\n  c\n', replace('a\nb\n', 'z\n'), 'run: |-\n  z\n  c\n'],
    ['in a plain scalar', 'run: npm install # c\n', replace('install', 'ci'), 'run: npm ci # c\n'],
    ['in a quoted scalar', 'run: "echo \\"x\\" y"\n', replace('y', '"z"'), 'run: "echo \\"x\\" \\"z\\""\n'],
    ['the first that is not yet replaced', 'run: a x, b x\n', replace('x', 'x --y'), 'run: a x --y, b x\n'],
    [
      'a plain scalar that gets lines',
      'run: npm i\nx: 1\n',
      replace('npm i', 'npm ci\nnpm test'),
      'run: |-\n  npm ci\n  npm test\nx: 1\n',
    ],
    [
      'on one line of a folded text',
      'run: >-\n  npm install\n  --x\n',
      replace('npm install', 'npm ci'),
      'run: >-\n  npm ci\n  --x\n',
    ],
  ])('%s', (_name, before, operation, after) => {
    expect(edited(before, operation)).toBe(after);
  });

  it('is done when the new text stands there', () => {
    expect(edited('run: npm ci\n', replace('npm install', 'npm ci'))).toBe('run: npm ci\n');
    expect(edited('run: npm i --x\n', replace('npm i', 'npm i --x'))).toBe('run: npm i --x\n');
    expect(refusal('run: make\n', replace('npm install', 'npm ci')).reason).toMatch(/does not hold/);
  });
});

describe('append-lines', () => {
  const append: Operation = { op: 'append-lines', lines: ['# ours', '/.github/ @a'] };
  const appended = (text: string): string => {
    const file = textFile(text, 'CODEOWNERS');
    const applied = applyOperations(file, [append]);
    if (!applied.ok) throw new Error(applied.reason);
    expect(damageOf(file, { ...file, text: applied.text }, [append])).toBeNull();
    return applied.text;
  };

  it.each([
    ['', '# ours\n/.github/ @a\n'],
    ['* @b\n', '* @b\n# ours\n/.github/ @a\n'],
    ['* @b', '* @b\n# ours\n/.github/ @a\n'],
    ['* @b\r\n* @c', '* @b\r\n* @c\r\n# ours\r\n/.github/ @a\r\n'],
  ])('%j', (before, after) => {
    expect(appended(before)).toBe(after);
    expect(appended(after)).toBe(after);
  });

  it('has no place in YAML', () => {
    expect(refusal('a: 1\n', append)).toMatchObject({
      ok: false,
      lines: append.op === 'append-lines' ? append.lines : [],
    });
  });
});

it('one operation that is refused refuses all', () => {
  const all: readonly Operation[] = [
    { op: 'add-key', route: [], key: 'x', value: 1 },
    { op: 'set-scalar', route: ['nowhere'], was: 'a', now: 'b' },
  ];
  expect(applyOperations(textFile('a: 1\n'), all)).toMatchObject({
    ok: false,
    lines: ['# top level', 'x: 1', '# nowhere', 'nowhere: b'],
  });
});
