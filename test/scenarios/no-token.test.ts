import { describe, expect, test } from 'vitest';
import { falseClaims, judgedOtherwise, unlocksOf } from './compared.ts';
import { look } from './look.ts';
import { BASES, type Base, seedOf } from './repositories.ts';
import { twinOf } from './twins.ts';

describe.each(Object.keys(BASES) as Base[])('%s', (base) => {
  test('without a token less is seen, and nothing is claimed', async () => {
    const twin = await twinOf(seedOf(base));
    const truth = await look(twin, { token: 'seesAll' });
    const seen = await look(twin, { token: null });
    expect(falseClaims(truth, seen)).toEqual([]);
    expect(judgedOtherwise(truth, seen).length).toBeGreaterThan(8);
  });

  test('each setting that a login would show says so', async () => {
    const seen = await look(await twinOf(seedOf(base)), { token: null });
    const unlocks = unlocksOf(seen, 'forbidden');
    for (const fact of ['actionsPolicy', 'tokenDefaults', 'forkApproval', 'immutableReleases', 'storedSecrets']) {
      expect(unlocks[fact], fact).toContain('gh auth login --hostname github.com');
    }
    for (const [fact, unlock] of Object.entries(unlocks)) expect(unlock, fact).toMatch(/gh auth login|administrator/);
  });

  test('no token is sent, and nothing is asked that takes one', async () => {
    const twin = await twinOf(seedOf(base));
    await look(twin, { token: null });
    expect(twin.requests.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
    expect(twin.requests.filter(({ status }) => status === 401)).toEqual([]);
  });
});
