import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Choice } from '../../src/model/plan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { previewPlan } from '../../src/plan/make-plan.ts';
import { overlay } from '../../src/plan/overlay.ts';
import { defaultAnswers } from '../../src/plan/recommended-choices.ts';
import { type ControlCase, snapshotOf } from '../controls/control-case.ts';
import { FIXTURE_REPOS } from '../controls/fixture-repos.ts';
import { PINS } from '../controls/sample-facts.ts';
import { SITUATIONS } from '../controls/situations.ts';
import { PACK, SAMPLE_ANSWERS } from '../controls/try-remedy.ts';

/** Controls whose remedies meet in the same jobs, steps and permissions. */
const MEETING = [
  'actions-sha-pinned',
  'build-steps-repeatable',
  'checkout-credentials-dropped',
  'container-attestation-pushed',
  'no-self-hosted-on-public',
  'provenance-attested',
  'release-cache-isolated',
  'runner-image-explicit',
  'sbom-attested',
  'workflow-permissions-least',
];

const failing = (id: string): ControlCase => {
  const found = SITUATIONS.get(id)?.find(({ verdict, files }) => verdict === 'fail' && files !== undefined);
  if (found === undefined) throw new Error(`${id} has no failing situation with files`);
  return { ...found, facts: { pins: PINS, ...found.facts } };
};

const repositories = [
  ...FIXTURE_REPOS.map(({ name, files, facts }) => ({
    name,
    snapshot: snapshotOf({ name, files, facts, verdict: 'fail' }),
  })),
  ...MEETING.map((id) => ({ name: `a repository against ${id}`, snapshot: snapshotOf(failing(id)) })),
];

/** Everything that writes files and can be answered: the first remedy of each control with a gap, whatever its tier. */
function everything(snapshot: Snapshot): readonly Choice[] {
  return assess(snapshot, CONTROLS).controls.flatMap(({ control, gap, remedies }) => {
    const offer = gap ? remedies.find(({ kind }) => kind === 'new-file' || kind === 'edit') : undefined;
    if (offer === undefined) return [];
    const filled = defaultAnswers(offer, SAMPLE_ANSWERS);
    return 'open' in filled ? [] : [{ control: control.id, remedy: offer.id, answers: filled.answers }];
  });
}

const plan = (snapshot: Snapshot, choices: readonly Choice[]) =>
  previewPlan({ snapshot, controls: CONTROLS, choices, pack: PACK });

describe.each(repositories)('all remedies at once: $name', ({ snapshot }) => {
  const choices = everything(snapshot);
  const { files, steps, settings, conflicts } = plan(snapshot, choices);

  test('come to one change of each file, without a conflict, and to none the second time', () => {
    expect(choices.length).toBeGreaterThan(0);
    expect(conflicts).toEqual([]);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    for (const { hunks, after } of files) {
      expect(after).not.toMatch(/^(?:<{7}|>{7})/m);
      expect(hunks.every(({ controls }) => controls.length > 0)).toBe(true);
      const ends = hunks.map(({ before }) => before.line + before.count);
      expect(hunks.slice(1).every(({ before }, index) => before.line > (ends[index] ?? 0))).toBe(true);
    }
    const written = files.map(({ path, mode, after: text }) => [path, { path, mode, text }] as const);
    const next = overlay(snapshot, new Map(written));
    const chosen = new Set(choices.map(({ control }) => control));
    const again = plan(
      next,
      everything(next).filter(({ control }) => chosen.has(control)),
    );
    expect(again.files.map(({ path }) => path)).toEqual([]);
  });

  test('come to the same bytes in whatever order they are chosen', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...choices], { minLength: choices.length }), (order) => {
        const shuffled = plan(snapshot, order);
        expect(shuffled.files).toEqual(files);
        expect([shuffled.steps, shuffled.settings, shuffled.conflicts]).toEqual([steps, settings, conflicts]);
      }),
      { numRuns: 3 },
    );
  });
});
