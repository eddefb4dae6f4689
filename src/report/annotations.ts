import type { Assessed, Assessment } from '../model/assessment.ts';
import type { Tier } from '../model/control.ts';
import { counted } from '../model/counted.ts';
import { type Finding, isPlace, type Location } from '../model/finding.ts';
import { printable, printableText } from './printable.ts';
import { countsText } from './terminal.ts';

type Level = 'error' | 'warning' | 'notice';

/** A runner shows ten annotations a level and step, and drops the others without a word. */
const MOST = 10;

const LEVELS: Readonly<Record<Tier, Level>> = { must: 'error', should: 'warning', could: 'notice' };

type Annotated = { readonly assessed: Assessed; readonly finding: Finding };

/**
 * Findings as workflow commands, which a runner turns into annotations; what there is no room for is told in one plain line.
 * `fresh` says which findings come first.
 */
export function annotationsText(
  { controls, summary }: Assessment,
  fresh: (control: string, finding: Finding) => boolean = () => false,
): string {
  const all = controls.flatMap((assessed) => assessed.findings.map((finding) => ({ assessed, finding })));
  const first = all.filter(({ assessed, finding }) => fresh(assessed.control.id, finding));
  const sorted = [...first, ...all.filter((each) => !first.includes(each))];
  const byLevel = (['error', 'warning', 'notice'] as const).map((level) => ({
    level,
    annotated: sorted.filter(({ assessed }) => LEVELS[assessed.control.tier] === level),
  }));
  const shown = byLevel.flatMap(({ level, annotated }) => annotated.slice(0, MOST).map((each) => command(level, each)));
  const rest = byLevel
    .filter(({ annotated }) => annotated.length > MOST)
    .map(({ level, annotated }) => counted(annotated.length - MOST, `more ${level}`));
  const more = rest.length === 0 ? '' : `; not annotated: ${rest.join(', ')} (--format text or sarif has them)`;
  const share = summary.percent === null ? 'nothing could be judged' : `${summary.percent} %`;
  return `${[...shown, `harden-builds: ${share}, ${countsText(summary.counts)}${more}`].join('\n')}\n`;
}

function command(level: Level, { assessed, finding }: Annotated): string {
  const { number, title } = assessed.control;
  const properties = [...placeProperties(finding.location), ['title', `${number} ${title}`] as const]
    .map(([name, value]) => `${name}=${escapedProperty(value)}`)
    .join(',');
  const endpoint = finding.location === null || isPlace(finding.location) ? '' : ` (${finding.location.endpoint})`;
  return `::${level} ${properties}::${escapedMessage(`${finding.message}${endpoint}`)}`;
}

/** Columns are only taken when they are on one line. */
function placeProperties(location: Location | null): readonly (readonly [string, string])[] {
  if (!isPlace(location)) return [];
  const { path, line, column, endLine } = location;
  return [
    ['file', path],
    ['line', String(line)],
    ...(line === endLine ? [['col', String(column)] as const] : []),
    ['endLine', String(endLine)],
  ];
}

/** The escapes of the runner's command parser; `%` first, so that the others survive. */
const escapedMessage = (text: string): string => escaped(printableText(text));

const escapedProperty = (text: string): string =>
  escaped(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
