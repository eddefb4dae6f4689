import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { decideInRounds } from '../../src/cli/decide-in-rounds.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { NO_POLICY } from '../../src/policy/policy.ts';
import { snapshotOf } from './control-case.ts';
import { FIXTURE_REPOS } from './fixture-repos.ts';
import { PACK, whenDone } from './try-remedy.ts';

describe.each(FIXTURE_REPOS)('$name', ({ name, files, facts, expected }) => {
  const snapshot = snapshotOf({ name, files, facts, verdict: 'pass' });
  const assessment = assess(snapshot, CONTROLS);

  test('is judged as written in expected.json', () => {
    const found = assessment.controls
      .filter(({ control }) => control.id in expected)
      .map(({ control, verdict, findings }) => [control.id, { verdict, findings: findings.length }] as const);
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(12);
  });

  test('gets better by what is recommended, without a conflict, and has nothing left to plan after', () => {
    const plan = makePlan({ snapshot, controls: CONTROLS, choices: choicesFor(snapshot, assessment), pack: PACK });
    expect(plan.conflicts).toEqual([]);
    const next = whenDone(snapshot, plan);
    const after = assess(next, CONTROLS);
    const gaps = (all: Assessment) => all.controls.filter(({ gap }) => gap).length;
    if (plan.files.length > 0) expect(gaps(after)).toBeLessThanOrEqual(gaps(assessment));
    const again = makePlan({ snapshot: next, controls: CONTROLS, choices: choicesFor(next, after), pack: PACK });
    expect(again.files.map(({ path }) => path)).toEqual([]);
  });
});

const choicesFor = (snapshot: Snapshot, assessment: Assessment) =>
  decideInRounds({
    looked: {
      snapshot,
      assessment,
      policy: { ...NO_POLICY, owners: ['@octo-org/build'] },
      pack: PACK,
      controls: CONTROLS,
    },
    yes: true,
    maxRisk: 'review',
    given: null,
  }).choices;
