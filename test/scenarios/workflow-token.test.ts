import { describe, expect, test } from 'vitest';
import { falseClaims, judgedOtherwise, unlocksOf } from './compared.ts';
import { type Judged, look, type Report } from './look.ts';
import { BASES, type Base, seedOf } from './repositories.ts';
import { twinOf } from './twins.ts';

const of = (report: Report, id: string): Judged => {
  const found = report.controls.find((control) => control.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};

describe.each(Object.keys(BASES) as Base[])('%s', (base) => {
  test.each(['public', 'private'] as const)(
    'the token of a job with contents: read in a %s repository sees less, and claims nothing',
    async (visibility) => {
      const twin = await twinOf(seedOf(base, { visibility }));
      const truth = await look(twin, { token: 'seesAll' });
      const seen = await look(twin, { token: 'job' });
      expect(falseClaims(truth, seen)).toEqual([]);
      expect(judgedOtherwise(truth, seen).length).toBeGreaterThan(8);
    },
  );

  test('it sees what any reader sees: rules, releases, workflows', async () => {
    const twin = await twinOf(seedOf(base));
    const truth = await look(twin, { token: 'seesAll' });
    const seen = await look(twin, { token: 'job' });
    for (const id of ['dependabot-actions', 'vulnerability-reporting-open', 'consumer-verification-documented']) {
      expect(of(seen, id).verdict, id).toBe(of(truth, id).verdict);
    }
    const unseen = Object.keys(unlocksOf(seen, 'forbidden'));
    for (const fact of ['branchRules', 'latestRelease', 'workflowStates']) expect(unseen).not.toContain(fact);
  });

  test('for what it can never see an administrator’s token is asked for, with the permission', async () => {
    const seen = await look(await twinOf(seedOf(base)), { token: 'job' });
    const unlocks = unlocksOf(seen, 'forbidden');
    for (const [fact, unlock] of Object.entries(unlocks)) expect(unlock, fact).toMatch(/administrator/);
    for (const fact of ['actionsPolicy', 'tokenDefaults', 'forkApproval', 'immutableReleases', 'codeScanningSetup']) {
      expect(unlocks[fact], fact).toMatch(/administration=read: a workflow’s own token cannot see this/);
    }
    expect(unlocks.storedSecrets).toContain('secrets=read');
  });

  test('in a private repository it is told of the permissions that the workflow could give it', async () => {
    const seen = await look(await twinOf(seedOf(base, { visibility: 'private' })), { token: 'job' });
    expect(unlocksOf(seen, 'forbidden').environments).toContain('actions=read');
  });
});
