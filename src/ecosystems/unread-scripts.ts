import { isReadable, type TextFiles, type UnreadableFile } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { placesOf, scriptPath } from './script-files.ts';
import { tracedCommands } from './traced-command.ts';

const MAKEFILE = /(?:^|\/)(?:GNUmakefile|[Mm]akefile|[Jj]ustfile)$/;

/** Scripts that a workflow runs, and makefiles, that could not be read: what they do is not known. */
export function unreadScripts(set: WorkflowSet, texts: TextFiles): readonly UnreadableFile[] {
  const unread = Object.values(texts).filter((file): file is UnreadableFile => !isReadable(file));
  if (unread.length === 0) return [];
  const run = new Set(
    tracedCommands(set, texts).flatMap(({ invocations, directory }) =>
      invocations.flatMap((invocation) => placesOf(scriptPath(invocation) ?? '', directory ?? '')),
    ),
  );
  return unread.filter(({ path }) => run.has(path) || MAKEFILE.test(path));
}
