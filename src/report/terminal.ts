import type { Assessed, Assessment, Counts, SectionProgress } from '../model/assessment.ts';
import { slugOf, type Target } from '../model/target.ts';
import type { Policy } from '../policy/policy.ts';
import { findingLines } from './findings-text.ts';
import type { Paint } from './paint.ts';
import { policyLines } from './policy-lines.ts';
import { printable } from './printable.ts';
import { type UnseenNotes, unseenLines, unseenNoteLines, unseenNotes, unseenNumbers } from './unseen.ts';
import { VERDICT_MARKS } from './verdict-marks.ts';
import { padTo, wrapText } from './wrap-text.ts';

export type TextLook = {
  readonly columns: number;
  readonly paint: Paint;
  readonly unicode: boolean;
  /** Findings shown per control before "and 12 more". */
  readonly most: number;
  /** Lines about what changed since last time, or why that cannot be said. */
  readonly since: readonly string[];
  /** Where each rule of the team came from. */
  readonly policy?: Policy;
};

type NotedLook = TextLook & { readonly notes: UnseenNotes };

const WIDEST = 100;
const VERDICT_WIDTH = 'not-applicable'.length;

/** The report for a person: the guide's sections in order, every verdict, evidence and next step where there is a gap. */
export function checkText(assessment: Assessment, target: Target, look: TextLook): string {
  const width = Math.min(WIDEST, Math.max(40, look.columns));
  const notes = unseenNotes(assessment.controls);
  const blocks = [
    [headline(target, look), progressLine(assessment, look), ...look.since],
    ...assessment.sections.map((section) => sectionLines(section, assessment, { ...look, columns: width, notes })),
    notes.length === 0 ? [] : [look.paint('strong', 'What would show more'), ...unseenNoteLines(notes, width)],
    look.policy === undefined ? [] : policyLines(look.policy, { width, paint: look.paint }),
    nextLines(assessment, look),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** `acme/widgets  main @ 3f2c1ab`. */
export function targetText(target: Target): string {
  const { ref, sha, dirty } = target.base;
  const short = ref.replace(/^refs\/(?:heads|tags|remotes)\//, '');
  return printable(
    `${slugOf(target) ?? 'this repository'}  ${short} @ ${sha.slice(0, 7)}${dirty ? ' with changes not committed' : ''}`,
  );
}

function headline(target: Target, { paint }: TextLook): string {
  const seen = target.mode === 'local' ? 'files only; nothing was asked online' : 'files and settings';
  return `${paint('strong', targetText(target))}  ${paint('quiet', seen)}`;
}

function progressLine({ summary }: Assessment, { paint }: TextLook): string {
  const share = summary.percent === null ? 'nothing could be judged' : `${summary.percent} % of what could be judged`;
  return `${paint('strong', share)}   ${countsText(summary.counts)}`;
}

/** `5 pass · 2 fail`, without the verdicts that nothing has. */
export function countsText(counts: Counts): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.pass, 'pass'],
    [counts.partial, 'partial'],
    [counts.fail, 'fail'],
    [counts.unknown, 'unknown'],
    [counts.waived, 'waived'],
    [counts.notApplicable, 'not applicable'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function sectionLines(section: SectionProgress, { controls }: Assessment, look: NotedLook): readonly string[] {
  const title = look.paint('strong', `${section.number}  ${section.title}`);
  const share = section.percent === null ? '' : look.paint('quiet', `   ${section.percent} %`);
  const own = controls.filter((each) => each.control.section === section.id);
  const details = own.map((each) => detailLines(each, look).map((line) => `      ${line}`));
  return [
    `${title}${share}`,
    ...own.flatMap((each, index) => [
      headLine(each, look),
      ...(saysTheSame(own, details, index) ? [] : (details[index] ?? [])),
    ]),
  ];
}

/** Whether the next control has the same verdict for the same reason: it is said once, below the last of them. */
const saysTheSame = (controls: readonly Assessed[], details: readonly (readonly string[])[], at: number): boolean =>
  controls[at]?.verdict === controls[at + 1]?.verdict && details[at]?.join('\n') === details[at + 1]?.join('\n');

function headLine(assessed: Assessed, look: NotedLook): string {
  const { control, verdict } = assessed;
  const mark = VERDICT_MARKS[verdict];
  const glyph = look.unicode ? mark.unicode : mark.ascii;
  const word = padTo(verdict, VERDICT_WIDTH);
  const tier = verdict === 'pass' || verdict === 'not-applicable' ? '' : look.paint('quiet', `  ${control.tier}`);
  return `  ${look.paint(mark.tone, `${glyph} ${word}`)} ${control.number}  ${control.title}${tier}`;
}

function detailLines(assessed: Assessed, look: NotedLook): readonly string[] {
  const { verdict, message, findings, waiver } = assessed;
  const width = look.columns - 6;
  if (verdict === 'pass') return [];
  if (verdict === 'not-applicable') {
    return wrapText(printable(message), width).map((line) => look.paint('quiet', line));
  }
  const numbers = unseenNumbers(assessed, look.notes);
  const after = numbers === '' ? '' : findings.length === 0 ? ` ${numbers}` : '';
  const lines = [...wrapText(`${printable(message)}${after}`, width)];
  lines.push(
    ...findingLines(findings, { width: width - 2, paint: look.paint, most: look.most, said: message }).map(
      (line) => `  ${line}`,
    ),
  );
  lines.push(...unseenLines(assessed, look.notes, width));
  if (numbers !== '' && after === '') lines.push(`not seen: ${numbers}`);
  if (waiver !== null) {
    const until = `waived until ${waiver.expires}: ${waiver.reason} (${waiver.file}:${waiver.line})`;
    lines.push(...wrapText(printable(until), width));
  }
  const remedy = assessed.remedies.find((each) => each.recommended);
  if (remedy !== undefined) {
    const [first = '', ...rest] = wrapText(printable(remedy.title), width - 5);
    lines.push(`${look.paint('good', 'fix')}  ${first}`, ...rest.map((line) => `     ${line}`));
  }
  return lines;
}

function nextLines({ controls }: Assessment, { paint }: TextLook): readonly string[] {
  const gaps = controls.filter((each) => each.gap && each.remedies.length > 0);
  return [
    ...(gaps.length === 0 ? [] : [`${paint('quiet', 'to mend')}       harden-builds init`]),
    ...(controls.length === 0
      ? []
      : [`${paint('quiet', 'to know more')}  harden-builds explain ${(gaps[0] ?? controls[0])?.control.number}`]),
  ];
}
