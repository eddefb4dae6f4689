import { expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { tryPack } from '../../src/cli/pack-floor.ts';
import { SIGNING_METHODS } from '../../src/controls/signing-method.ts';
import { trialsOf } from '../../src/templating/trial-inputs.ts';

/** Also asserts what `templates lint` promises: all values once, all pairs of choices, every way to sign. */
test('the built-in templates keep the floor with every value and every pair of choices', { timeout: 120_000 }, () => {
  const { faults, templates, renderings } = tryPack(builtInPack(), offlinePins(), 'pairs');
  expect(faults.map(({ text }) => text)).toEqual([]);
  console.log(`${renderings} renderings of ${templates} templates`);
  expect(renderings).toBeGreaterThan(templates * 10);
});

test('every way to sign is tried with everything else that can be chosen', () => {
  const binaries = builtInPack().templates.find(({ id }) => id === 'release-binaries');
  if (binaries === undefined) throw new Error('no release-binaries');
  const trials = trialsOf(binaries, {}, 'pairs').map(({ chosen }) => chosen);
  for (const signing of Object.keys(SIGNING_METHODS))
    for (const visibility of binaries.inputs.visibility?.choices ?? [])
      expect(trials).toContainEqual(expect.objectContaining({ signing, visibility }));
});
