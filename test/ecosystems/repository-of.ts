import type { TextFile, TextFiles, TreeEntry } from '../../src/model/files.ts';
import { type WorkflowSet, workflowsIn } from '../../src/workflow/read-workflows.ts';

export type TestRepository = {
  readonly tree: readonly TreeEntry[];
  readonly texts: TextFiles;
  readonly set: WorkflowSet;
};

/** A repository of these texts; every path of the tree was read, but for those in `unread`. */
export function repositoryOf(files: Readonly<Record<string, string>>, unread: readonly string[] = []): TestRepository {
  const texts: Record<string, TextFile> = {};
  for (const [path, text] of Object.entries(files)) texts[path] = { path, mode: '100644', text };
  const tree = [...Object.keys(files), ...unread].map((path) => ({
    path,
    mode: '100644' as const,
    oid: '0'.repeat(40),
  }));
  return { tree, texts, set: workflowsIn(texts) };
}

/** One workflow with one job of these steps. A step is a `run:` text, or the lines of a mapping. */
export function workflowOf(steps: readonly string[], head = 'on: push\n'): string {
  const items = steps.map((step) => (/^(?:uses|name|run|id|env|with|shell):/.test(step) ? mapping(step) : run(step)));
  return `${head}jobs:\n  job:\n    runs-on: ubuntu-24.04\n    steps:\n${items.join('')}`;
}

const mapping = (step: string): string =>
  step
    .split('\n')
    .map((line, index) => `      ${index === 0 ? '- ' : '  '}${line}\n`)
    .join('');

const run = (script: string): string =>
  mapping(['run: |', ...script.split('\n').map((line) => `  ${line}`)].join('\n'));

/** A repository whose only workflow runs these steps. */
export const running = (steps: readonly string[], files: Readonly<Record<string, string>> = {}): TestRepository =>
  repositoryOf({ '.github/workflows/w.yml': workflowOf(steps), ...files });

/** The text that a place marks in a file of the repository. */
export function marked(
  repository: TestRepository,
  place: { path: string; line: number; column: number; endColumn: number },
): string {
  const file = repository.texts[place.path];
  const line = file !== undefined && 'text' in file ? (file.text.split('\n')[place.line - 1] ?? '') : '';
  return line.slice(place.column - 1, place.endColumn - 1);
}
