import type { Control } from '../model/control.ts';
import { counted } from '../model/counted.ts';
import type { Plan, PlannedFile, PlannedSetting, PlannedStep } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { unifiedDiff } from '../plan/unified-diff.ts';
import { ghApiCall } from './gh-api-call.ts';
import type { Paint } from './paint.ts';
import { printable, printableText } from './printable.ts';
import { targetText } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

export type PlanLook = { readonly columns: number; readonly paint: Paint };

/** What would change, for a person: an overview, the diff, what remains for them, what is left out and why. */
export function planText(plan: Plan, controls: readonly Control[], target: Target, look: PlanLook): string {
  const width = Math.min(100, Math.max(40, look.columns));
  const { paint } = look;
  const name = (id: string) => {
    const control = controls.find((each) => each.id === id);
    return control === undefined ? id : `${control.number} ${control.title}`;
  };
  const block = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[paint('strong', title), ...lines].join('\n')];
  const said = (text: string) => wrapText(printable(text), width - 4).map((line) => `    ${line}`);
  const blocks = [
    [paint('strong', targetText(target)), overview(plan)].join('\n'),
    ...block(
      'Files',
      plan.files.flatMap((file) => [fileLine(file, paint), ...file.summaries.flatMap(said)]),
    ),
    ...(plan.files.length === 0 ? [] : [diffText(plan.files, paint).trimEnd()]),
    ...block(
      'Settings, to be changed by you',
      plan.settings.flatMap((each) => settingLines(each, target.host, said)),
    ),
    ...block(
      'By hand',
      plan.steps.flatMap((each) => stepLines(each, said)),
    ),
    ...block(
      'Could not be done',
      plan.conflicts.flatMap(({ message }) => said(message)),
    ),
    ...block(
      'Left out',
      plan.leftOut.flatMap(({ control, reason }) => [`  ${name(control)}`, ...said(reason)]),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** `3 files, 1 setting, 2 steps by hand`. */
export function overview({ files, settings, steps }: Pick<Plan, 'files' | 'settings' | 'steps'>): string {
  const parts = [
    ...(files.length === 0 ? [] : [counted(files.length, 'file')]),
    ...(settings.length === 0 ? [] : [counted(settings.length, 'setting')]),
    ...(steps.length === 0 ? [] : [counted(steps.length, 'step by hand', 'steps by hand')]),
  ];
  return parts.length === 0 ? 'nothing to change' : parts.join(', ');
}

function fileLine({ path, before, risk }: PlannedFile, paint: Paint): string {
  const notes = [...(before === null ? ['new'] : []), ...(risk === 'review' ? ['look at this one'] : [])];
  return `  ${paint('accent', printable(path))}${notes.length === 0 ? '' : `  ${paint('caution', notes.join(', '))}`}`;
}

/** A diff as a person reads it; the patch itself is `--format patch`. */
function diffText(files: readonly PlannedFile[], paint: Paint): string {
  return printableText(unifiedDiff(files))
    .split('\n')
    .map((line) => (line.startsWith('+') ? paint('good', line) : line.startsWith('-') ? paint('bad', line) : line))
    .join('\n');
}

function settingLines(
  setting: PlannedSetting,
  host: string,
  said: (text: string) => readonly string[],
): readonly string[] {
  const { summary, before, after, when, why, request } = setting;
  return [
    `  ${printable(summary)}: from ${printable(before)} to ${printable(after)}${when === 'after-merge' ? ', after the merge' : ''}`,
    ...said(why),
    ...ghApiCall(request, host).map((line) => `    ${printable(line)}`),
  ];
}

const stepLines = (
  { summary, why, lines, url }: PlannedStep,
  said: (text: string) => readonly string[],
): readonly string[] => [
  `  ${printable(summary)}`,
  ...said(why),
  ...lines.map((line) => `      ${printableText(line)}`),
  ...(url === null ? [] : [`    ${printable(url)}`]),
];
