import { PULL_REQUEST_MARKER } from '../model/delivery.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { OpenPullRequest } from '../model/repository.ts';
import type { AsksPaths } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { unknownBecause } from './unknown.ts';

/**
 * Our own open pull request among the newest hundred. One from a fork counts only for a user who cannot push, since anybody
 * can write our marker into a description.
 */
export async function collectOpenPullRequest(api: AsksPaths, asking: Asking): Promise<Fact<OpenPullRequest | null>> {
  const path = `${repositoryPath(asking)}/pulls`;
  const source = { via: 'api', at: `GET ${path}` } as const;
  const answer = await api.get(path, { state: 'open', per_page: 100 });
  if (!answer.ok) {
    return unknownBecause(answer.failure, { role: 'read', permission: 'Pull requests: read' }, asking, source);
  }
  const pulls = shapesOf(answer.data);
  if (pulls === undefined) return unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source);
  const ours = pulls.filter((pull) => pull.text('body')?.includes(PULL_REQUEST_MARKER));
  const found = ours.find((pull) => isFromHere(pull, asking)) ?? (asking.rights === 'read' ? ours[0] : undefined);
  if (found === undefined) {
    return answer.more
      ? unknown('not-asked', 'only the hundred newest open pull requests are looked through', source)
      : known(null, source);
  }
  const [number, url, branch] = [found.number('number'), found.text('html_url'), found.inside('head').text('ref')];
  return number === undefined || url === undefined || branch === undefined
    ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
    : known({ number, url, branch }, source);
}

function isFromHere(pull: JsonShape, asking: Asking): boolean {
  const from = pull.inside('head').inside('repo').text('full_name');
  return from?.toLowerCase() === `${asking.owner}/${asking.name}`.toLowerCase();
}
