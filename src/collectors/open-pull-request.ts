import { PULL_REQUEST_MARKER } from '../model/delivery.ts';
import { type Fact, known, type Source, unknown } from '../model/fact.ts';
import type { OpenPullRequest } from '../model/repository.ts';
import type { AsksPaths } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { connectionIn, type Overview } from './overview.ts';
import { unknownBecause } from './unknown.ts';

/**
 * Our own open pull request among the newest hundred. One from a fork counts only for a user who cannot push, since anybody
 * can write our marker into a description.
 */
export async function collectOpenPullRequest(
  api: AsksPaths,
  asking: Asking,
  overview: Overview | null = null,
): Promise<Fact<OpenPullRequest | null>> {
  const told = overview === null ? undefined : connectionIn(overview.repository, 'pullRequests');
  if (overview !== null && told !== undefined) {
    return oursAmong(told.nodes.map(pullInOverview), told.more, asking, overview.source);
  }
  const path = `${repositoryPath(asking)}/pulls`;
  const source = { via: 'api', at: `GET ${path}` } as const;
  const answer = await api.get(path, { state: 'open', per_page: 100 });
  if (!answer.ok) {
    return unknownBecause(answer.failure, { role: 'read', permission: 'Pull requests: read' }, asking, source);
  }
  const pulls = shapesOf(answer.data);
  if (pulls === undefined) return unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source);
  return oursAmong(pulls.map(pullIn), answer.more, asking, source);
}

/** What is read of a pull request, however it was asked for. */
type Listed = {
  readonly [M in 'body' | 'url' | 'branch' | 'from']: string | undefined;
} & { readonly number: number | undefined };

const pullIn = (pull: JsonShape): Listed => ({
  number: pull.number('number'),
  body: pull.text('body'),
  url: pull.text('html_url'),
  branch: pull.inside('head').text('ref'),
  from: pull.inside('head').inside('repo').text('full_name'),
});

const pullInOverview = (pull: JsonShape): Listed => ({
  number: pull.number('number'),
  body: pull.text('body'),
  url: pull.text('url'),
  branch: pull.text('headRefName'),
  from: pull.inside('headRepository').text('nameWithOwner'),
});

function oursAmong(
  pulls: readonly Listed[],
  more: boolean,
  asking: Asking,
  source: Source,
): Fact<OpenPullRequest | null> {
  const here = `${asking.owner}/${asking.name}`.toLowerCase();
  const ours = pulls.filter(({ body }) => body?.includes(PULL_REQUEST_MARKER));
  const found =
    ours.find(({ from }) => from?.toLowerCase() === here) ?? (asking.rights === 'read' ? ours[0] : undefined);
  if (found === undefined) {
    return more
      ? unknown('not-asked', 'only the hundred newest open pull requests are looked through', source)
      : known(null, source);
  }
  const { number, url, branch } = found;
  return number === undefined || url === undefined || branch === undefined
    ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
    : known({ number, url, branch }, source);
}
