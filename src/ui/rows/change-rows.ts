import type { PlannedFile, PlannedSetting, PlannedStep } from '../../model/plan.ts';
import { type DiffLine, diffHunks } from '../../plan/diff-lines.ts';
import { ghApiCall } from '../../report/gh-api-call.ts';
import { printableText } from '../../report/printable.ts';
import type { PlanPreview } from '../../session/wizard-actions.ts';
import { glyphs } from '../theme/glyphs.ts';
import type { Tone } from '../theme/tones.ts';
import { linkRows } from './docs-rows.ts';
import { chopped } from './fit.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, faint, plain, type Row, strong } from './row.ts';
import { wrapRow } from './wrap-row.ts';

/** `host` is where `gh` would send a call. */
type Look = {
  readonly width: number;
  readonly unicode: boolean;
  readonly host: string;
  /** Unchanged lines around each change. */
  readonly context?: number;
};

const SIGN: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', add: '+', remove: '-' };
const SIGN_TONE: Readonly<Record<DiffLine['kind'], Tone | null>> = {
  same: null,
  add: 'good',
  remove: 'bad',
};

/** A word for a screen reader, since a sign is often not read. */
const SPOKEN: Readonly<Record<DiffLine['kind'], string>> = { same: '', add: 'add: ', remove: 'remove: ' };

/** Everything that one control's remedy would do: its hunks, settings, steps by hand, and what stands in the way. */
export function changeRows(preview: PlanPreview, control: string, look: Look): readonly Row[] {
  const mine = (controls: readonly string[]) => controls.includes(control);
  const blocks = [
    ...preview.conflicts
      .filter(({ controls }) => mine(controls))
      .map(({ message }) => proseRows(message, look.width - 4, { tone: 'caution' })),
    ...preview.files.filter(({ controls }) => mine(controls)).map((file) => fileRows(file, look, control)),
    ...preview.settings.filter((each) => each.control === control).map((setting) => settingRows(setting, look)),
    ...preview.steps.filter((each) => each.control === control).map((step) => stepRows(step, look)),
  ];
  return blocks.flatMap((rows, index) => (index === 0 ? rows : [BLANK, ...rows]));
}

/** A file's diff; with a control, only the hunks it causes. */
export function fileRows(file: PlannedFile, look: Look, control: string | null = null): readonly Row[] {
  const hunks = diffHunks(file, look.context ?? 2).filter(
    ({ lines }) => control === null || lines.some((line) => line.controls.includes(control)),
  );
  const gap = faint(glyphs(look.unicode).ellipsis, 3);
  return [
    ...wrapRow(strong(`${file.path}${file.before === null ? '   new file' : ''}`, 1), look.width, 3),
    ...hunks.flatMap(({ lines }, index) => [
      ...(index === 0 ? [] : [gap]),
      ...lines.flatMap((line) => diffRows(line, look)),
    ]),
  ];
}

/** Columns before the text of a line: number, blank, sign, blank. */
const GUTTER = 8;

/** A line of a diff, on as many rows as it needs: nothing of what will be sent is hidden. */
function diffRows({ kind, before, after, text }: DiffLine, { width }: Look): readonly Row[] {
  const number = String(kind === 'remove' ? before : after).padStart(5);
  const tone = SIGN_TONE[kind];
  return chopped(printableText(text), Math.max(8, width - GUTTER)).map((piece, index) => ({
    spans: [
      { text: index === 0 ? `${number} ` : ' '.repeat(6), dim: true },
      { text: `${index === 0 ? SIGN[kind] : ' '} ${piece}`, tone, dim: kind === 'same' },
    ],
    label: `${index === 0 ? SPOKEN[kind] : ''}${piece}`,
  }));
}

/** A setting: before and after, the exact call, and when to make it. */
export function settingRows(
  { summary, before, after, request, when, why }: PlannedSetting,
  { width, unicode, host }: Look,
): readonly Row[] {
  return [
    ...wrapRow(strong(`setting   ${summary}`, 1), width, 3),
    ...proseRows(`from ${before} ${glyphs(unicode).arrow} ${after}`, width - 4),
    ...proseRows(why, width - 4, { dim: true }),
    plain(when === 'after-merge' ? 'by hand, after the pull request is merged:' : 'by hand, at any time:'),
    ...ghApiCall(request, host).flatMap((line) => codeRows(line, width)),
  ];
}

/** A step by hand: why, and the exact lines. */
export function stepRows({ summary, why, lines, url }: PlannedStep, { width }: Look): readonly Row[] {
  return [
    ...wrapRow(strong(`by hand   ${summary}`, 1), width, 3),
    ...proseRows(why, width - 4, { dim: true }),
    ...lines.flatMap((line) => codeRows(line, width)),
    ...(url === null ? [] : linkRows(url, width)),
  ];
}

const codeRows = (text: string, width: number): readonly Row[] =>
  chopped(printableText(text), Math.max(8, width - 6)).map((piece) => ({
    spans: [{ text: `     ${piece}`, tone: 'accent' }],
  }));

/** One line that says how much: `2 files (+14 -3), 1 setting, 1 step by hand`. */
export function changeSummary(preview: PlanPreview, control: string): string {
  const files = preview.files.filter((file) => file.controls.includes(control));
  const lines = files
    .flatMap((file) => diffHunks(file, 0).flatMap((hunk) => hunk.lines))
    .filter((line) => line.controls.includes(control));
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  const settings = preview.settings.filter((each) => each.control === control).length;
  const steps = preview.steps.filter((each) => each.control === control).length;
  const parts = [
    ...(files.length === 0
      ? []
      : [`${files.length === 1 ? files[0]?.path : `${files.length} files`} (+${count('add')} -${count('remove')})`]),
    ...(settings === 0 ? [] : [`${settings} setting${settings === 1 ? '' : 's'} by hand`]),
    ...(steps === 0 ? [] : [`${steps} step${steps === 1 ? '' : 's'} by hand`]),
  ];
  return parts.length === 0 ? 'changes nothing' : parts.join(', ');
}
