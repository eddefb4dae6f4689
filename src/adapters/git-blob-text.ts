import type { TextFile, TreeEntry, Unreadable, UnreadableFile } from '../model/files.ts';

/** Bytes of a file beyond which its text is not read. */
export const MAX_FILE_BYTES = 512 * 1024;

/**
 * The text of a regular file, or why it has none. A byte order mark stays in the text, so that an edit writes it back.
 * `bytes` is null when the object is not in this clone.
 */
export function textOfBlob(entry: TreeEntry, bytes: Uint8Array | null): TextFile | UnreadableFile {
  const { path, mode } = entry;
  const unusual = notRegular(entry);
  if (unusual !== null) return unusual;
  if (bytes === null) {
    return unreadable(path, 'missing-object', `object ${entry.oid} is not in this clone: run git fetch --refetch`);
  }
  if (bytes.length > MAX_FILE_BYTES) return tooLarge(path, bytes.length);
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    return unreadable(path, 'not-utf8', 'the file is UTF-16: save it as UTF-8');
  }
  if (bytes.includes(0)) return unreadable(path, 'binary', 'the file holds NUL bytes');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { path, mode: mode === '100755' ? '100755' : '100644', text };
  } catch {
    return unreadable(path, 'not-utf8', 'the file is not valid UTF-8: save it as UTF-8');
  }
}

/** Why an entry is no regular file, or null when it is one. Links are not followed. */
export function notRegular({ path, mode }: TreeEntry): UnreadableFile | null {
  if (mode === '100644' || mode === '100755') return null;
  const what = mode === '120000' ? 'a symbolic link' : mode === '160000' ? 'a submodule' : 'a folder';
  return unreadable(path, 'not-a-file', `${path} is ${what}`);
}

export const tooLarge = (path: string, bytes: number): UnreadableFile =>
  unreadable(path, 'too-large', `${bytes} bytes; files up to ${MAX_FILE_BYTES} bytes are read`);

const unreadable = (path: string, reason: Unreadable, detail: string): UnreadableFile => ({
  path,
  unreadable: reason,
  detail,
});

const startsWith = (bytes: Uint8Array, first: number, second: number): boolean =>
  bytes[0] === first && bytes[1] === second;
