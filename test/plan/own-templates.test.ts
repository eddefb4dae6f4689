import { expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { assess } from '../../src/assess/assess.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import { factViews } from '../../src/ecosystems/fact-views.ts';
import { known } from '../../src/model/fact.ts';
import type { Pack, Template } from '../../src/model/pack.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { withOwnTemplates } from '../../src/plan/own-templates.ts';
import { defaultAnswers } from '../../src/plan/recommended-choices.ts';
import { PACK } from '../controls/try-remedy.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

const CONTROL = 'build-in-repository-workflow';
const OWN: Template = {
  id: 'ci-make',
  kind: 'workflow',
  title: 'Build with make',
  output: '.github/workflows/{{file}}',
  serves: [CONTROL],
  when: ['has-make'],
  inputs: {
    file: {
      type: 'string',
      question: 'Which file?',
      help: '',
      required: true,
      pattern: '[a-z-]+\\.yml',
      default: 'paved.yml',
    },
    target: { type: 'choice', question: 'Which target?', help: '', required: true, choices: ['verify', 'test'] },
  },
  accept: [{ control: 'runner-egress-controlled', rule: 'unwatched', reason: 'the network is watched' }],
  text: 'name: ci\non:\n  push:\n  pull_request:\n  workflow_dispatch:\n  schedule:\n    - cron: "{{cron "weekly"}}"\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    permissions:\n      contents: read\n    steps:\n      - uses: {{uses "actions/checkout"}}\n        with:\n          persist-credentials: false\n      - run: make {{target}}\n',
  source: 'workflows/ci-make.hbs',
};
const pack: Pack = { ...PACK, name: 'acme', templates: [...PACK.templates, OWN] };
const BUILT_IN = new Set(PACK.templates.map(({ id }) => id));
const MAKE = { Makefile: 'verify:\n\ttrue\n', 'package.json': '{"name":"w"}\n' };

function look(files: Readonly<Record<string, string>>, of: Pack = pack) {
  const snapshot = emptySnapshot(files, { pins: known(offlinePins(), { via: 'catalogue', at: 'test' }) });
  const around = { views: factViews(snapshot), paths: new Set(Object.keys(files)) };
  const controls = withOwnTemplates(CONTROLS, of, BUILT_IN, around);
  const assessed = assess(snapshot, controls).controls.find(({ control }) => control.id === CONTROL);
  return { snapshot, controls, remedies: assessed?.remedies ?? [], assessed };
}

test('a template of its own is the recommended new file of the control that it serves, and cures it', () => {
  const { snapshot, controls, remedies } = look(MAKE);
  expect(remedies[0]).toMatchObject({ id: 'ci-make', kind: 'new-file', risk: 'review', recommended: true });
  expect(remedies.map(({ id }) => id)).toContain('ci-node');
  const [remedy] = remedies;
  if (remedy === undefined) throw new Error('nothing is offered');
  expect(defaultAnswers(remedy, {})).toMatchObject({ open: { id: 'ci-make-target' } });
  const filled = defaultAnswers(remedy, { 'ci-make-target': 'test' });
  if ('open' in filled) throw new Error('a question is open');
  const choices = [{ control: CONTROL, remedy: 'ci-make', answers: filled.answers }];
  const plan = makePlan({ snapshot, controls, choices, pack });
  expect(plan.conflicts).toEqual([]);
  expect(plan.cures).toContain(CONTROL);
  expect(plan.files.map(({ path }) => path)).toEqual(['.github/workflows/paved.yml']);
  expect(plan.files[0]?.after).toContain('- run: make test\n');
});

test.each([
  ['where when does not hold', { 'package.json': '{"name":"w"}\n' }],
  ['where its file exists', { ...MAKE, '.github/workflows/paved.yml': 'name: other\non: push\njobs: {}\n' }],
])('it is not offered %s', (_what, files) => {
  const { remedies, assessed } = look(files);
  expect(assessed?.gap).toBe(true);
  expect(remedies.map(({ id }) => id)).not.toContain('ci-make');
});

test('it is not offered beside a file that the program would not add either', () => {
  const { remedies } = look({
    ...MAKE,
    '.github/workflows/ci.yml': 'name: lint\non: push\njobs: {}\n',
    '.github/workflows/build.yml': 'name: notes\non: push\njobs: {}\n',
  });
  expect(remedies.map(({ id }) => id)).not.toContain('ci-make');
});

test('the templates of the program are no remedies of their own', () => {
  expect(look(MAKE, PACK).controls).toEqual(CONTROLS);
});

test('an id that a remedy has already stays with that remedy', () => {
  const { controls } = look(MAKE, { ...PACK, templates: [...PACK.templates, { ...OWN, id: 'describe-build' }] });
  const ids = controls.find(({ id }) => id === CONTROL)?.remedies.map(({ id }) => id);
  expect(ids).toContain('describe-build');
  expect(ids).toContain('own-describe-build');
});
