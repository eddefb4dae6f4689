import { expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { documentOf } from '../../src/cli/answers-document.ts';
import { decideInRounds } from '../../src/cli/decide-in-rounds.ts';
import { readAnswers } from '../../src/cli/read-answers.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { NO_POLICY } from '../../src/policy/policy.ts';
import { snapshotOf } from '../controls/control-case.ts';
import { FIXTURE_REPOS } from '../controls/fixture-repos.ts';
import { PACK } from '../controls/try-remedy.ts';

const service = FIXTURE_REPOS.find(({ name }) => name === 'docker-service');
if (service === undefined) throw new Error('the fixture docker-service is gone');
const snapshot = snapshotOf({ name: service.name, files: service.files, facts: service.facts, verdict: 'pass' });
const looked = { snapshot, assessment: assess(snapshot, CONTROLS), policy: NO_POLICY, pack: PACK, controls: CONTROLS };
const planOf = (choices: ReturnType<typeof decideInRounds>['choices']) =>
  makePlan({ snapshot, controls: CONTROLS, choices, pack: PACK, confined: true });

const given = (text: string) => ({ name: 'answers.json', answers: readAnswers(text, 'answers.json') });
const HOSTED = '{"schemaVersion":1,"answers":{"hosted-runner":"ubuntu-24.04"},"controls":{}}';
const alone = decideInRounds({ looked, yes: true, maxRisk: 'review', given: given(HOSTED) });

test('takes what only the plan itself makes possible', () => {
  const later = alone.choices.filter(({ round }) => round !== undefined && round > 0);
  expect(later.map(({ control }) => control)).toContain('container-attestation-pushed');
  expect(planOf(alone.choices).conflicts).toEqual([]);
  const told = [...alone.advisory, ...alone.leftOut].map(({ control }) => control);
  expect(told.filter((control) => later.some((choice) => choice.control === control))).toEqual([]);
});

test('its answers plan the same bytes again', () => {
  const text = JSON.stringify(documentOf(alone.choices, []));
  const again = decideInRounds({ looked, yes: false, maxRisk: 'review', given: given(text) });
  expect(planOf(again.choices).files).toEqual(planOf(alone.choices).files);
});

test('what the answers skip stays skipped in every round', () => {
  const skipped = HOSTED.replace('"controls":{}', '"controls":{"container-attestation-pushed":{"remedy":"skip"}}');
  const { choices } = decideInRounds({ looked, yes: true, maxRisk: 'review', given: given(skipped) });
  expect(choices.map(({ control }) => control)).not.toContain('container-attestation-pushed');
});
