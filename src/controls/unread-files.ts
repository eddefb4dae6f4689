import type { Limit } from '../model/control.ts';
import { isReadable, type TextFiles } from '../model/files.ts';

/**
 * Files that bear on a control and could not be read. While there is one, nothing that it may hold is said to be missing, and
 * there is no pass (DESIGN section 2, unreadable files). For workflows and actions see `unreadWorkflows`.
 */
export const unreadFiles = (texts: TextFiles, isRelevant: (path: string) => boolean): readonly Limit[] =>
  Object.values(texts).flatMap((file) =>
    isReadable(file) || !isRelevant(file.path)
      ? []
      : [{ fact: 'texts', reason: 'unreadable', unlock: `make ${file.path} readable: ${file.detail}`, at: file.path }],
  );
