import { type JsonShape, shapeOf } from '../collectors/json-shape.ts';
import type { Ahead, CommitContent, Place } from '../deliver/pull-request-host.ts';
import type { ApiAnswer } from '../model/api-failure.ts';
import type { GitHubClient } from './github-client.ts';
import { at, entriesAt } from './github-git-objects.ts';

/** Only asked where the repository itself could be read, so 404 says that there is no such branch. */
export async function branchHead(
  client: GitHubClient,
  place: Place,
  branch: string,
): Promise<ApiAnswer<string | null>> {
  const answer = await client.read((octokit) => octokit.rest.git.getRef({ ...at(place), ref: `heads/${branch}` }));
  if (answer.ok) return { ...answer, data: answer.data.object.sha };
  return answer.failure.kind === 'not-found' ? { ok: true, status: 404, data: null, more: false } : answer;
}

/** The host lists at most so many files of a comparison. */
const FILES_LISTED = 300;

export async function ahead(client: GitHubClient, place: Place, base: string, head: string): Promise<ApiAnswer<Ahead>> {
  const answer = await client.read((octokit) =>
    octokit.rest.repos.compareCommitsWithBasehead({ ...at(place), basehead: `${base}...${head}`, per_page: 100 }),
  );
  if (!answer.ok) return answer;
  const { commits, total_commits: total, files = [], merge_base_commit: mergeBase } = answer.data;
  const paths = files.flatMap((file) =>
    file.status === 'renamed' && file.previous_filename !== undefined
      ? [file.previous_filename, file.filename]
      : [file.filename],
  );
  const entries = await entriesAt(client, place, mergeBase.sha, paths);
  if (!entries.ok) return entries;
  return {
    ...answer,
    data: {
      commits: commits.map(({ sha, commit }) => ({ sha, message: commit.message })),
      paths: paths.map((path, n) => ({
        path,
        baseOid: entries.data[n]?.oid ?? null,
        mode: entries.data[n]?.mode ?? null,
      })),
      complete: commits.length === total && files.length < FILES_LISTED,
    },
  };
}

const COMMIT_ON_BRANCH = `mutation HardenCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } }
}
`;

/** `expectedHeadOid` keeps us from writing over a commit that came meanwhile. */
export async function commitOnBranch(
  client: GitHubClient,
  place: Place,
  branch: string,
  head: string,
  message: string,
  content: CommitContent,
): Promise<ApiAnswer<string>> {
  const [headline = '', ...rest] = message.split('\n');
  const answer = await client.mutate(COMMIT_ON_BRANCH, {
    input: {
      branch: { repositoryNameWithOwner: `${place.owner}/${place.name}`, branchName: branch },
      expectedHeadOid: head,
      message: { headline, body: rest.join('\n').trim() },
      fileChanges: {
        additions: content.files.map(({ path, after }) => ({
          path,
          contents: Buffer.from(after, 'utf8').toString('base64'),
        })),
        deletions: content.remove.map((path) => ({ path })),
      },
    },
  });
  if (!answer.ok) return answer;
  const oid = commitIn(shapeOf(answer.data));
  return oid === undefined ? strange() : { ...answer, data: oid };
}

const commitIn = (data: JsonShape): string | undefined =>
  data.inside('createCommitOnBranch').inside('commit').text('oid');

const strange = (): ApiAnswer<string> => ({
  ok: false,
  failure: {
    kind: 'server',
    status: 200,
    message: 'the answer does not name the commit',
    requestId: null,
    acceptedPermissions: null,
    ssoUrl: null,
    resetAt: null,
  },
});
