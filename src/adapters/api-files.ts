import { type JsonShape, shapeOf } from '../collectors/json-shape.ts';
import type { ReadsApi } from '../collectors/reads-api.ts';
import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import type { TextFile, TreeEntry, UnreadableFile } from '../model/files.ts';
import { Refusal } from '../model/refusal.ts';
import { contentsOf } from './api-blobs.ts';
import { notReadable, pathOf, type RemoteRepository, strange } from './api-repository.ts';
import { MAX_FILE_BYTES, notRegular, textOfBlob, tooLarge } from './git-blob-text.ts';

/** The files of a commit, read from the host: for `--repo` without a checkout, and for commits that a clone lacks. */
export function apiFiles(
  api: Pick<ReadsApi, 'get' | 'graphql' | 'token'>,
  repository: RemoteRepository,
  sha: string,
): ReadsRepositoryFiles {
  return {
    listTree: () => listTree(api, repository, sha),
    readTexts: (entries) => readTexts(api, repository, entries),
  };
}

async function listTree(
  api: Pick<ReadsApi, 'get'>,
  repository: RemoteRepository,
  sha: string,
): Promise<readonly TreeEntry[]> {
  const answer = await api.get(`${pathOf(repository)}/git/trees/${encodeURIComponent(sha)}`, { recursive: 1 });
  if (!answer.ok) throw notReadable(repository, `commit ${sha.slice(0, 7)}`, answer.failure);
  const tree = shapeOf(answer.data);
  const entries = tree.list('tree');
  if (entries === undefined) throw strange(repository);
  if (tree.flag('truncated') === true) {
    throw new Refusal(`${repository.owner}/${repository.name} has too many files to be listed through the API`, {
      why: 'GitHub cut the list off, and half a list could hide what matters',
      next: ['clone the repository and run harden-builds inside the clone'],
      exitCode: 3,
    });
  }
  return entries.flatMap(entryIn);
}

function entryIn(entry: JsonShape): readonly TreeEntry[] {
  const [path, mode, oid, size] = [entry.text('path'), entry.text('mode'), entry.text('sha'), entry.number('size')];
  if (path === undefined || oid === undefined) return [];
  if (mode !== '100644' && mode !== '100755' && mode !== '120000' && mode !== '160000') return [];
  return [{ path, mode, oid, ...(size === undefined ? {} : { size }) }];
}

async function readTexts(
  api: Pick<ReadsApi, 'get' | 'graphql' | 'token'>,
  repository: RemoteRepository,
  entries: readonly TreeEntry[],
): Promise<readonly (TextFile | UnreadableFile)[]> {
  const oids = [...new Set(entries.filter(isWorthReading).map(({ oid }) => oid))];
  const contents = await contentsOf(api, repository, oids);
  return entries.map((entry) => {
    if (notRegular(entry) === null && (entry.size ?? 0) > MAX_FILE_BYTES) return tooLarge(entry.path, entry.size ?? 0);
    const bytes = contents.get(entry.oid);
    if (bytes !== undefined || notRegular(entry) !== null) return textOfBlob(entry, bytes ?? null);
    return { path: entry.path, unreadable: 'missing-object', detail: `${repository.host} did not give the content` };
  });
}

const isWorthReading = (entry: TreeEntry): boolean => notRegular(entry) === null && (entry.size ?? 0) <= MAX_FILE_BYTES;
