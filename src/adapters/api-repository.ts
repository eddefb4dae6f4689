import { shapeOf } from '../collectors/json-shape.ts';
import type { ReadsApi } from '../collectors/reads-api.ts';
import type { ApiFailure } from '../model/api-failure.ts';
import { Refusal } from '../model/refusal.ts';

export type RemoteRepository = { readonly host: string; readonly owner: string; readonly name: string };

/** The commit that a branch, tag or commit id means on the host; the default branch when `ref` is null. */
export async function remoteBase(
  api: Pick<ReadsApi, 'get'>,
  repository: RemoteRepository,
  ref: string | null,
): Promise<{ readonly ref: string; readonly sha: string }> {
  const name = ref ?? (await defaultBranch(api, repository));
  const answer = await api.get(`${pathOf(repository)}/commits/${encodeURIComponent(name)}`);
  if (!answer.ok)
    throw isNoCommit(answer.failure)
      ? noSuchRef(repository, name)
      : notReadable(repository, `"${name}"`, answer.failure);
  const sha = shapeOf(answer.data).text('sha');
  if (sha === undefined) throw strange(repository);
  return { ref: name, sha };
}

async function defaultBranch(api: Pick<ReadsApi, 'get'>, repository: RemoteRepository): Promise<string> {
  const answer = await api.get(pathOf(repository));
  if (!answer.ok) throw notReadable(repository, 'the repository', answer.failure);
  const branch = shapeOf(answer.data).text('default_branch');
  if (branch === undefined) throw strange(repository);
  return branch;
}

export const pathOf = ({ owner, name }: RemoteRepository): string =>
  `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;

export function notReadable(repository: RemoteRepository, what: string, failure: ApiFailure): Refusal {
  const hidden = failure.kind === 'not-found' || failure.kind === 'unauthorized' || failure.kind === 'forbidden';
  return new Refusal(`${what} of ${repository.owner}/${repository.name} could not be read from ${repository.host}`, {
    why: failure.status === null ? failure.message : `status ${failure.status}: ${failure.message}`,
    next: hidden
      ? ['check the spelling', `log in with an account that may see it: gh auth login --hostname ${repository.host}`]
      : [`check the connection to ${repository.host} and run again`],
    exitCode: 3,
  });
}

/** GitHub answers 422 to a name that no branch, tag or commit has, in a repository that it shows. */
const isNoCommit = ({ status }: ApiFailure): boolean => status === 422;

const noSuchRef = ({ host, owner, name }: RemoteRepository, ref: string): Refusal =>
  new Refusal(`${owner}/${name} has no branch, tag or commit "${ref}"`, {
    why: `${host} shows the repository, and not this name in it.`,
    next: ['check the spelling; a tag has to be pushed before it can be named'],
    exitCode: 3,
  });

export const strange = (repository: RemoteRepository): Refusal =>
  new Refusal(`${repository.host} did not answer as GitHub does`, {
    why: 'the answer has an unknown form; a proxy or another server may stand at this address',
    next: ['check --repo, GH_HOST and GITHUB_API_URL'],
    exitCode: 3,
  });
