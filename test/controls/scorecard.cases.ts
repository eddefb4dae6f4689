import type { ControlCase } from './control-case.ts';
import { BROKEN, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const STEPS = '- uses: actions/checkout@v7\n- uses: ossf/scorecard-action@v2\n  with:\n    publish_results: true';
const RIGHTS = '    permissions:\n      contents: read\n      id-token: write';
const file = (steps: string, options: { top?: string; job?: string } = {}) => ({
  '.github/workflows/scorecard.yml': workflow(steps, { job: RIGHTS, ...options }),
});
const PATH = '.github/workflows/scorecard.yml';
const beside = (job: string) => ({
  [PATH]: `${file(STEPS)[PATH]}  other:\n    runs-on: ubuntu-24.04\n${job}\n    steps:\n      - run: echo\n`,
});
const on = (runner: string) => ({ [PATH]: (file(STEPS)[PATH] ?? '').replace('ubuntu-24.04', runner) });
const base = { repository: PUBLIC } as const;
const violated = (files: ControlCase['files'], name: string, ...lines: readonly number[]): ControlCase => ({
  name,
  ...(files === undefined ? {} : { files }),
  facts: base,
  verdict: 'partial',
  gap: true,
  findings: lines.map((line) => `restriction-violated .github/workflows/scorecard.yml:${line}`),
});

export const cases: readonly ControlCase[] = [
  { name: 'published', files: file(STEPS), facts: base, verdict: 'pass' },
  { name: 'whether it is public is not known', files: file(STEPS), verdict: 'partial', gap: false },
  {
    name: 'published now and then',
    files: file(STEPS.replace('true', "${{ github.ref_name == 'main' }}")),
    facts: base,
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'not published',
    files: file(STEPS.replace('true', 'false')),
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['unpublished .github/workflows/scorecard.yml:15'],
    offers: ['run-scorecard'],
  },
  {
    name: 'what is not published may stand beside other steps',
    files: file(`${STEPS.replace('true', 'false')}\n- run: echo`),
    facts: base,
    verdict: 'partial',
    gap: true,
    findings: ['unpublished .github/workflows/scorecard.yml:15'],
  },
  violated(file(`${STEPS}\n- run: echo`), 'a step of one’s own', 16),
  violated(file(STEPS, { top: 'permissions: read-all\nenv:\n  A: b' }), 'variables of the workflow', 5),
  violated(file(STEPS, { top: 'permissions:\n  contents: write' }), 'a write permission at the top', 4),
  violated(file(STEPS, { job: '    permissions:\n      contents: read' }), 'no identity', 6),
  violated(file(STEPS.replace('actions/checkout@v7', 'actions/cache@v5')), 'an action that is not approved', 12),
  violated(beside(RIGHTS), 'another job that may mint an identity', 16),
  { name: 'another job that may not', files: beside('    name: other'), facts: base, verdict: 'pass' },
  violated(on('windows-2025'), 'another runner', 7),
  { name: 'a runner that is computed', files: on('${{ vars.RUNNER }}'), facts: base, verdict: 'pass' },
  {
    name: 'none',
    files: { '.github/workflows/ci.yml': workflow('- run: make') },
    facts: base,
    verdict: 'fail',
    findings: ['not-watched'],
    offers: ['add-scorecard'],
  },
  {
    name: 'a workflow that cannot be read',
    files: { '.github/workflows/x.yml': BROKEN },
    facts: base,
    verdict: 'unknown',
  },
  { name: 'private', files: file(STEPS), facts: { repository: PRIVATE }, verdict: 'not-applicable' },
  { name: 'a fork', files: file(STEPS), facts: { repository: { ...PUBLIC, fork: true } }, verdict: 'not-applicable' },
  { name: 'archived', files: {}, facts: { repository: { ...PUBLIC, archived: true } }, verdict: 'not-applicable' },
];
