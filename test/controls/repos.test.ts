import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Assessment, Verdict } from '../../src/model/assessment.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { recommendedChoices } from '../../src/plan/recommended-choices.ts';
import { type ControlCase, snapshotOf } from './control-case.ts';
import { PINS } from './sample-facts.ts';
import { PACK, SAMPLE_ANSWERS, whenDone } from './try-remedy.ts';

/** A folder of test/fixtures/repos is a repository; its expected.json says what is known of it, and the verdicts. */
type Expected = {
  readonly facts?: NonNullable<ControlCase['facts']>;
  readonly controls: Readonly<Record<string, { readonly verdict: Verdict; readonly findings: number }>>;
};

const ROOT = 'test/fixtures/repos';

function repository(name: string) {
  const files = readdirSync(`${ROOT}/${name}`, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const texts = Object.fromEntries(
    files.sort().map((path) => [path.slice(ROOT.length + name.length + 2), readFileSync(path, 'utf8')]),
  );
  // The file is written for this test; a wrong name in it fails here.
  const expected = JSON.parse(readFileSync(`${ROOT}/${name}/expected.json`, 'utf8')) as Expected;
  return {
    expected,
    snapshot: snapshotOf({ name, files: texts, facts: { pins: PINS, ...expected.facts }, verdict: 'pass' }),
  };
}

describe.each(readdirSync(ROOT))('%s', (name) => {
  const { expected, snapshot } = repository(name);
  const assessment = assess(snapshot, CONTROLS);

  test('is judged as written in expected.json', () => {
    const found = assessment.controls
      .filter(({ control }) => control.id in expected.controls)
      .map(({ control, verdict, findings }) => [control.id, { verdict, findings: findings.length }] as const);
    expect(Object.fromEntries(found)).toEqual(expected.controls);
    expect(Object.keys(expected.controls).length).toBeGreaterThanOrEqual(12);
  });

  test('gets better by what is recommended, without a conflict, and has nothing left to plan after', () => {
    const plan = makePlan({ snapshot, controls: CONTROLS, choices: choicesFor(assessment), pack: PACK });
    expect(plan.conflicts).toEqual([]);
    const next = whenDone(snapshot, plan);
    const after = assess(next, CONTROLS);
    const gaps = (all: Assessment) => all.controls.filter(({ gap }) => gap).length;
    if (plan.files.length > 0) expect(gaps(after)).toBeLessThanOrEqual(gaps(assessment));
    const again = makePlan({ snapshot: next, controls: CONTROLS, choices: choicesFor(after), pack: PACK });
    expect(again.files.map(({ path }) => path)).toEqual([]);
  });
});

const choicesFor = (assessment: Assessment) =>
  recommendedChoices(assessment, { maxRisk: 'review', answers: SAMPLE_ANSWERS }).choices;
