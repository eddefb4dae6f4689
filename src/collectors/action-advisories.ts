import { type Fact, known } from '../model/fact.ts';
import type { ActionAdvisories, ActionAdvisory } from '../model/settings.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import type { RemoteUse } from './pin-requests.ts';
import type { ReadsApi } from './reads-api.ts';

const ACTIONS_AT_MOST = 200;

/**
 * Advisories about actions: the embedded list, which has the commits of hijacked tags, and what the host knows of the actions
 * in use. Without the host's answer the list is told with the last day it covers.
 */
export async function collectActionAdvisories(
  api: Pick<ReadsApi, 'get' | 'token'> | null,
  uses: readonly RemoteUse[],
  embedded: ActionAdvisories,
): Promise<Fact<ActionAdvisories>> {
  const names = [...new Set(uses.map(({ owner, repo }) => `${owner}/${repo}`.toLowerCase()))].sort();
  const offline = known(embedded, { via: 'catalogue', at: 'advisories about actions' });
  if (api === null || !api.token().signedIn || names.length === 0 || names.length > ACTIONS_AT_MOST) return offline;
  const answer = await api.get('/advisories', { ecosystem: 'actions', affects: names.join(','), per_page: 100 });
  const listed = answer.ok && !answer.more ? shapesOf(answer.data) : undefined;
  if (listed === undefined) return offline;
  const advisories = merged(embedded.advisories, listed.flatMap(advisoriesIn));
  return known({ advisories, asOf: null }, { via: 'api', at: 'GET /advisories' });
}

/** One for each action an advisory names; those that were withdrawn are none. */
function advisoriesIn(advisory: JsonShape): readonly ActionAdvisory[] {
  const [id, summary, url] = [advisory.text('ghsa_id'), advisory.text('summary'), advisory.text('html_url')];
  if (id === undefined || summary === undefined || advisory.text('withdrawn_at') !== undefined) return [];
  return (advisory.list('vulnerabilities') ?? []).flatMap((vulnerability) => {
    const action = vulnerability.inside('package').text('name')?.toLowerCase();
    if (action === undefined || vulnerability.inside('package').text('ecosystem') !== 'actions') return [];
    return {
      id,
      action,
      kind: advisory.text('type') === 'malware' ? 'compromise' : 'vulnerability',
      summary,
      affectedRefs: [],
      affectedCommits: [],
      affectedRange: vulnerability.text('vulnerable_version_range') ?? null,
      fixedIn: vulnerability.text('first_patched_version') ?? null,
      url: url ?? `https://github.com/advisories/${id}`,
    } satisfies ActionAdvisory;
  });
}

/** What the host says of versions is newer; commits, tags and whether it was an attack only the embedded list knows. */
function merged(embedded: readonly ActionAdvisory[], online: readonly ActionAdvisory[]): readonly ActionAdvisory[] {
  const isSame = (a: ActionAdvisory, b: ActionAdvisory): boolean => a.id === b.id && a.action === b.action;
  const more = online.filter((each) => !embedded.some((known) => isSame(known, each)));
  const renewed = embedded.map((each) => {
    const ranges = online.filter((other) => isSame(each, other));
    const [newest] = ranges;
    return newest === undefined || ranges.length > 1
      ? each
      : {
          ...each,
          affectedRange: newest.affectedRange ?? each.affectedRange,
          fixedIn: newest.fixedIn ?? each.fixedIn,
        };
  });
  return [...renewed, ...more].sort((a, b) => (`${a.action} ${a.id}` < `${b.action} ${b.id}` ? -1 : 1));
}
