import type { Conflict, Plan, PlannedFile, PlannedSetting } from '../../model/plan.ts';
import { type PlanItem, planItems } from '../../session/plan-item.ts';
import { glyphs } from '../theme/glyphs.ts';
import { widthOf } from './fit.ts';
import type { Row } from './row.ts';

/** A line of the review: something of the plan, a conflict, or all that is left out. */
export type ReviewEntry =
  | PlanItem
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'left-out' };

/** Conflicts first: they change what the rest means. */
export const reviewEntries = (plan: Plan): readonly ReviewEntry[] => [
  ...plan.conflicts.map((conflict) => ({ kind: 'conflict', conflict }) as const),
  ...planItems(plan),
  ...(plan.leftOut.length > 0 ? [{ kind: 'left-out' } as const] : []),
];

type Look = { readonly width: number; readonly here: boolean; readonly unicode: boolean; readonly isOut: boolean };

export function entryRow(plan: Plan, entry: ReviewEntry, { width, here, unicode, isOut }: Look): Row {
  const glyph = glyphs(unicode);
  const pointer = { text: ` ${here ? glyph.pointer : ' '} `, tone: 'accent', bold: true } as const;
  const row = (box: string, text: string, end: string): Row => ({
    spans: [pointer, { text: `${box} ${text}`, bold: here, dim: isOut }],
    end: [{ text: `${isOut ? 'left out' : end} `, dim: true }],
    role: box.startsWith('[') ? 'checkbox' : 'listitem',
    checked: box === '[x]',
    selected: here,
    label: isOut || end !== '' ? `${text}: ${isOut ? 'left out' : end}` : text,
  });
  switch (entry.kind) {
    case 'file':
      return {
        ...row(
          isOut ? '[ ]' : '[x]',
          shortPath(entry.file.path, width - 10 - fileWord(entry.file).length, glyph.ellipsis),
          fileWord(entry.file),
        ),
        label: `${entry.file.path}: ${isOut ? 'left out' : fileWord(entry.file)}`,
      };
    case 'setting':
      return row(
        isOut ? ' - ' : ` ${glyph.dot} `,
        `setting: ${entry.setting.summary}`,
        settingWord(entry.setting, glyph.arrow),
      );
    case 'step':
      return row(isOut ? ' - ' : ` ${glyph.dot} `, entry.step.summary, 'by hand');
    case 'conflict':
      return { ...row(' ! ', entry.conflict.message, 'conflict'), end: [{ text: 'conflict ', tone: 'caution' }] };
    case 'left-out':
      return row(' - ', `${plan.leftOut.length} left as ${plan.leftOut.length === 1 ? 'it is' : 'they are'}`, '');
  }
}

/** Before and after where they are short; in any case that it is never done for you. */
function settingWord({ before, after }: PlannedSetting, arrow: string): string {
  const change = `${before} ${arrow} ${after}`;
  return change.length <= 24 ? `${change}, by hand` : 'by hand';
}

/** A path whose name is seen even where its folders are not. */
export function shortPath(path: string, room: number, ellipsis: string): string {
  if (widthOf(path) <= room) return path;
  const names = path.split('/');
  const short = names.map((_, index) => `${ellipsis}/${names.slice(index + 1).join('/')}`);
  return short.slice(0, -1).find((each) => widthOf(each) <= room) ?? names.at(-1) ?? path;
}

/** What a reviewer should know of a file before reading it. */
export function fileWord(file: PlannedFile): string {
  if (file.before === null) return file.path.startsWith('.github/workflows/') ? 'new workflow' : 'new file';
  if (!isWorkflow(file)) return 'changed';
  return file.risk === 'review' ? 'runs differently' : 'runs as before, or stops';
}

/** Workflows, and the composite actions that they run. */
const isWorkflow = ({ path }: PlannedFile): boolean =>
  /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path);

/** Workflows of which the next run is another than before. */
export const runDifferently = (files: readonly PlannedFile[]): readonly string[] =>
  files.filter((file) => isWorkflow(file) && (file.before === null || file.risk === 'review')).map(({ path }) => path);
