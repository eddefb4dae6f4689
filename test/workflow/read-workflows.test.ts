import { describe, expect, it } from 'vitest';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { stepsOf } from '../../src/workflow/steps.ts';
import type { Workflow } from '../../src/workflow/workflow-file.ts';
import { textFile, textFiles } from './text-file.ts';

const PATH = '.github/workflows/ci.yml';

function only(text: string): Workflow {
  const set = workflowsIn({ [PATH]: textFile(text) });
  expect(set.broken).toEqual([]);
  const [workflow] = set.workflows;
  if (workflow === undefined) throw new Error('no workflow was read');
  return workflow;
}

const brokenMessage = (text: string): string => {
  const set = workflowsIn({ [PATH]: textFile(text) });
  expect(set.workflows).toEqual([]);
  return set.broken[0]?.message ?? '';
};

const CI = `name: CI
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  build:
    needs: [lint, "test"]
    runs-on: ubuntu-latest
    steps:
      - uses: "actions/checkout@v4" # keep
        with:
          fetch-depth: 0
          persist-credentials: false
      - run: |
          npm ci
`;

describe('workflowsIn', () => {
  it('reads triggers, permissions, jobs and steps', () => {
    const workflow = only(CI);
    expect(workflow.triggers.map(({ event, config }) => [event, config])).toEqual([
      ['push', { branches: ['main'] }],
      ['pull_request', null],
    ]);
    expect(workflow.permissions?.value).toMatchObject({ kind: 'map', scopes: { contents: 'read' } });
    const [job] = workflow.jobs;
    expect(job).toMatchObject({ id: 'build', needs: ['lint', 'test'], place: { line: 9, column: 3, endColumn: 8 } });
    expect(job?.steps[0]?.with).toMatchObject({
      'fetch-depth': { value: '0' },
      'persist-credentials': { value: 'false' },
    });
    expect(job?.steps[1]?.run?.value).toBe('npm ci\n');
  });

  it.each([
    ['as written', CI],
    ['with a byte-order mark', `\uFEFF${CI}`],
    ['with CRLF', CI.replaceAll('\n', '\r\n')],
  ])('places a quoted `uses` at its content, %s', (_name, text) => {
    const uses = only(text).jobs[0]?.steps[0]?.uses;
    expect(uses?.place).toEqual({ path: PATH, line: 13, column: 16, endLine: 13, endColumn: 35 });
    expect(uses?.route).toEqual(['jobs', 'build', 'steps', 0, 'uses']);
    expect(uses?.value).toMatchObject({ kind: 'action', ref: 'v4', comment: 'keep' });
  });

  it('takes only files directly in the folder, and neither links nor submodules', () => {
    const set = workflowsIn({
      ...textFiles({
        '.github/workflows/sub/a.yml': CI,
        '.github/workflows/b.yaml': CI,
        '.github/workflows/actions.lock': 'x',
      }),
      '.github/workflows/link.yml': { path: '.github/workflows/link.yml', unreadable: 'not-a-file', detail: 'a link' },
      '.github/workflows/big.yml': { path: '.github/workflows/big.yml', unreadable: 'too-large', detail: 'too large' },
    });
    expect(set.workflows.map(({ path }) => path)).toEqual(['.github/workflows/b.yaml']);
    expect(set.unreadable.map(({ path }) => path)).toEqual(['.github/workflows/big.yml']);
  });

  it('finds actions at the root, under .github/actions and wherever a step points, one after the other', () => {
    const action = (uses: string) =>
      `name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n    - uses: ${uses}\n`;
    const set = workflowsIn(
      textFiles({
        [PATH]: 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: ./tools/one\n',
        'tools/one/action.yml': action('$/tools/two'),
        'tools/two/action.yaml': action('a/b@v1'),
        'tools/one/action.yaml': action('shadowed/by@yml'),
        'action.yml': action('a/b@v1'),
        'action.yaml': action('shadowed/by@yml'),
        '.github/actions/deep/er/action.yml': action('a/b@v1'),
      }),
    );
    expect(set.actions.map(({ path }) => path)).toEqual([
      '.github/actions/deep/er/action.yml',
      'action.yml',
      'tools/one/action.yml',
      'tools/two/action.yaml',
    ]);
  });

  it('follows anchors and aliases, and gives each use a route of its own at the one place', () => {
    const workflow = only(
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: &s\n      - uses: a/b@v1\n  b:\n    runs-on: x\n    steps: *s\n',
    );
    const uses = workflow.jobs.map((job) => job.steps[0]?.uses);
    expect(uses.map((each) => each?.place.line)).toEqual([6, 6]);
    expect(uses.map((each) => each?.route.join('.'))).toEqual(['jobs.a.steps.0.uses', 'jobs.b.steps.0.uses']);
  });

  it('walks the steps inside parallel', () => {
    const [job] = only(
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: a\n      - parallel:\n          - run: b\n          - uses: c/d@v1\n',
    ).jobs;
    if (job === undefined) throw new Error('no job was read');
    expect(stepsOf(job).map(({ run, uses }) => run?.value ?? uses?.value.text ?? 'parallel')).toEqual([
      'a',
      'parallel',
      'b',
      'c/d@v1',
    ]);
  });

  it.each([
    ['a list', 'matrix: { os: [ubuntu-latest, windows-2022] }', ['ubuntu-latest', 'windows-2022']],
    ['include only', 'matrix: { include: [{ os: macos-14 }] }', ['macos-14']],
    ['lists of labels', 'matrix: { os: [[self-hosted, linux]] }', ['self-hosted', 'linux']],
    ['a computed matrix', "matrix: '${{ fromJSON(needs.x.outputs.m) }}'", null],
    ['a computed value', "matrix: { os: ['${{ inputs.os }}'] }", null],
  ])('resolves runs-on from %s', (_name, matrix, labels) => {
    const runsOn = only(
      `on: push\njobs:\n  a:\n    strategy:\n      ${matrix}\n    runs-on: \${{ matrix.os }}\n    steps: []\n`,
    ).jobs[0]?.runsOn;
    expect(runsOn?.labels.map(({ value }) => value)).toEqual(labels ?? []);
    expect(runsOn?.expression?.value ?? null).toBe(labels === null ? '${{ matrix.os }}' : null);
  });

  it('keeps the spelling of numbers', () => {
    const workflow = only(
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: a/b@v1\n        with: { v: 3.10 }\n',
    );
    expect(workflow.jobs[0]?.steps[0]?.with).toMatchObject({ v: { value: '3.10' } });
  });

  it('reads a file once', () => {
    const texts = textFiles({ [PATH]: CI });
    expect(workflowsIn(texts)).toBe(workflowsIn(texts));
    expect(workflowsIn({ ...texts }).workflows[0]).toBe(workflowsIn(texts).workflows[0]);
  });

  it.each([
    ['not YAML', 'on: [\n', /./],
    ['two documents', 'on: push\n---\non: push\n', /more than one/],
    ['a key twice', 'on: push\non: push\njobs: {}\n', /"on" twice/],
    ['a merge key', 'on: push\njobs:\n  a: &a\n    runs-on: x\n  b:\n    <<: *a\n', /merge key/],
    ['no trigger', 'jobs: {}\n', /no "on"/],
    ['no jobs', 'on: push\n', /no "jobs"/],
    ['nothing', '', /mapping|empty/],
    ['an alias without anchor', 'on: push\njobs: *x\n', /\*x|anchor/i],
    ['an anchor inside itself', 'on: push\njobs: &j\n  a: *j\n', /inside its own anchor/],
  ])('says why GitHub could not run a file with %s', (_name, text, message) => {
    expect(brokenMessage(text)).toMatch(message);
  });

  it('reads `on` as text whatever YAML version the file claims', () => {
    expect(only('%YAML 1.1\n---\non: push\njobs: {}\n').triggers[0]?.event).toBe('push');
  });
});

describe('hostile files end cleanly', () => {
  const laughs = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
      : `l${level}: &l${level} [${Array(9)
          .fill(`*l${level - 1}`)
          .join(', ')}]`,
  ).join('\n');

  it.each([
    ['unfolding aliases', `on: push\njobs: {}\n${laughs}\n`, /unfolds|nests/],
    ['100 000 open brackets', `on: ${'['.repeat(100_000)}`, /nests/],
    ['100 000 dashes', `on:\n  ${'- '.repeat(100_000)}x`, /nests/],
    [
      'aliases that nest ever deeper',
      `on: push\na0: &a0 [x]\n${Array.from({ length: 200 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`).join('\n')}\njobs: {}\n`,
      /nests/,
    ],
  ])('%s', (_name, text, message) => {
    expect(brokenMessage(text)).toMatch(message);
  });

  it('10 000 steps and 20 000 keys', () => {
    const steps = Array.from({ length: 10_000 }, (_, index) => `      - uses: a/b@v${index}`).join('\n');
    const env = Array.from({ length: 20_000 }, (_, index) => `  K${index}: 1`).join('\n');
    const workflow = only(`on: push\nenv:\n${env}\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}\n`);
    expect(workflow.jobs[0]?.steps).toHaveLength(10_000);
    expect(Object.keys(workflow.env)).toHaveLength(20_000);
  });
});
