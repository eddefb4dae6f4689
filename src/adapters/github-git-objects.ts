import { createHash } from 'node:crypto';
import type { CommitContent, FileState, Place } from '../deliver/pull-request-host.ts';
import type { ApiAnswer } from '../model/api-failure.ts';
import type { DeliveredFile } from '../model/delivery.ts';
import type { GitHubClient } from './github-client.ts';

type Entry = { readonly oid: string; readonly mode: string };
type Folder = ReadonlyMap<string, Entry>;
type Failed = Extract<ApiAnswer, { readonly ok: false }>;

/** Looks paths up in the tree of a commit, folder by folder: a whole listing is cut off in large repositories. */
export async function entriesAt(
  client: GitHubClient,
  place: Place,
  commit: string,
  paths: readonly string[],
): Promise<ApiAnswer<readonly (Entry | null)[]>> {
  const root = await treeOf(client, place, commit);
  if (!root.ok) return root;
  const folders = new Map<string, Folder>();
  const found: (Entry | null)[] = [];
  for (const path of paths) {
    let entry: Entry | null = { oid: root.data, mode: '040000' };
    for (const part of path.split('/')) {
      if (entry?.mode !== '040000') {
        entry = null;
        break;
      }
      const folder: Folder | Failed = folders.get(entry.oid) ?? (await folderAt(client, place, entry.oid));
      if ('ok' in folder) return folder;
      folders.set(entry.oid, folder);
      entry = folder.get(part) ?? null;
    }
    found.push(entry);
  }
  return { ok: true, status: 200, data: found, more: false };
}

async function treeOf(client: GitHubClient, place: Place, commit: string): Promise<ApiAnswer<string>> {
  const answer = await client.read((octokit) => octokit.rest.git.getCommit({ ...at(place), commit_sha: commit }));
  return answer.ok ? { ...answer, data: answer.data.tree.sha } : answer;
}

async function folderAt(client: GitHubClient, place: Place, tree: string): Promise<Folder | Failed> {
  const answer = await client.read((octokit) => octokit.rest.git.getTree({ ...at(place), tree_sha: tree }));
  if (!answer.ok) return answer;
  return new Map(answer.data.tree.map(({ path, sha, mode }) => [path, { oid: sha, mode }]));
}

/** What a commit has at the path of each planned file, told by object ids: no text is read. */
export async function statesAt(
  client: GitHubClient,
  place: Place,
  commit: string,
  files: readonly DeliveredFile[],
): Promise<ApiAnswer<readonly FileState[]>> {
  const entries = await entriesAt(
    client,
    place,
    commit,
    files.map(({ path }) => path),
  );
  if (!entries.ok) return entries;
  return { ...entries, data: files.map((file, n) => stateOf(file, entries.data[n] ?? null)) };
}

function stateOf(file: DeliveredFile, entry: Entry | null): FileState {
  if (entry === null) return file.before === null ? 'before' : 'other';
  const is = (text: string): boolean => blobId(text, entry.oid.length) === entry.oid;
  if (entry.mode === file.mode && is(file.after)) return 'after';
  return file.before !== null && is(file.before) ? 'before' : 'other';
}

/** Git's own id of a text: SHA-1, or SHA-256 in repositories whose ids have 64 digits. */
function blobId(text: string, digits: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

/** Tree and commit on top of `parent`. Nothing names the commit yet, so a failure leaves nothing that can be seen. */
export async function writeCommit(
  client: GitHubClient,
  place: Place,
  parent: string,
  message: string,
  content: CommitContent,
): Promise<ApiAnswer<string>> {
  const base = await treeOf(client, place, parent);
  if (!base.ok) return base;
  const type = 'blob' as const;
  const tree = [
    ...content.files.map(({ path, mode, after }) => ({ path, mode, type, content: after })),
    ...content.remove.map((path) => ({ path, mode: '100644' as const, type, sha: null })),
    ...content.restore.map(({ path, mode, oid }) => ({ path, mode: regular(mode), type, sha: oid })),
  ];
  const written = await client.write((octokit) =>
    octokit.rest.git.createTree({ ...at(place), base_tree: base.data, tree }),
  );
  if (!written.ok) return written;
  const commit = await client.write((octokit) =>
    octokit.rest.git.createCommit({ ...at(place), message, tree: written.data.sha, parents: [parent] }),
  );
  return commit.ok ? { ...commit, data: commit.data.sha } : commit;
}

const regular = (mode: string): '100644' | '100755' => (mode === '100755' ? '100755' : '100644');

export const at = ({ owner, name }: Place): { readonly owner: string; readonly repo: string } => ({
  owner,
  repo: name,
});
