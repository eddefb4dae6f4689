import { shapeOf } from '../collectors/json-shape.ts';
import type { ReadsApi } from '../collectors/reads-api.ts';
import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import type { ApiFailure } from '../model/api-failure.ts';
import type { TextFile, UnreadableFile } from '../model/files.ts';
import { Refusal } from '../model/refusal.ts';
import { apiFiles } from './api-files.ts';
import { pathOf, type RemoteRepository } from './api-repository.ts';

/** One file of another repository. `unseen`: whether it is there cannot be told. */
export type RemoteFile =
  | {
      readonly state: 'seen';
      readonly file: TextFile | UnreadableFile;
      readonly commit: string;
      readonly files: ReadsRepositoryFiles;
    }
  | { readonly state: 'absent'; readonly because: string }
  | { readonly state: 'unseen'; readonly because: string };

/** Reads a file at the head of the default branch. What the host cannot give is an answer, not an exception. */
export async function remoteFile(
  api: Pick<ReadsApi, 'get' | 'graphql' | 'token'>,
  repository: RemoteRepository,
  path: string,
): Promise<RemoteFile> {
  const name = `${repository.owner}/${repository.name}`;
  const about = await api.get(pathOf(repository));
  if (!about.ok) return unseen(name, about.failure);
  const branch = shapeOf(about.data).text('default_branch');
  if (branch === undefined) return { state: 'unseen', because: `${repository.host} did not answer as GitHub does` };
  const head = await api.get(`${pathOf(repository)}/commits/${encodeURIComponent(branch)}`);
  if (!head.ok)
    return head.failure.kind === 'conflict'
      ? { state: 'absent', because: `${name} is empty` }
      : unseen(name, head.failure);
  const commit = shapeOf(head.data).text('sha');
  if (commit === undefined) return { state: 'unseen', because: `${repository.host} did not answer as GitHub does` };
  const files = apiFiles(api, repository, commit);
  try {
    const entry = (await files.listTree()).find((each) => each.path === path);
    const [file] = entry === undefined ? [] : await files.readTexts([entry]);
    if (file === undefined) return { state: 'absent', because: `${name} has none` };
    return { state: 'seen', file, commit, files };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { state: 'unseen', because: `${error.message}: ${error.why}` };
  }
}

function unseen(name: string, { kind, status, message }: ApiFailure): RemoteFile {
  const because =
    kind === 'not-found'
      ? `${name} is not there, or this login may not see it`
      : `${name} could not be read: ${status === null ? '' : `status ${status}, `}${message}`;
  return { state: 'unseen', because };
}
