import { setTimeout as wait } from 'node:timers/promises';
import type { Home, NewPullRequest, Place, PullRequest, WritesPullRequests } from '../deliver/pull-request-host.ts';
import type { ApiAnswer } from '../model/api-failure.ts';
import { ahead, branchHead, commitOnBranch } from './github-branches.ts';
import type { GitHubClient } from './github-client.ts';
import { at, statesAt, writeCommit } from './github-git-objects.ts';

export type PullRequestOptions = {
  /** Milliseconds between two looks at a fork that is being made. */
  readonly forkPause?: number;
};

const LOOKS_AT_FORK = 60;

/** The host as the delivery of a pull request needs it. */
export function pullRequestsAt(
  client: GitHubClient,
  repository: Place,
  { forkPause = 2000 }: PullRequestOptions = {},
): WritesPullRequests {
  return {
    host: client.host,
    home: () => home(client, repository),
    scopes: () => client.token().scopes,
    fork: () => fork(client, repository, forkPause),
    branchHead: (place, branch) => branchHead(client, place, branch),
    ahead: (place, base, head) => ahead(client, place, base, head),
    statesAt: (place, commit, files) => statesAt(client, place, commit, files),
    createBranch: (place, branch, sha) =>
      client.write((octokit) => octokit.rest.git.createRef({ ...at(place), ref: `refs/heads/${branch}`, sha })),
    moveBranch: (place, branch, sha) =>
      client.write((octokit) =>
        octokit.rest.git.updateRef({ ...at(place), ref: `heads/${branch}`, sha, force: false }),
      ),
    deleteBranch: (place, branch) =>
      client.write((octokit) => octokit.rest.git.deleteRef({ ...at(place), ref: `heads/${branch}` })),
    commitOnBranch: (...of) => commitOnBranch(client, ...of),
    writeCommit: (...of) => writeCommit(client, ...of),
    pullRequests: (from, branch, state) => pullRequests(client, repository, from, branch, state),
    createPullRequest: (wanted) => createPullRequest(client, repository, wanted),
    updatePullRequest: (number, { body }) =>
      client.write((octokit) => octokit.rest.pulls.update({ ...at(repository), pull_number: number, body })),
    requestReviewers: (number, reviewers) =>
      client.write((octokit) =>
        octokit.rest.pulls.requestReviewers({
          ...at(repository),
          pull_number: number,
          reviewers: reviewers.filter((reviewer) => !reviewer.includes('/')),
          team_reviewers: reviewers.flatMap((reviewer) => reviewer.split('/').slice(1)),
        }),
      ),
  };
}

/** With the names as the host spells them now: a renamed repository answers under its old one too. */
async function home(client: GitHubClient, repository: Place): Promise<ApiAnswer<Home>> {
  const answer = await client.read((octokit) => octokit.rest.repos.get(at(repository)));
  if (!answer.ok) return answer;
  const { owner, name, permissions, allow_forking: forks, archived } = answer.data;
  return {
    ...answer,
    data: { owner: owner.login, name, canPush: permissions?.push ?? false, allowsForks: forks ?? true, archived },
  };
}

async function fork(client: GitHubClient, repository: Place, pause: number): Promise<ApiAnswer<Place>> {
  const answer = await client.write((octokit) =>
    octokit.rest.repos.createFork({ ...at(repository), default_branch_only: true }),
  );
  if (!answer.ok) return answer;
  const place = { owner: answer.data.owner.login, name: answer.data.name };
  // The host makes the fork after it has answered: it is there when its branch is.
  for (let look = 1; ; look++) {
    const head = await branchHead(client, place, answer.data.default_branch);
    if (head.ok && head.data !== null) return { ...answer, data: place };
    if (look === LOOKS_AT_FORK) return head.ok ? notReady(place) : head;
    await wait(pause);
  }
}

const notReady = (place: Place): ApiAnswer<Place> => ({
  ok: false,
  failure: {
    kind: 'server',
    status: 202,
    message: `the fork ${place.owner}/${place.name} is still being made`,
    requestId: null,
    acceptedPermissions: null,
    ssoUrl: null,
    resetAt: null,
  },
});

async function pullRequests(
  client: GitHubClient,
  repository: Place,
  from: Place,
  branch: string,
  state: 'open' | 'closed',
): Promise<ApiAnswer<readonly PullRequest[]>> {
  const head = `${from.owner}:${branch}`;
  const answer = await client.read((octokit) => octokit.rest.pulls.list({ ...at(repository), state, head }));
  if (!answer.ok) return answer;
  // A host that does not know the filter sends all of them.
  const matching = answer.data.filter((pull) => pull.head.ref === branch && isFrom(pull.head.repo, from));
  return { ...answer, data: matching.map(pullRequestIn) };
}

const isFrom = (repo: { readonly full_name: string } | null, from: Place): boolean =>
  repo?.full_name.toLowerCase() === `${from.owner}/${from.name}`.toLowerCase();

async function createPullRequest(
  client: GitHubClient,
  repository: Place,
  { title, body, base, from, branch, draft }: NewPullRequest,
): Promise<ApiAnswer<PullRequest>> {
  const sameOwner = from.owner.toLowerCase() === repository.owner.toLowerCase();
  const isFork = !isFrom({ full_name: `${repository.owner}/${repository.name}` }, from);
  const answer = await client.write((octokit) =>
    octokit.rest.pulls.create({
      ...at(repository),
      title,
      body,
      base,
      draft,
      head: isFork ? `${from.owner}:${branch}` : branch,
      ...(isFork && sameOwner ? { head_repo: from.name } : {}),
    }),
  );
  return answer.ok ? { ...answer, data: pullRequestIn(answer.data) } : answer;
}

const pullRequestIn = (pull: {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
}): PullRequest => ({ number: pull.number, url: pull.html_url, title: pull.title, body: pull.body ?? '' });
