import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Answer, invalid, notFound, ok } from './answer.ts';
import { roleOf, turnedAway } from './rights.ts';
import type { Call, Route } from './route.ts';
import type { TwinPull, TwinRepository } from './state.ts';

type Pull = RestEndpointMethodTypes['pulls']['get']['response']['data'];

/** Pull requests, reviewers and forks. */
export const PULL_ROUTES: readonly Route[] = [
  {
    route: 'GET /repos/:owner/:repo/pulls',
    answer: ({ caller, repository, query }) => {
      const head = query.get('head');
      const found = repository.pulls
        .filter(({ state }) => state === (query.get('state') ?? 'open'))
        .filter((pull) => head === null || head === `${pull.head.owner}:${pull.head.branch}`);
      const refused = turnedAway(caller, repository, 'read', 'pull_requests=read');
      return refused ?? ok(found.toReversed().map((pull) => pullBody(repository, pull)));
    },
  },
  { route: 'POST /repos/:owner/:repo/pulls', answer: createPull },
  {
    route: 'PATCH /repos/:owner/:repo/pulls/*',
    answer: ({ caller, repository, rest, body }) => {
      const pull = repository.pulls.find(({ number }) => number === Number(rest));
      if (pull === undefined) return notFound;
      const refused = turnedAway(caller, repository, 'read', 'pull_requests=write');
      if (refused !== null) return refused;
      if (body.body !== undefined) pull.body = String(body.body);
      return ok(pullBody(repository, pull));
    },
  },
  {
    route: 'POST /repos/:owner/:repo/pulls/*',
    answer: ({ caller, repository, rest, body }) => {
      const [number, what] = rest.split('/');
      const pull = repository.pulls.find((each) => each.number === Number(number));
      if (pull === undefined || what !== 'requested_reviewers') return notFound;
      const people = (body.reviewers ?? []) as readonly string[];
      const stranger = people.find((login) => repository.roles[login] === undefined);
      if (stranger !== undefined) {
        return invalid(
          'Reviews may only be requested from collaborators. One or more of the users is not a collaborator.',
        );
      }
      pull.reviewers.push(...people, ...((body.team_reviewers ?? []) as readonly string[]));
      return turnedAway(caller, repository, 'write', 'pull_requests=write') ?? ok(pullBody(repository, pull), 201);
    },
  },
  {
    route: 'POST /repos/:owner/:repo/forks',
    answer: ({ caller, repository, state }) => {
      if (caller === null) return { status: 401, body: { message: 'Requires authentication' } };
      const slug = `${caller.login}/${repository.name}`.toLowerCase();
      const fork: TwinRepository = state.repositories.get(slug) ?? {
        ...repository,
        id: repository.id + 500,
        owner: caller.login,
        ownerKind: 'User',
        fork: true,
        roles: {},
        refs: new Map(repository.refs),
        pulls: [],
      };
      state.repositories.set(slug, fork);
      const { owner, name, defaultBranch } = fork;
      return ok({ full_name: `${owner}/${name}`, name, owner: { login: owner }, default_branch: defaultBranch }, 202);
    },
  },
];

function createPull({ caller, repository, state, body }: Call): Answer {
  const refused = turnedAway(caller, repository, 'read', 'pull_requests=write');
  if (refused !== null) return refused;
  const [, owner = repository.owner, branch = ''] = /^(?:([^:]+):)?(.+)$/.exec(String(body.head)) ?? [];
  const from = state.repositories.get(`${owner}/${repository.name}`.toLowerCase());
  const head = from?.refs.get(`refs/heads/${branch}`);
  const base = repository.refs.get(`refs/heads/${String(body.base)}`);
  const failed = (message: string): Answer =>
    invalid('Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }]);
  if (from === undefined || head === undefined) return failed('head is invalid');
  if (base === undefined) return failed('base is invalid');
  if (roleOf(caller, from) === 'read') return failed('head is invalid');
  if (state.store.history(base).includes(head)) return failed(`No commits between ${String(body.base)} and ${branch}`);
  const open = repository.pulls.some(
    (pull) => pull.state === 'open' && pull.head.owner === owner && pull.head.branch === branch,
  );
  if (open) return failed(`A pull request already exists for ${owner}:${branch}.`);
  if (body.draft === true && !repository.allowsDrafts) {
    return invalid('Draft pull requests are not supported in this repository.');
  }
  const pull: TwinPull = {
    number: repository.pulls.length + 1,
    title: String(body.title),
    body: String(body.body),
    state: 'open',
    draft: body.draft === true,
    base: String(body.base),
    head: { owner, name: repository.name, branch },
    reviewers: [],
  };
  repository.pulls.push(pull);
  return ok(pullBody(repository, pull), 201);
}

function pullBody(repository: TwinRepository, pull: TwinPull) {
  const body = {
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    draft: pull.draft,
    html_url: `https://github.com/${repository.owner}/${repository.name}/pull/${pull.number}`,
  } satisfies Pick<Pull, 'number' | 'title' | 'body' | 'state' | 'draft' | 'html_url'>;
  return { ...body, head: { ref: pull.head.branch, repo: { full_name: `${pull.head.owner}/${pull.head.name}` } } };
}
