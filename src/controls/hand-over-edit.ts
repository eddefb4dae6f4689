import { type HandOver, handOver, type LeftByHand } from '../ecosystems/hand-over.ts';
import { stepSites } from '../ecosystems/step-sites.ts';
import type { Site } from '../ecosystems/text-origins.ts';
import type { EditFile } from '../model/change.ts';
import { type TextFiles, textAt } from '../model/files.ts';
import type { Operation } from '../model/operation.ts';
import type { Expression } from '../workflow/expressions.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';
import { whyNot } from './sound-edits.ts';

export type HandingOver = {
  readonly edits: readonly EditFile[];
  readonly byHand: readonly LeftByHand[];
};

/** Whether a control wants an expression out of a script of this step. */
export type Wanted = (expression: Expression, step: Step, sites: readonly Site[], text: Located<string>) => boolean;

/** Hands what is wanted over in the env of each step: one edit for each file, tried, and what is left to a person. */
export function handedOver(set: WorkflowSet, isWanted: Wanted, texts: TextFiles, summary: string): HandingOver {
  const perFile = new Map<string, HandOver[]>();
  const byHand: LeftByHand[] = [];
  for (const [step, sites] of stepSites(set)) {
    const own = handOver(step, sites, (expression, text) => isWanted(expression, step, sites, text));
    byHand.push(...own.byHand);
    if (own.operations.length > 0) perFile.set(step.place.path, [...(perFile.get(step.place.path) ?? []), own]);
  }
  const edits = [...perFile]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, all]): readonly EditFile[] => {
      const file = textAt(texts, path);
      if (file === null) return [];
      const isSound = whyNot(file, inRounds(all)) === null;
      const refusals = all.map(({ operations }) => (isSound ? null : whyNot(file, operations)));
      for (const [index, { taken }] of all.entries()) {
        const because = refusals[index];
        if (typeof because === 'string') byHand.push(...taken.map((each) => ({ ...each, because })));
      }
      const operations = inRounds(all.filter((_, index) => refusals[index] === null));
      return operations.length === 0 ? [] : [{ kind: 'edit-file', path, operations, summary }];
    });
  return { edits, byHand };
}

/** Whether anything would be edited: the first step that can be is enough to know. */
export function canHandOver(set: WorkflowSet, isWanted: Wanted, texts: TextFiles): boolean {
  for (const [step, sites] of stepSites(set)) {
    const { operations } = handOver(step, sites, (expression, text) => isWanted(expression, step, sites, text));
    const file = operations.length === 0 ? null : textAt(texts, step.place.path);
    if (file !== null && whyNot(file, operations) === null) return true;
  }
  return false;
}

/** The first operation of each step, then the second of each: those of one round cannot meet, so a text is read once for each round. */
function inRounds(all: readonly HandOver[]): readonly Operation[] {
  const longest = Math.max(0, ...all.map(({ operations }) => operations.length));
  return Array.from({ length: longest }, (_, round) => all.flatMap(({ operations }) => operations[round] ?? [])).flat();
}

/** Names an expression of a text for as long as the text stays as it is. */
export const expressionRoute = ({ route, value }: Located<string>, { start }: Expression): string =>
  `${route.join('.')}[${value.slice(0, start).split('${{').length - 1}]`;
