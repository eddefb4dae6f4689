import type { ApiAnswer } from '../model/api-failure.ts';
import { type DeliveryRequest, type Outcome, PULL_REQUEST_MARKER } from '../model/delivery.ts';
import { type FoundBranch, findBranch } from './pull-request-branch.ts';
import { commitChanges, isWorkflow } from './pull-request-commit.ts';
import type { Home, NewPullRequest, Place, PullRequest, WritesPullRequests } from './pull-request-host.ts';
import { type Journal, journal } from './pull-request-journal.ts';
import {
  cannotOpen,
  cannotPush,
  cannotRead,
  lacksWorkflowScope,
  notLoggedIn,
  said,
  slug,
} from './pull-request-refusals.ts';

export type { WritesPullRequests } from './pull-request-host.ts';

/**
 * Opens a pull request with one commit on a branch of its own, or brings the one of an earlier run up to date. Throws a Refusal
 * when that cannot be done without touching what is not ours, and Interrupted when `signal` stops it between two requests.
 */
export async function deliverPullRequest(
  request: DeliveryRequest,
  github: WritesPullRequests,
  signal?: AbortSignal,
): Promise<Outcome> {
  const log = journal(signal);
  if (request.files.length === 0) return outcome('nothing-to-do', null, null, null, log);
  const home = await log.get(() => github.home(), cannotRead('the repository'));
  guardWorkflowScope(request, github);
  const place = await placeToWrite(home, github, log);
  const found = await findBranch(request, place, github, log);
  const { branch, commit } = await commitChanges(request, place, found, github, log);
  if (commit === null && (found.head === null || found.ahead?.commits.length === 0)) {
    return outcome('nothing-to-do', null, null, null, log);
  }
  const head = commit ?? found.head;
  if (found.ours !== null) {
    const changed = await bringUpToDate(found.ours, request, home, github, log);
    return outcome(commit !== null || changed ? 'updated' : 'nothing-to-do', branch, head, found.ours.url, log);
  }
  const pull = await open(request, home, place, branch, github, log);
  await askReviewers(pull, request, github, log);
  return outcome('delivered', branch, head, pull.url, log);
}

const outcome = (
  state: Outcome['state'],
  branch: FoundBranch['name'] | null,
  commit: string | null,
  url: string | null,
  { notes, steps }: Journal,
): Outcome => ({ kind: 'pr', state, branch, commit, url, notes: [...notes], steps: [...steps] });

/** Before anything is written: without the scope GitHub answers 404 in the middle of the road. */
function guardWorkflowScope(request: DeliveryRequest, github: WritesPullRequests): void {
  const scopes = github.scopes();
  const workflow = request.files.find(isWorkflow);
  if (scopes !== null && workflow !== undefined && !scopes.includes('workflow')) {
    throw lacksWorkflowScope(github.host, workflow.path);
  }
}

async function placeToWrite(home: Home, github: WritesPullRequests, log: Journal): Promise<Place> {
  if (home.archived) throw cannotPush(home, 'the repository is archived');
  if (home.canPush) return home;
  if (!home.allowsForks) throw cannotPush(home, 'you cannot push to it, and it does not allow forks');
  const fork = await log.get(
    () => github.fork(),
    (failure) =>
      failure.status === 401
        ? notLoggedIn(github.host, home)
        : cannotPush(home, `you cannot push to it, and a fork could not be made (${said(failure)})`),
  );
  log.note(`You cannot push to ${slug(home)}: the branch goes to your fork ${slug(fork)}.`);
  log.done({ kind: 'fork', target: slug(fork), before: null, after: slug(fork), inverse: null });
  return fork;
}

/** The description is ours to renew; the title may have been edited by a person and stays. */
async function bringUpToDate(
  pull: PullRequest,
  request: DeliveryRequest,
  home: Place,
  github: WritesPullRequests,
  log: Journal,
): Promise<boolean> {
  const body = marked(request.body);
  if (sameText(pull.body, body)) return false;
  const updated = await log.try(() => github.updatePullRequest(pull.number, { body }));
  if (!updated.ok) {
    log.note(`The description of ${pull.url} could not be renewed: ${said(updated.failure)}.`);
    return false;
  }
  log.done({
    kind: 'pull-request',
    target: `${slug(home)}#${pull.number}`,
    before: pull.body,
    after: body,
    inverse: null,
  });
  return true;
}

const marked = (body: string): string =>
  body.includes(PULL_REQUEST_MARKER) ? body : `${body.trimEnd()}\n\n${PULL_REQUEST_MARKER} -->\n`;

/** The host stores other line ends than it is sent. */
const sameText = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n').trim() === b.trim();

async function open(
  request: DeliveryRequest,
  home: Home,
  place: Place,
  branch: string,
  github: WritesPullRequests,
  log: Journal,
): Promise<PullRequest> {
  const { title, draft } = request;
  const base = request.base.ref.replace(/^refs\/heads\//, '');
  const wanted: NewPullRequest = { title, body: marked(request.body), base, from: place, branch, draft };
  const created = await openOrFind(wanted, github, log);
  if (!created.ok) {
    const address = `https://${github.host}/${slug(home)}/compare/${base}...${place.owner}:${branch}?expand=1`;
    throw cannotOpen(address, created.failure);
  }
  const target = `${slug(home)}#${created.data.number}`;
  const inverse = `gh pr close ${created.data.number} --repo ${slug(home)} --delete-branch`;
  log.done({ kind: 'pull-request', target, before: null, after: created.data.url, inverse });
  return created.data;
}

async function openOrFind(
  wanted: NewPullRequest,
  github: WritesPullRequests,
  log: Journal,
): Promise<ApiAnswer<PullRequest>> {
  const created = await log.try(() => github.createPullRequest(wanted));
  if (created.ok || created.failure.kind !== 'invalid') return created;
  if (wanted.draft && /draft/i.test(created.failure.message)) {
    log.note('Drafts are not available for this repository, so the pull request is open for review.');
    return openOrFind({ ...wanted, draft: false }, github, log);
  }
  if (!/already exists/i.test(created.failure.message)) return created;
  const open = await log.try(() => github.pullRequests(wanted.from, wanted.branch, 'open'));
  const existing = open.ok ? open.data.find(({ body }) => body.includes(PULL_REQUEST_MARKER)) : undefined;
  return existing === undefined ? created : { ok: true, status: 200, data: existing, more: false };
}

async function askReviewers(
  pull: PullRequest,
  request: DeliveryRequest,
  github: WritesPullRequests,
  log: Journal,
): Promise<void> {
  if (request.reviewers.length === 0) return;
  const asked = await log.try(() => github.requestReviewers(pull.number, request.reviewers));
  if (!asked.ok) {
    log.note(`Nobody was asked for a review (${request.reviewers.join(', ')}): ${said(asked.failure)}.`);
  }
}
