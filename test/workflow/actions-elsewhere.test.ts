import { expect, test } from 'vitest';
import type { TextFiles } from '../../src/model/files.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';

const COMPOSITE = 'runs:\n  using: composite\n  steps:\n    - uses: actions/checkout@v4\n';
const texts = (files: Readonly<Record<string, string>>): TextFiles =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { path, mode: '100644' as const, text }]));

test('an action is read wherever it lies; a file that only has its name is passed over', () => {
  const set = workflowsIn(
    texts({
      'publish/npm/action.yml': COMPOSITE,
      'ansible/action.yml': '- hosts: all\n',
      'docs/action.yaml': 'title: what an action is\n',
      'node_modules/x/action.yml': COMPOSITE,
      'broken/action.yml': 'runs: [\n',
    }),
  );
  expect(set.actions.map(({ path }) => path)).toEqual(['publish/npm/action.yml']);
  expect(set.broken).toEqual([]);
});

test('an action where GitHub looks for one is broken when it is not one', () => {
  const set = workflowsIn(texts({ '.github/actions/setup/action.yml': 'runs: [\n' }));
  expect(set.broken.map(({ path }) => path)).toEqual(['.github/actions/setup/action.yml']);
});
