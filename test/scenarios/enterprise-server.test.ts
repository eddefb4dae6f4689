import { describe, expect, test } from 'vitest';
import type { Twin } from '../github-twin/twin.ts';
import { falseClaims, judgedOtherwise, unlocksOf } from './compared.ts';
import { look } from './look.ts';
import { BASES, type Base, seedOf } from './repositories.ts';
import { twinOf } from './twins.ts';

const HOST = 'git.example.org';

/** What Enterprise Server 3.17 does not have (github-api.md, column "where"): its 404 looks like every other. */
const NEWER =
  /fork-pr-|artifact-and-log-retention|private-vulnerability-reporting|immutable-releases|actions\/policies|attestations/;

/** The same repository on an Enterprise Server 3.17, whose GraphQL does not know all that we ask for. */
async function serverWith(base: Base): Promise<Twin> {
  const twin = await twinOf(seedOf(base));
  twin.fail({ on: NEWER, answer: { status: 404, body: { message: 'Not Found' } } });
  const errors = [{ message: "Field 'isInOrganization' doesn't exist on type 'Repository'" }];
  twin.fail({ on: /HardenOverview/, answer: { status: 200, body: { errors } } });
  const app = twin.repository('octo/app');
  const { sha_pinning_required: _newer, ...permissions } = app.permissions;
  app.permissions = permissions;
  app.settings.oidc = { use_default: true };
  return twin;
}

describe.each(Object.keys(BASES) as Base[])('%s', (base) => {
  test.each(['seesAll', 'writer', null])(
    'on an older server (token: %s) nothing is claimed from a 404',
    async (token) => {
      const truth = await look(await twinOf(seedOf(base)), { token: 'seesAll' });
      const seen = await look(await serverWith(base), { token, host: HOST });
      expect(falseClaims(truth, seen, ['provenance-attested', 'actions-lockfile'])).toEqual([]);
      expect(judgedOtherwise(truth, seen).length).toBeGreaterThan(3);
    },
  );

  test('an administrator is told that the server does not have it, not that the token lacks a right', async () => {
    const seen = await look(await serverWith(base), { token: 'seesAll', host: HOST });
    expect(unlocksOf(seen, 'forbidden')).toEqual({});
    const unlocks = unlocksOf(seen, 'unserved');
    expect(unlocks.immutableReleases).toBe('GitHub Enterprise Server has no immutable releases');
    expect(unlocks.executionPolicies).toBe('GitHub Enterprise Server has no such policies');
    for (const fact of ['forkApproval', 'artifactRetention', 'privateReporting'])
      expect(unlocks[fact], fact).toMatch(/^git\.example\.org may be too old for this/);
  });
});
