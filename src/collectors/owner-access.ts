import { type Fact, known, unknown } from '../model/fact.ts';
import type { OwnerAccess } from '../model/repository.ts';
import type { AsksPaths } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapesOf } from './json-shape.ts';
import { unknownBecause } from './unknown.ts';

const PAGE = 100;

/** Who can write, asked once: whether there is a second person shows on the first page. Only writers are told. */
export async function collectOwnerAccess(api: AsksPaths, asking: Asking): Promise<Fact<OwnerAccess>> {
  const path = `${repositoryPath(asking)}/collaborators`;
  const source = { via: 'api', at: `GET ${path}` } as const;
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
