/** One entry of the tree at the base commit. Paths use `/`. */
export type TreeEntry = {
  readonly path: string;
  readonly mode: '100644' | '100755' | '120000' | '040000' | '160000';
  readonly oid: string;
  /** Bytes, when the source told. */
  readonly size?: number;
};

/** Why a file's text is not here, in words that can be shown. */
export type Unreadable = 'too-large' | 'not-utf8' | 'binary' | 'not-a-file' | 'missing-object' | 'too-many-files';

/**
 * A text at the base commit. The object is the identity of the text: views of it are remembered by this object,
 * so whoever changes a text makes a new object and leaves the others as they are.
 */
export type TextFile = { readonly path: string; readonly mode: '100644' | '100755'; readonly text: string };

export type UnreadableFile = { readonly path: string; readonly unreadable: Unreadable; readonly detail: string };

export type TextFiles = Readonly<Record<string, TextFile | UnreadableFile>>;

export const isReadable = (file: TextFile | UnreadableFile | undefined): file is TextFile =>
  file !== undefined && 'text' in file;

/** The text at a path, or null when it is absent or cannot be read. */
export const textAt = (texts: TextFiles, path: string): TextFile | null => {
  const file = Object.hasOwn(texts, path) ? texts[path] : undefined;
  return isReadable(file) ? file : null;
};
