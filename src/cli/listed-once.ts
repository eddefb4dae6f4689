import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';

/** The same files, listed once however often they are asked for: the policy is read before the facts are gathered. */
export function listedOnce(files: ReadsRepositoryFiles): ReadsRepositoryFiles {
  let listed: ReturnType<ReadsRepositoryFiles['listTree']> | null = null;
  return {
    listTree: () => {
      listed ??= files.listTree();
      return listed;
    },
    readTexts: (entries) => files.readTexts(entries),
  };
}
