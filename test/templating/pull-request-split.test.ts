import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import type { TemplateInputs } from '../../src/model/change.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import type { Workflow } from '../../src/workflow/workflow-file.ts';

const given = { pins: offlinePins(), views: { repository: 'octo/app' }, seed: 'octo/app' };
const workflow = (id: string, inputs: TemplateInputs = {}): Workflow => {
  const rendered = renderTemplate(builtInPack(), id, inputs, given);
  if (!rendered.ok) throw new Error(rendered.problems.join('\n'));
  const { path, text } = rendered;
  const [read] = workflowsIn({ [path]: { path, mode: '100644', text } }).workflows;
  if (read === undefined) throw new Error('no workflow');
  return read;
};
const script = (of: Workflow, name: string): string =>
  of.jobs[0]?.steps.find((step) => step.name === name)?.run?.value ?? '';

const folder = mkdtempSync(join(tmpdir(), 'split-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let runs = 0;

type World = { readonly number?: string; readonly result?: string; readonly link?: boolean; readonly pull?: string };

/** Runs what a step would run, on what a stranger handed over; `gh` is a stand-in that answers and writes down its words. */
function run(code: string, { number = '7\n', result = 'fine\n', link = false, pull = '42 abc open' }: World, env = {}) {
  runs += 1;
  const at = join(folder, String(runs));
  mkdirSync(join(at, 'bin'), { recursive: true });
  mkdirSync(join(at, 'handed-over'));
  writeFileSync(join(at, 'handed-over/number'), number);
  if (link) symlinkSync('/etc/hostname', join(at, 'handed-over/result'));
  else writeFileSync(join(at, 'handed-over/result'), result);
  writeFileSync(join(at, 'output'), '');
  writeFileSync(
    join(at, 'bin/gh'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >> '${at}/calls'\ncase "$*" in *pulls/*) echo '${pull}';; esac\n`,
  );
  chmodSync(join(at, 'bin/gh'), 0o755);
  writeFileSync(join(at, 'calls'), '');
  const { status, stdout } = spawnSync('bash', ['-c', code], {
    encoding: 'utf8',
    env: {
      PATH: `${at}/bin:${process.env.PATH}`,
      HANDED_OVER: join(at, 'handed-over'),
      RESULT: join(at, 'handed-over/result'),
      GITHUB_OUTPUT: join(at, 'output'),
      GITHUB_REPOSITORY: 'octo/app',
      HEAD_ID: '42',
      HEAD_SHA: 'abc',
      NUMBER: '7',
      ...env,
    },
  });
  const read = (name: string): string => readFileSync(join(at, name), 'utf8');
  return { status, stdout, output: read('output'), calls: read('calls') };
}

describe('the run with rights', () => {
  const report = workflow('pull-request-report');
  const check = script(report, 'Check which pull request it is');

  test('takes a number that GitHub confirms', () => {
    expect(run(check, {})).toMatchObject({ status: 0, output: 'number=7\n' });
  });

  test.each<readonly [string, World]>([
    ['a number of another repository’s pull request', { pull: '41 abc open' }],
    ['a number with a command in it', { number: '7; id\n' }],
    ['a path instead of a number', { number: '7/../8\n' }],
    ['no number', { number: '' }],
    ['a link', { link: true }],
    ['a file without an end', { result: 'x'.repeat(1_000_001) }],
    ['a number of which GitHub says nothing', { pull: '' }],
  ])('refuses %s', (_, world) => {
    expect(run(check, world)).toMatchObject({ status: 1, output: '' });
  });

  test.each(['42 def open', '42 abc closed'])(
    'tells nothing where the pull request is at another place (%s)',
    (pull) => {
      expect(run(check, { pull })).toMatchObject({ status: 0, output: '' });
    },
  );

  test('shows the text as code, whatever it says', () => {
    const result = '<img src=x>\r\n@octo\u001b[31m\n```\n<!-- end -->\n';
    const env = { MARK: '<!-- mark -->', TITLE: 'Says', RUN: 'https://example.com/1' };
    const { status, calls } = run(script(report, 'Comment'), { result }, env);
    expect(status).toBe(0);
    expect(calls).toContain(
      'body=<!-- mark -->\nSays ([run](https://example.com/1))\n\n    <img src=x>\n    @octo[31m\n    ```\n    <!-- end -->\n',
    );
  });

  test('sets only labels that it was made with', () => {
    const labels = workflow('pull-request-report', { report: 'labels', labels: ['needs work', 'big'] });
    const { calls } = run(script(labels, 'Label'), { result: 'admin\nneeds work\n' }, { LABELS: 'needs work,big' });
    expect(calls.split('\n').filter((line) => line.startsWith('labels'))).toEqual(['labels[]=needs work']);
  });

  test('gets no code, and starts after the other one', () => {
    expect(report.jobs.flatMap(({ steps }) => steps.map(({ uses }) => uses?.value.text.split('@')[0]))).toEqual([
      'actions/download-artifact',
      undefined,
      undefined,
    ]);
    expect(report.triggers.map(({ event, config }) => [event, config])).toEqual([
      ['workflow_run', { workflows: [workflow('pull-request-run').name], types: ['completed'] }],
    ]);
  });
});
