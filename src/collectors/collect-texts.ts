import type { TextFile, TextFiles, TreeEntry, UnreadableFile } from '../model/files.ts';
import type { ReadsRepositoryFiles } from './reads-files.ts';

/** Files read of one repository; the rest is said to be unread (DESIGN, "Files as facts"). */
const FILES_AT_MOST = 400;

/** Reads the entries that are not in `before` and gives both, sorted by path. */
export async function collectTexts(
  reader: ReadsRepositoryFiles,
  entries: readonly TreeEntry[],
  before: TextFiles = {},
): Promise<TextFiles> {
  const wanted = entries.filter((entry) => !Object.hasOwn(before, entry.path));
  const room = Math.max(0, FILES_AT_MOST - Object.keys(before).length);
  const read = wanted.length === 0 ? [] : await reader.readTexts(wanted.slice(0, room));
  const unread = wanted.slice(room).map(leftUnread);
  const all = [...Object.values(before), ...read, ...unread];
  all.sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(all.map((file): [string, TextFile | UnreadableFile] => [file.path, file]));
}

const leftUnread = (entry: TreeEntry): UnreadableFile => ({
  path: entry.path,
  unreadable: 'too-many-files',
  detail: `more than ${FILES_AT_MOST} files would have to be read`,
});
