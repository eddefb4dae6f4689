import { describe, expect, test } from 'vitest';
import { falseClaims, judgedOtherwise, unlocksOf } from './compared.ts';
import { look } from './look.ts';
import { BASES, type Base, seedOf } from './repositories.ts';
import { twinOf } from './twins.ts';

/** What a private repository on a free plan cannot have (github-api.md section 9). */
const LACKED = ['codeowners-enforced', 'default-branch-protected', 'code-scanning-actions', 'dependency-review'];

const privately = (base: Base, plan: 'free' | 'paid') =>
  twinOf(seedOf(base, { visibility: 'private', settings: { plan } }));

describe.each(Object.keys(BASES) as Base[])('%s', (base) => {
  test.each(['seesAll', 'writer', 'job'])('what the plan lacks is not called off (token: %s)', async (token) => {
    const truth = await look(await privately(base, 'paid'), { token: 'seesAll' });
    const seen = await look(await privately(base, 'free'), { token });
    expect(falseClaims(truth, seen, LACKED)).toEqual([]);
    expect(judgedOtherwise(truth, seen)).toEqual(expect.arrayContaining(LACKED));
  });

  test('an administrator is told that it is the plan, not the token', async () => {
    const seen = await look(await privately(base, 'free'), { token: 'seesAll' });
    expect(unlocksOf(seen, 'forbidden')).toEqual({});
    expect(unlocksOf(seen, 'unsupported').rulesets).toMatch(/the plan of octo does not include this/);
    for (const fact of ['environments', 'executionPolicies'])
      expect(unlocksOf(seen, 'unserved')[fact], fact).toMatch(/plan/);
    for (const id of LACKED) {
      const control = seen.controls.find((each) => each.id === id);
      expect([control?.verdict, control?.message], id).toEqual([
        'not-applicable',
        expect.stringMatching(/plan|Code Security/),
      ]);
    }
  });
});
