import { type Fact, known, unknown } from '../model/fact.ts';
import type { Ruleset } from '../model/settings.ts';
import type { Asking } from './asking.ts';
import { actorsSeen } from './bypass-actors.ts';
import type { JsonShape } from './json-shape.ts';
import { connectionIn, type Overview } from './overview.ts';
import { ownerLevel } from './owner-level.ts';

/** The rulesets that GraphQL told, spelled as REST spells them; null when it did not tell all of one. */
export function rulesetsIn({ repository, source }: Overview, asking: Asking): Fact<readonly Ruleset[]> | null {
  const connection = connectionIn(repository, 'rulesets');
  const rulesets = connection?.nodes.map((node) => rulesetIn(node, asking));
  if (connection === undefined || rulesets === undefined || rulesets.includes(null)) return null;
  return connection.more
    ? unknown('not-asked', 'there are more rulesets than are asked for', source)
    : known(
        rulesets.filter((each) => each !== null).sort((a, b) => Number(a.id) - Number(b.id)),
        source,
      );
}

function rulesetIn(node: JsonShape, asking: Asking): Ruleset | null {
  const [id, name, enforcement] = [node.id('databaseId'), node.text('name'), node.text('enforcement')];
  const rules = connectionIn(node, 'rules');
  if (id === undefined || name === undefined || enforcement === undefined) return null;
  if (rules === undefined || rules.more) return null;
  const refs = node.inside('conditions').inside('refName');
  const sourceKind = ownerLevel(node.inside('source').text('__typename'));
  const actors = node.inside('bypassActors').list('nodes');
  return {
    id,
    name,
    target: (node.text('target') ?? 'BRANCH').toLowerCase(),
    enforcement: enforcement.toLowerCase(),
    sourceKind,
    include: refs.texts('include') ?? [],
    exclude: refs.texts('exclude') ?? [],
    rules: rules.nodes.flatMap((rule) => rule.text('type')?.toLowerCase() ?? []),
    bypassActors: actorsSeen(
      actors?.map((actor) => ({ kind: actorIn(actor), mode: (actor.text('bypassMode') ?? 'ALWAYS').toLowerCase() })),
      sourceKind,
      asking,
    ),
  };
}

/** GraphQL has no actor for roles, deploy keys and organisation administrators; REST names them by kind. */
function actorIn(actor: JsonShape): string {
  if (actor.flag('organizationAdmin') === true) return 'OrganizationAdmin';
  if (actor.flag('deployKey') === true) return 'DeployKey';
  if (actor.text('repositoryRoleName') !== undefined) return 'RepositoryRole';
  const kind = actor.inside('actor').text('__typename');
  return kind === 'App' ? 'Integration' : (kind ?? 'unknown');
}
