import { progressOf, sectionsOf } from '../../src/assess/progress.ts';
import type { Assessed, Assessment } from '../../src/model/assessment.ts';
import { type Control, defineControl } from '../../src/model/control.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Target } from '../../src/model/target.ts';

/** Small made-up data for reports: names that say what they are, and text that tries to get out. */
export const HOSTILE = 'x\u001B[2J@here <!-- `y` | **z**';

export const control = (of: Partial<Control> = {}): Control =>
  defineControl({
    id: 'sample-control',
    number: '4.01',
    section: 'actions',
    tier: 'must',
    title: 'Actions are pinned',
    why: 'A tag can be moved by whoever takes over the account.',
    trap: 'A short commit id is not a pin.',
    docs: ['https://docs.github.com/en/actions/reference/security/secure-use'],
    rules: { unpinned: 'A reference that can be moved.' },
    needs: ['texts'],
    uses: [],
    detect: () => ({ verdict: 'pass', message: '' }),
    remedies: [],
    ...of,
  });

export const assessed = (of: Partial<Assessed> = {}): Assessed => ({
  control: control(),
  verdict: 'pass',
  gap: false,
  message: 'all is well',
  findings: [],
  unknown: [],
  waiver: null,
  remedies: [],
  ...of,
});

export const assessment = (controls: readonly Assessed[]): Assessment => ({
  controls,
  summary: progressOf(controls),
  sections: sectionsOf(controls),
});

export const TARGET: Target = {
  mode: 'api',
  host: 'github.com',
  owner: 'acme',
  name: 'widgets',
  base: { ref: 'main', sha: '3f2c1ab'.padEnd(40, '0'), dirty: false },
};

export const EMPTY_PLAN: Plan = {
  choices: [],
  files: [],
  settings: [],
  steps: [],
  conflicts: [],
  leftOut: [],
  packs: [{ name: 'built-in', version: '0.1.0', source: 'built-in', resolved: null }],
  cures: [],
};

export const plan = (of: Partial<Plan> = {}): Plan => ({
  ...EMPTY_PLAN,
  files: [
    {
      path: '.github/workflows/ci.yml',
      mode: '100644',
      before: 'on: push\n',
      after: 'on: push\npermissions: {}\n',
      hunks: [{ before: { line: 2, count: 0 }, after: { line: 2, count: 1 }, controls: ['sample-control'] }],
      controls: ['sample-control'],
      risk: 'review',
      summaries: ['declare the permissions'],
      causes: [],
    },
    {
      path: '.github/CODEOWNERS',
      mode: '100644',
      before: null,
      after: '# harden-builds template: built-in/codeowners 0.1.0 0123abcd\n* @acme/build\n',
      hunks: [{ before: { line: 1, count: 0 }, after: { line: 1, count: 2 }, controls: ['sample-control'] }],
      controls: ['sample-control'],
      risk: 'safe',
      summaries: ['name who answers'],
      causes: [],
    },
  ],
  settings: [
    {
      kind: 'setting',
      control: 'sample-control',
      summary: 'make the token read-only',
      request: { method: 'PUT', path: '/repos/acme/widgets/x', body: { value: 'read' } },
      inverse: { method: 'PUT', path: '/repos/acme/widgets/x', body: { value: 'write' } },
      before: 'write',
      after: 'read',
      when: 'after-merge',
      why: 'A forgotten line would leave it writing.',
    },
  ],
  steps: [
    {
      kind: 'manual',
      control: 'sample-control',
      summary: 'protect the environment',
      why: 'Only an administrator may.',
      lines: ['do this'],
      url: 'https://github.com/acme/widgets/settings/environments',
    },
  ],
  leftOut: [{ control: 'sample-control', reason: `needs ${HOSTILE}` }],
  cures: ['sample-control'],
  ...of,
});
