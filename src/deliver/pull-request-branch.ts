import { COMMIT_TRAILER, type DeliveryRequest, PULL_REQUEST_MARKER } from '../model/delivery.ts';
import type { Ahead, Place, PullRequest, WritesPullRequests } from './pull-request-host.ts';
import type { Journal } from './pull-request-journal.ts';
import { cannotRead, foreignCommits, foreignPullRequest } from './pull-request-refusals.ts';

/** The branch to write to. `head` is null when it is to be created; `ours` is its open pull request. */
export type FoundBranch = {
  readonly name: string;
  readonly head: string | null;
  readonly ahead: Ahead | null;
  readonly ours: PullRequest | null;
};

const NAMES_AT_MOST = 9;

/**
 * Finds the branch of an earlier run, or a free name. A branch whose pull request was merged or closed is history: the next
 * name is taken. Throws a Refusal when somebody else's commits or pull request are on it.
 */
export async function findBranch(
  request: DeliveryRequest,
  place: Place,
  github: WritesPullRequests,
  journal: Journal,
): Promise<FoundBranch> {
  let name = request.branch;
  for (let attempt = 2; ; attempt++) {
    const found = await branchAt(name, request, place, github, journal);
    const isOver = found.head !== null && found.ours === null && (found.ahead?.commits.length ?? 0) > 0;
    if (!isOver || attempt > NAMES_AT_MOST || !(await wasClosed(name, place, github, journal))) return found;
    journal.note(`The pull request of ${name} is merged or closed, so the next free name is used.`);
    name = `${request.branch}-${attempt}`;
  }
}

async function branchAt(
  name: string,
  request: DeliveryRequest,
  place: Place,
  github: WritesPullRequests,
  journal: Journal,
): Promise<FoundBranch> {
  const head = await journal.get(() => github.branchHead(place, name), cannotRead(`the branch ${name}`));
  if (head === null) return { name, head, ahead: null, ours: null };
  const open = await journal.get(
    () => github.pullRequests(place, name, 'open'),
    cannotRead('the list of pull requests'),
  );
  const ours = open.find(({ body }) => body.includes(PULL_REQUEST_MARKER)) ?? null;
  if (ours === null && open[0] !== undefined) throw foreignPullRequest(name, open[0].url);
  const ahead = await journal.get(
    () => github.ahead(place, request.base.sha, head),
    cannotRead(`the history of ${name}`),
  );
  const foreign = ahead.commits.find(({ message }) => !isOurs(message));
  if (foreign !== undefined) throw foreignCommits(name, foreign);
  if (!ahead.complete) throw foreignCommits(name, { sha: head, message: 'more commits or files than can be listed' });
  return { name, head, ahead, ours };
}

/** By the trailer: an author can be anybody. */
const isOurs = (message: string): boolean => message.split('\n').some((line) => line.startsWith(`${COMMIT_TRAILER} `));

async function wasClosed(name: string, place: Place, github: WritesPullRequests, journal: Journal): Promise<boolean> {
  const closed = await journal.get(
    () => github.pullRequests(place, name, 'closed'),
    cannotRead('the list of pull requests'),
  );
  return closed.length > 0;
}
