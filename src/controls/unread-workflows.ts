import { unreadScripts } from '../ecosystems/unread-scripts.ts';
import type { Limit } from '../model/control.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import { isWorkflowPath, type WorkflowSet } from '../workflow/read-workflows.ts';

/**
 * What keeps a control from saying that all is well: workflow and action files, and scripts that they run, that are there and
 * could not be judged. The others are judged all the same (DESIGN section 2, unreadable files).
 */
export function unreadWorkflows(set: WorkflowSet, tree: readonly TreeEntry[], texts: TextFiles): readonly Limit[] {
  const broken = set.broken.map(({ path, message, place }) =>
    unread(path, `mend ${path}, which GitHub cannot run: line ${place.line}: ${message}`),
  );
  const unreadable = [...set.unreadable, ...unreadScripts(set, texts)].map(({ path, detail }) =>
    unread(path, `make ${path} readable: ${detail}`),
  );
  const notRead = tree
    .filter(({ path, mode }) => mode.startsWith('100') && isWorkflowPath(path) && !Object.hasOwn(texts, path))
    .map(({ path }) => ({ ...unread(path, `read ${path}, which was not asked for`), reason: 'not-asked' as const }));
  return [...broken, ...unreadable, ...notRead];
}

const unread = (path: string, unlock: string) => ({ fact: 'texts', reason: 'unreadable', unlock, at: path }) as const;
