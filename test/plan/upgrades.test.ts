import { describe, expect, test } from 'vitest';
import type { TemplateInputs } from '../../src/model/change.ts';
import type { Pack } from '../../src/model/pack.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { type Upgrades, upgradesIn } from '../../src/plan/upgrades.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';
import { input, PINS, packOf, packWith } from '../templating/packs.ts';

const PATH = '.github/workflows/it.yml';
const OLD = `name: {{yaml name}}
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: {{uses "actions/checkout"}}
      - run: echo one
      - run: echo two
`;
const NEW = OLD.replace('runs-on: ubuntu-24.04', 'runs-on: ubuntu-24.04\n    timeout-minutes: 10');
const inputs = { name: input('string', { default: 'CI' }) };
const version = (text: string, number: string): Pack => ({ ...packOf(packWith({ text, inputs })), version: number });
const before = { ...version(OLD, '1.0.0'), layers: [{ name: 'mine', version: '1.0.0', source: 'x', resolved: null }] };
const now = { ...version(NEW, '1.1.0'), layers: [{ name: 'mine', version: '1.1.0', source: 'x', resolved: null }] };

function written(pack: Pack, given: TemplateInputs = { name: 'Mine' }): string {
  const rendered = renderTemplate(pack, 'it', given, { pins: PINS, views: {}, seed: 'octo/app' });
  if (!rendered.ok) throw new Error(rendered.problems.join('\n'));
  return rendered.text;
}
const upgrades = (text: string, older: Pack | null = before, pack: Pack = now): Upgrades =>
  upgradesIn(emptySnapshot({ [PATH]: text }), pack, PINS, () => older);

describe('a generated file', () => {
  test('that nobody edited becomes what the template says now, with its own inputs', () => {
    const { offered, not } = upgrades(written(before), null);
    expect(not).toEqual([]);
    expect(offered).toMatchObject([{ how: 'clean', from: 'mine/it 1.0.0', to: 'mine/it 1.1.0', template: 'it' }]);
    expect(offered[0]?.after).toBe(written(now));
    expect(offered[0]?.after).toContain('name: Mine\n');
  });

  test('that was edited elsewhere keeps the edit', () => {
    const { offered } = upgrades(written(before).replace('echo two', 'echo two and a half'));
    expect(offered).toMatchObject([{ how: 'merged' }]);
    expect(offered[0]?.after).toBe(written(now).replace('echo two', 'echo two and a half'));
  });

  test('that was edited at the same place is left alone, and both sides are named', () => {
    const mine = written(before).replace('ubuntu-24.04', 'ubuntu-22.04');
    const { offered, not } = upgrades(mine);
    expect(offered).toEqual([]);
    expect(not).toMatchObject([
      {
        path: PATH,
        because: 'mine/it 1.1.0 and your edits change the same lines',
        lines: [
          {
            mine: ['    runs-on: ubuntu-22.04\n'],
            theirs: ['    runs-on: ubuntu-24.04\n', '    timeout-minutes: 10\n'],
          },
        ],
      },
    ]);
  });

  test('that was edited, without the older pack, is an ordinary difference', () => {
    const { offered } = upgrades(written(before).replace('echo two', 'echo 2'), null);
    expect(offered).toMatchObject([{ how: 'plain', after: written(now) }]);
  });

  test('is not merged with a base that is another than it was made from', () => {
    const other = { ...before, templates: version(OLD.replace('echo one', 'echo 1'), '1.0.0').templates };
    expect(upgrades(written(before).replace('echo two', 'echo 2'), other).offered).toMatchObject([{ how: 'plain' }]);
  });

  test('whose template says the same is left alone, however it was edited', () => {
    for (const text of [written(before), written(before).replace('echo two', 'echo 2')])
      expect(upgrades(text, before, { ...before, version: '2.0.0' })).toEqual({ offered: [], not: [] });
  });

  test('keeps the commits of its actions, and an update of them is no edit', () => {
    const bumped = written(before).replace(/@[0-9a-f]{40} # v7\.0\.1/u, `@${'f'.repeat(40)} # v8.0.0`);
    const { offered } = upgrades(bumped, null);
    expect(offered).toMatchObject([{ how: 'clean' }]);
    expect(offered[0]?.after).toContain(`uses: actions/checkout@${'f'.repeat(40)} # v8.0.0\n`);
  });

  test('keeps the ends of its lines', () => {
    const { offered } = upgrades(written(before).replaceAll('\n', '\r\n'), null);
    expect(offered).toMatchObject([{ how: 'clean', after: written(now).replaceAll('\n', '\r\n') }]);
  });

  test('once upgraded there is nothing more to upgrade', () => {
    const edited = written(before).replace('echo two', 'echo 2');
    for (const text of [written(before), edited])
      for (const { after } of upgrades(text).offered) expect(upgrades(after, now)).toEqual({ offered: [], not: [] });
  });

  test('of a template that is gone says so', () => {
    expect(upgrades(written(before), before, { ...now, templates: [] }).not).toMatchObject([
      { because: 'it was made from mine/it 1.0.0, and mine has no template of that name' },
    ]);
  });

  test('without a record, or with one that somebody broke, is not ours to change', () => {
    const [first, , ...rest] = written(before).split('\n');
    expect(upgrades([first, ...rest].join('\n'))).toEqual({ offered: [], not: [] });
    expect(upgrades([first, '# harden-builds inputs: {"name":1} 01234567', ...rest].join('\n')).offered).toEqual([]);
  });
});

describe('a plan', () => {
  const snapshotWith = (text: string) => emptySnapshot({ [PATH]: text });
  const planFor = (text: string) => {
    const { offered, not } = upgrades(text);
    return makePlan({
      snapshot: snapshotWith(text),
      controls: [],
      choices: [],
      pack: now,
      upgrades: offered,
      notUpgraded: not,
    });
  };

  test('shows the file that is made again, to be looked at', () => {
    const { files, conflicts } = planFor(written(before));
    expect(conflicts).toEqual([]);
    expect(files).toMatchObject([
      {
        path: PATH,
        before: written(before),
        after: written(now),
        risk: 'review',
        controls: [],
        upgrade: { from: 'mine/it 1.0.0', to: 'mine/it 1.1.0' },
        summaries: ['made again: mine/it 1.0.0 is mine/it 1.1.0 now'],
      },
    ]);
    expect(files[0]?.hunks.flatMap(({ controls }) => controls)).toEqual([]);
  });

  test('names both sides of a conflict and writes no marker into the file', () => {
    const { files, conflicts } = planFor(written(before).replace('ubuntu-24.04', 'ubuntu-22.04'));
    expect(files).toEqual([]);
    expect(conflicts).toMatchObject([{ path: PATH, controls: [] }]);
    expect(conflicts[0]?.message).toContain(
      'yours "runs-on: ubuntu-22.04", the template\'s "runs-on: ubuntu-24.04 / timeout',
    );
  });
});
