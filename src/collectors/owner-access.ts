import { type Fact, known, unknown } from '../model/fact.ts';
import type { OwnerAccess } from '../model/repository.ts';
import type { AsksPaths } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapesOf } from './json-shape.ts';
import type { Overview } from './overview.ts';
import { hiddenWithoutLogin, unknownBecause } from './unknown.ts';

const PAGE = 100;

/** Who can write, asked once: whether there is a second person shows on the first page. Only writers are told. */
export async function collectOwnerAccess(
  api: AsksPaths,
  asking: Asking,
  overview: Overview | null = null,
): Promise<Fact<OwnerAccess>> {
  const told = overview === null ? null : writersIn(overview);
  if (told !== null) return told;
  const path = `${repositoryPath(asking)}/collaborators`;
  const source = { via: 'api', at: `GET ${path}` } as const;
  const hidden = hiddenWithoutLogin({ role: 'push', permission: 'Metadata: read' }, asking, source);
  if (hidden !== null) return hidden;
  const answer = await api.get(path, { per_page: PAGE });
  if (!answer.ok) {
    return unknownBecause(answer.failure, { role: 'push', permission: 'Metadata: read' }, asking, source);
  }
  const people = shapesOf(answer.data)?.map((person) => ({
    login: person.text('login'),
    push: person.inside('permissions').flag('push'),
  }));
  if (people === undefined || people.some(({ login, push }) => login === undefined || push === undefined)) {
    return unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source);
  }
  const writers = people.flatMap(({ login, push }) => (push && login !== undefined ? [login] : []));
  return known({ writers: writers.sort(), complete: !answer.more }, source);
}

const WRITES = ['WRITE', 'MAINTAIN', 'ADMIN'];

/** Null unless the host told of every person on the page. */
function writersIn({ repository, source }: Overview): Fact<OwnerAccess> | null {
  const page = repository.inside('collaborators');
  const [people, more] = [page.list('edges'), page.inside('pageInfo').flag('hasNextPage')];
  const told = people?.map((edge) => ({ login: edge.inside('node').text('login'), level: edge.text('permission') }));
  if (told === undefined || more === undefined) return null;
  if (told.some(({ login, level }) => login === undefined || level === undefined)) return null;
  const writers = told.flatMap(({ login, level }) =>
    login !== undefined && level !== undefined && WRITES.includes(level) ? [login] : [],
  );
  return known({ writers: writers.sort(), complete: !more }, source);
}
