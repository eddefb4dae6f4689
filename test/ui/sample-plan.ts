import type { Plan, PlannedFile } from '../../src/model/plan.ts';
import { historyOf, hunksOf, rewrite } from '../../src/plan/line-history.ts';
import { TEXTS } from './sample-repository.ts';

const CHECKOUT = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const NODE = 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0';

/** A planned file made by one text after another, each caused by a control. */
export function plannedFile(
  path: string,
  before: string | null,
  steps: readonly (readonly [string, string])[],
  risk: 'safe' | 'review' = 'safe',
): PlannedFile {
  const history = steps.reduce((so, [control, after]) => rewrite(so, after, control), historyOf(before ?? ''));
  const controls = steps.map(([control]) => control);
  return {
    path,
    mode: '100644',
    before,
    after: steps.at(-1)?.[1] ?? '',
    hunks: hunksOf(history),
    controls,
    risk,
    summaries: [],
    causes: [],
  };
}

const pinned = (text: string) =>
  text.replaceAll('actions/checkout@v4', CHECKOUT).replaceAll('actions/setup-node@v4', NODE);

function edited(path: string): PlannedFile {
  const before = TEXTS[path] ?? '';
  const pin = pinned(before);
  return plannedFile(
    path,
    before,
    [
      ['actions-sha-pinned', pin],
      ['workflow-permissions-least', pin.replace('permissions: write-all', 'permissions:\n  contents: read')],
    ],
    'review',
  );
}

const CODEOWNERS = '# Changes of the build need a review by its owners.\n/.github/ @acme/build\n';

/** What the sample repository's gaps would change, all of them or those of some controls. */
export function samplePlan(controls: readonly string[] | null = null): Plan {
  const wanted = (ids: readonly string[]) => controls === null || ids.some((id) => controls.includes(id));
  const files = [
    edited('.github/workflows/ci.yml'),
    edited('.github/workflows/release.yml'),
    plannedFile('.github/CODEOWNERS', null, [['codeowners-workflows', CODEOWNERS]]),
  ];
  return {
    choices: [],
    files: files.filter((file) => wanted(file.controls)),
    settings: [
      {
        kind: 'setting' as const,
        control: 'token-default-read-only',
        summary: 'the job token may only read by default',
        request: {
          method: 'PUT' as const,
          path: '/repos/acme/widgets/actions/permissions/workflow',
          body: { default_workflow_permissions: 'read' },
        },
        inverse: null,
        before: 'write',
        after: 'read',
        when: 'after-merge' as const,
        why: 'A workflow that names no permissions gets the default.',
      },
    ].filter(({ control }) => wanted([control])),
    steps: [
      {
        kind: 'manual' as const,
        control: 'provenance-attested',
        summary: 'Protect the environment "release"',
        why: 'A release then waits for a second person.',
        lines: ['gh api --method PUT /repos/acme/widgets/environments/release'],
        url: 'https://docs.github.com/en/actions/deployment/targeting-different-environments/managing-environments-for-deployment',
      },
    ].filter(({ control }) => wanted([control])),
    conflicts: [],
    leftOut: [{ control: 'scorecard', reason: 'you said "not now"' }],
    cures: ['actions-sha-pinned', 'workflow-permissions-least', 'codeowners-workflows'],
    packs: [{ name: 'built-in', version: '0.1.0', source: 'built-in', resolved: null }],
  };
}
