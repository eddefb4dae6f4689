import type { TextFile, TreeEntry, UnreadableFile } from '../model/files.ts';

/** The files of one commit (or of one working tree), wherever they are kept. */
export interface ReadsRepositoryFiles {
  /** Every entry that is not a directory, in any order. Throws a Refusal when the commit cannot be read at all. */
  listTree(): Promise<readonly TreeEntry[]>;
  /** One element for each entry asked for; what cannot be read says why. */
  readTexts(entries: readonly TreeEntry[]): Promise<readonly (TextFile | UnreadableFile)[]>;
}
