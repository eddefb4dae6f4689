import { READ_LIMITS } from '../ecosystems/paths-to-read.ts';
import type { TextFile, TextFiles, TreeEntry, UnreadableFile } from '../model/files.ts';
import type { ReadsRepositoryFiles } from './reads-files.ts';

/** Reads the entries that are not in `before` and gives both, sorted by path. Beyond the limit an entry is said to be unread. */
export async function collectTexts(
  reader: ReadsRepositoryFiles,
  entries: readonly TreeEntry[],
  before: TextFiles = {},
): Promise<TextFiles> {
  const wanted = entries.filter((entry) => !Object.hasOwn(before, entry.path));
  const room = Math.max(0, READ_LIMITS.files - Object.keys(before).length);
  const read = wanted.length === 0 ? [] : await reader.readTexts(wanted.slice(0, room));
  const unread = wanted.slice(room).map(leftUnread);
  const all = [...Object.values(before), ...read, ...unread];
  all.sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(all.map((file): [string, TextFile | UnreadableFile] => [file.path, file]));
}

const leftUnread = (entry: TreeEntry): UnreadableFile => ({
  path: entry.path,
  unreadable: 'too-many-files',
  detail: `more than ${READ_LIMITS.files} files would have to be read`,
});
