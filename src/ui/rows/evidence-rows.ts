import { textAt } from '../../model/files.ts';
import { type Finding, isPlace } from '../../model/finding.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { proseRows } from './prose-rows.ts';
import type { Row } from './row.ts';

/** A finding as `path:line` with the line of source it is about; a setting as its request and what it answered. */
export function findingRow(finding: Finding, snapshot: Snapshot): Row {
  const { location } = finding;
  if (!isPlace(location)) {
    const where = location === null ? finding.expected : location.endpoint;
    return {
      spans: [
        { text: `     ${where}`, tone: 'accent' },
        { text: `   ${finding.observed}`, dim: true },
      ],
    };
  }
  const source = sourceLine(snapshot, location.path, location.line) ?? finding.observed;
  return {
    spans: [{ text: `     ${location.path}:${location.line}`, tone: 'accent' }, { text: `   ${source.trim()}` }],
    label: `${location.path} line ${location.line}: ${source.trim()}`,
  };
}

/** Everything that was found: each message once, with its places below. */
export function evidenceRows(findings: readonly Finding[], snapshot: Snapshot, width: number): readonly Row[] {
  return [...byMessage(findings)].flatMap(([message, same]) => [
    ...proseRows(message, width),
    ...same.map((finding) => findingRow(finding, snapshot)),
  ]);
}

/** At most this many lines of evidence, the last of which says how many more there are. */
export function someEvidence(findings: readonly Finding[], snapshot: Snapshot, most: number): readonly Row[] {
  if (most <= 0) return [];
  const rows = onePerText(findings.map((finding) => findingRow(finding, snapshot)));
  if (rows.length <= most) return rows;
  const shown = rows.slice(0, most - 1);
  return [...shown, { spans: [{ text: `     and ${rows.length - shown.length} more`, dim: true }] }];
}

/** Several findings can be about one line: without their messages they read alike. */
const onePerText = (rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [row.spans.map(({ text }) => text).join(''), row])).values(),
];

function byMessage(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.message, [...(groups.get(finding.message) ?? []), finding]);
  return groups;
}

function sourceLine({ facts }: Snapshot, path: string, line: number): string | null {
  if (facts.texts.state === 'unknown') return null;
  const text = textAt(facts.texts.value, path)?.text.split(/\r?\n/)[line - 1];
  return text === undefined || text.trim() === '' ? null : text;
}
