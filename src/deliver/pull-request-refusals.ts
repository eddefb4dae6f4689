import type { ApiFailure } from '../model/api-failure.ts';
import { Refusal } from '../model/refusal.ts';
import type { Place } from './pull-request-host.ts';

export const slug = ({ owner, name }: Place): string => `${owner}/${name}`;

const refusal = (title: string, why: string, next: readonly string[]): Refusal =>
  new Refusal(title, { why, next, exitCode: 3 });

/** A request failed before anything was written. */
export const cannotRead =
  (what: string) =>
  (failure: ApiFailure): Refusal =>
    refusal(`${what} could not be read`, said(failure), [
      'run again, or deliver without the API: --deliver branch or --deliver patch',
    ]);

export const said = (failure: ApiFailure): string =>
  failure.status === null ? failure.message : `status ${failure.status}: ${failure.message}`;

export const cannotPush = (home: Place, why: string): Refusal =>
  refusal(`No pull request can be made for ${slug(home)}`, why, [
    'harden-builds init --deliver patch writes the changes to a file that you can send to the maintainers',
  ]);

export const notLoggedIn = (host: string, home: Place): Refusal =>
  refusal(
    `You are not logged in to ${host}`,
    `a pull request in ${slug(home)} is opened in somebody’s name, and no token that ${host} accepts was given`,
    [
      `gh auth login --hostname ${host} --scopes workflow`,
      'or set GH_TOKEN to a token that may push and change workflows',
      'or stay local: --deliver branch, or --deliver patch for a file to send to the maintainers',
    ],
  );

export const lacksWorkflowScope = (host: string, path: string): Refusal =>
  refusal(
    'The token may not change workflow files',
    `${path} can only be written with the scope "workflow", which this token does not have`,
    [
      `gh auth refresh --hostname ${host} --scopes workflow`,
      'a fine-grained token needs the permission Workflows: write',
      'or deliver locally and push yourself: --deliver branch',
    ],
  );

export const otherBase = (path: string, sha: string): Refusal =>
  refusal(
    `${path} is not what was planned for`,
    `at commit ${sha.slice(0, 7)} on the host the file has another text, and overwriting it would lose that`,
    ['run again, so that the plan is made for the commit as it is'],
  );

export const foreignCommits = (branch: string, commit: { readonly sha: string; readonly message: string }): Refusal =>
  refusal(
    `The branch ${branch} has commits that are not from harden-builds`,
    `for one, ${commit.sha.slice(0, 7)} "${commit.message.split('\n')[0] ?? ''}"; adding to them could undo somebody’s work`,
    [`harden-builds init --branch ${branch}-2`, 'or delete the branch and run again'],
  );

export const foreignPullRequest = (branch: string, url: string): Refusal =>
  refusal(
    `The branch ${branch} has a pull request that is not from harden-builds`,
    `${url} does not carry the hidden line by which ours are known`,
    [`harden-builds init --branch ${branch}-2`],
  );

export const branchMoved = (branch: string, failure: ApiFailure): Refusal =>
  refusal(`The branch ${branch} changed while we were writing`, said(failure), [
    'nothing of it was overwritten; run again',
  ]);

export const cannotCreateBranch = (branch: string, failure: ApiFailure): Refusal =>
  refusal(`The branch ${branch} could not be created`, said(failure), [
    'choose another name with --branch, or deliver locally with --deliver branch',
  ]);

/** `left` says what remains of the attempt. */
export const cannotCommit = (host: string, failure: ApiFailure, hasWorkflows: boolean, left: string): Refusal =>
  refusal(`The commit could not be made (${left})`, said(failure), [
    ...(hasWorkflows && (failure.kind === 'not-found' || failure.kind === 'forbidden')
      ? [
          `the likely reason: the token may not change workflow files; gh auth refresh --hostname ${host} --scopes workflow`,
        ]
      : []),
    'run again, or deliver locally with --deliver branch',
  ]);

export const cannotOpen = (address: string, failure: ApiFailure): Refusal =>
  refusal('The branch is there, but the pull request could not be opened', said(failure), [
    `open it by hand: ${address}`,
  ]);
