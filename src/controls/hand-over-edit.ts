import { handOver, type LeftByHand } from '../ecosystems/hand-over.ts';
import { stepSites } from '../ecosystems/step-sites.ts';
import type { Site } from '../ecosystems/text-origins.ts';
import type { EditFile } from '../model/change.ts';
import { type TextFiles, textAt } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import { applyOperations } from '../workflow/apply-operations.ts';
import type { Expression } from '../workflow/expressions.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';

export type HandingOver = {
  readonly edits: readonly EditFile[];
  readonly byHand: readonly LeftByHand[];
};

/** Whether a control wants an expression out of a script of this step. */
export type Wanted = (expression: Expression, step: Step, sites: readonly Site[], text: Located<string>) => boolean;

/** Hands what is wanted over in the env of each step, one edit for each file. */
export function handedOver(set: WorkflowSet, isWanted: Wanted, texts: TextFiles, summary: string): HandingOver {
  const operations = new Map<string, Operation[]>();
  const byHand: LeftByHand[] = [];
  for (const [step, sites] of stepSites(set)) {
    const own = handOver(step, sites, (expression, text) => isWanted(expression, step, sites, text), texts);
    byHand.push(...own.byHand);
    if (own.operations.length === 0) continue;
    const { path } = step.place;
    operations.set(path, [...(operations.get(path) ?? []), ...own.operations]);
  }
  const paths = [...operations.keys()].sort();
  const edits = paths.map(
    (path): EditFile => ({ kind: 'edit-file', path, operations: operations.get(path) ?? [], summary }),
  );
  return { edits, byHand };
}

/** The texts once the edits are made, for saying what they leave to do. */
export function textsAfter(texts: TextFiles, edits: readonly EditFile[]): TextFiles {
  const changed = edits.flatMap(({ path, operations }) => {
    const file = textAt(texts, path);
    const applied = file === null ? null : applyOperations(file, operations);
    return file === null || applied?.ok !== true ? [] : [[path, { ...file, text: applied.text }] as const];
  });
  return { ...texts, ...Object.fromEntries(changed) };
}

/** Names an expression of a text for as long as the text stays as it is. */
export const expressionRoute = ({ route, value }: Located<string>, { start }: Expression): string =>
  `${route.join('.')}[${value.slice(0, start).split('${{').length - 1}]`;
