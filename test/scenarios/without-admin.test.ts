import { describe, expect, test } from 'vitest';
import { falseClaims, judgedOtherwise, unlocksOf } from './compared.ts';
import { look } from './look.ts';
import { BASES, type Base, seedOf } from './repositories.ts';
import { twinOf } from './twins.ts';

/** What takes an administrator on github.com, by the permission that a fine-grained token needs for it. */
const ADMINISTRATION = [
  'actionsPolicy',
  'artifactRetention',
  'codeScanningSetup',
  'executionPolicies',
  'forkApproval',
  'immutableReleases',
  'securityAnalysis',
  'selfHostedRunners',
  'tokenDefaults',
] as const;

describe.each(Object.keys(BASES) as Base[])('%s', (base) => {
  test.each(['writer', 'narrow'])('a token without the right (%s) sees less, and claims nothing', async (token) => {
    const twin = await twinOf(seedOf(base));
    const truth = await look(twin, { token: 'seesAll' });
    const seen = await look(twin, { token });
    expect(falseClaims(truth, seen)).toEqual([]);
    expect(judgedOtherwise(truth, seen).length).toBeGreaterThan(8);
  });

  test('somebody who may write is sent to an administrator for each setting', async () => {
    const seen = await look(await twinOf(seedOf(base)), { token: 'writer' });
    const unlocks = unlocksOf(seen, 'forbidden');
    expect(Object.keys(unlocks)).toEqual(expect.arrayContaining([...ADMINISTRATION]));
    for (const [fact, unlock] of Object.entries(unlocks)) expect(unlock, fact).toMatch(/administrator/);
  });

  test('an administrator is told which permission the token lacks', async () => {
    const seen = await look(await twinOf(seedOf(base)), { token: 'narrow' });
    const unlocks = unlocksOf(seen, 'forbidden');
    for (const fact of ADMINISTRATION)
      expect(unlocks[fact], fact).toMatch(/lacks: administration[=:] ?(?:read|write)/i);
    expect(unlocks.storedSecrets).toMatch(/lacks: secrets=read/);
  });
});
