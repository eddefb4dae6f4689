import { type Fact, known, unknown } from '../model/fact.ts';
import type { Ruleset } from '../model/settings.ts';
import { type AsksPaths, ask, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { actorsSeen } from './bypass-actors.ts';
import { type JsonShape, shapeOf, shapesOf } from './json-shape.ts';
import type { Overview } from './overview.ts';
import { ownerLevel } from './owner-level.ts';
import { rulesetsIn } from './rulesets-in-overview.ts';

/** REST tells the rules of a ruleset only on its own page; that many pages are read. */
const PAGES_AT_MOST = 10;

/**
 * Every ruleset that applies to the repository. Beyond ten, by REST, those in force decide: when they are more than can be
 * read the fact is unknown, and of one that is not in force no rules are told.
 */
export async function collectRulesets(
  api: AsksPaths,
  asking: Asking,
  overview: Overview | null,
): Promise<Fact<readonly Ruleset[]>> {
  const told = overview === null ? null : rulesetsIn(overview, asking);
  if (told !== null) return told;
  const path = `${repositoryPath(asking)}/rulesets`;
  const needs = { role: 'read', permission: 'Metadata: read' } as const;
  const listed = await askAll(api, asking, { path, query: { includes_parents: 'true' }, needs }, shapesOf, headIn);
  if (listed.state === 'unknown') return listed;
  const [active, idle] = [listed.value.filter(inForce), listed.value.filter((each) => !inForce(each))];
  if (active.length > PAGES_AT_MOST) {
    const unlock = `log in: there are ${active.length} rulesets, and only ${PAGES_AT_MOST} are read one by one`;
    return unknown('not-asked', unlock, listed.source);
  }
  const read = [...active, ...idle].slice(0, PAGES_AT_MOST);
  const pages = await Promise.all(
    read.map(({ id }) =>
      ask(api, asking, { path: `${path}/${id}`, needs }, (data) => rulesetIn(shapeOf(data), asking)),
    ),
  );
  const unseen = pages.find((page) => page.state === 'unknown');
  if (unseen?.state === 'unknown') return unseen;
  const rulesets = pages.flatMap((page) => (page.state === 'known' ? [page.value] : []));
  const unread = idle.filter(({ id }) => rulesets.every((each) => each.id !== id));
  return known(byId([...rulesets, ...unread]), listed.source);
}

const inForce = ({ enforcement }: Ruleset): boolean => enforcement === 'active';

const byId = (rulesets: readonly Ruleset[]): readonly Ruleset[] =>
  [...rulesets].sort((a, b) => Number(a.id) - Number(b.id) || (a.name < b.name ? -1 : 1));

/** A ruleset as the list shows it: without rules and conditions. */
function headIn(listed: JsonShape): Ruleset | null {
  const [id, name, enforcement] = [listed.id('id'), listed.text('name'), listed.text('enforcement')];
  if (id === undefined || name === undefined || enforcement === undefined) return null;
  return {
    id,
    name,
    target: listed.text('target') ?? 'branch',
    enforcement,
    sourceKind: ownerLevel(listed.text('source_type')),
    include: [],
    exclude: [],
    rules: [],
    bypassActors: null,
  };
}

function rulesetIn(page: JsonShape, asking: Asking): Ruleset | null {
  const head = headIn(page);
  const rules = page.list('rules');
  if (head === null || rules === undefined) return null;
  const refs = page.inside('conditions').inside('ref_name');
  const actors = page.list('bypass_actors')?.map((actor) => ({
    kind: actor.text('actor_type') ?? 'unknown',
    mode: actor.text('bypass_mode') ?? 'always',
  }));
  return {
    ...head,
    include: refs.texts('include') ?? [],
    exclude: refs.texts('exclude') ?? [],
    rules: rules.flatMap((rule) => rule.text('type') ?? []),
    bypassActors: actorsSeen(actors, head.sourceKind, asking),
  };
}
