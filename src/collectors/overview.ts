import type { Source } from '../model/fact.ts';
import type { Asking } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import { OVERVIEW_QUERY } from './overview-query.ts';
import type { ReadsApi } from './reads-api.ts';

/** The answer to `OVERVIEW_QUERY`. What is missing in it was not answered, and is asked for by REST. */
export type Overview = { readonly repository: JsonShape; readonly source: Source };

/** One GraphQL question instead of many; null without a login, or when the host does not answer it. */
export async function collectOverview(api: Pick<ReadsApi, 'graphql'>, asking: Asking): Promise<Overview | null> {
  if (!asking.token.signedIn) return null;
  const answer = await api.graphql(OVERVIEW_QUERY, {
    owner: asking.owner,
    name: asking.name,
    push: asking.rights === 'push' || asking.rights === 'admin',
    keys: asking.rights === 'admin' && (asking.token.scopes?.includes('repo') ?? false),
  });
  const repository = answer.ok ? shapeOf(answer.data).inside('repository') : null;
  return repository === null || repository.names().length === 0
    ? null
    : { repository, source: { via: 'api', at: 'POST /graphql HardenOverview' } };
}

/** A connection that was answered to its end or not; undefined when it was not answered. */
export function connectionIn(
  of: JsonShape,
  name: string,
): { readonly nodes: readonly JsonShape[]; readonly more: boolean } | undefined {
  const connection = of.inside(name);
  const [nodes, more] = [connection.list('nodes'), connection.inside('pageInfo').flag('hasNextPage')];
  return nodes === undefined || more === undefined ? undefined : { nodes, more };
}
