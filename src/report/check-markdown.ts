import type { Assessed, Assessment, SectionProgress } from '../model/assessment.ts';
import { type Finding, isPlace } from '../model/finding.ts';
import type { Target } from '../model/target.ts';
import { locationText } from './findings-text.ts';
import { code, prose, sentence } from './markdown-text.ts';
import { countsText, targetText } from './terminal.ts';
import { VERDICT_MARKS } from './verdict-marks.ts';

/** The summary of a step may hold 1 MiB; GitHub drops all of a longer one. */
const MOST_BYTES = 960_000;
const MOST_FINDINGS = 50;
const LONGEST = 400;

/** The report as markdown, for the summary of a step or a comment: a table for each section, then the evidence. `notes` are plain lines. */
export function checkMarkdown(assessment: Assessment, target: Target, notes: readonly string[] = []): string {
  const { percent, counts } = assessment.summary;
  const share = percent === null ? 'Nothing could be judged' : `**${percent} %** of what could be judged`;
  const head = [
    `# Build security of ${prose(targetText(target))}`,
    '',
    `${share}: ${countsText(counts)}.`,
    '',
    ...(notes.length === 0 ? [] : [...notes.map((note) => `- ${prose(note.trim())}`), '']),
  ];
  const gaps = assessment.controls.filter(({ findings, unknown, gap }) => gap || findings.length + unknown.length > 0);
  const parts = [
    ...assessment.sections.map((section) => sectionTable(section, assessment)),
    ...(gaps.length === 0 ? [] : [['## Evidence', '']]),
    ...gaps.map(evidence),
  ];
  return bounded(head, parts);
}

function bounded(head: readonly string[], parts: readonly (readonly string[])[]): string {
  const measure = new TextEncoder();
  let text = `${head.join('\n')}\n`;
  let room = MOST_BYTES - measure.encode(text).length;
  for (const [index, part] of parts.entries()) {
    const lines = `${part.join('\n')}\n`;
    room -= measure.encode(lines).length;
    if (room < 0)
      return `${text}_Too long to be shown in full: ${parts.length - index} more parts are in the text report._\n`;
    text += lines;
  }
  return text;
}

function sectionTable({ id, number, title, percent }: SectionProgress, { controls }: Assessment): readonly string[] {
  return [
    `## ${number} ${prose(title)}${percent === null ? '' : ` (${percent} %)`}`,
    '',
    '| verdict | control | tier | what was seen |',
    '|---|---|---|---|',
    ...controls
      .filter(({ control }) => control.section === id)
      .map(
        ({ control, verdict, message, waiver }) =>
          `| ${VERDICT_MARKS[verdict].unicode} ${verdict} | [${control.number} ${sentence(control.title)}](${control.docs[0]}) | ${control.tier} | ${sentence(clip(message))}${waiver === null ? '' : ` Waived until ${prose(waiver.expires)}: ${prose(clip(waiver.reason))}`} |`,
      ),
    '',
  ];
}

function evidence({ control, findings, unknown, remedies }: Assessed): readonly string[] {
  const remedy = remedies.find(({ recommended }) => recommended);
  const unlocks = [...new Set(unknown.map(({ unlock }) => unlock))];
  return [
    `### ${control.number} ${sentence(control.title)}`,
    '',
    ...findings.slice(0, MOST_FINDINGS).map(findingLine),
    ...(findings.length > MOST_FINDINGS ? [`- and ${findings.length - MOST_FINDINGS} more`] : []),
    ...unlocks.map((unlock) => `- not seen: ${prose(clip(unlock))}`),
    ...(remedy === undefined ? [] : ['', `Fix: ${sentence(remedy.title)}`]),
    '',
  ];
}

function findingLine({ location, message }: Finding): string {
  const place = location === null ? '' : `${code(isPlace(location) ? locationText(location) : location.endpoint)} `;
  return `- ${place}${sentence(clip(message))}`;
}

const clip = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`);
