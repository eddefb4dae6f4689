import { type Finding, isPlace, type Location } from '../model/finding.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { wrapText } from './wrap-text.ts';

export type FindingsLook = {
  readonly width: number;
  readonly paint: Paint;
  readonly most: number;
  /** The sentence that stands above them: what it says already is not said again. */
  readonly said: string;
};

/** What a verdict adds to the words of its first finding. */
const MORE_OF_THEM = /^; \d+ such \w+ in all$/;

/** Where a finding is, as editors and terminals make it clickable. */
export function locationText(location: Location | null): string {
  if (location === null) return '';
  return isPlace(location) ? `${location.path}:${location.line}:${location.column}` : location.endpoint;
}

/**
 * Findings as lines: those that say the same are told once with their places below. At most `most` places in all, then how
 * many more there are.
 */
export function findingLines(
  findings: readonly Finding[],
  { width, paint, most, said }: FindingsLook,
): readonly string[] {
  const lines: string[] = [];
  let room = most;
  for (const [message, same] of byMessage(findings)) {
    if (room <= 0) break;
    const shown = same.slice(0, room);
    room -= shown.length;
    const isSaid = said === message || (said.startsWith(message) && MORE_OF_THEM.test(said.slice(message.length)));
    if (!isSaid) lines.push(...wrapText(printable(message), width));
    for (const { location, observed } of shown) {
      const place = printable(locationText(location));
      const seen = same.length > 1 && observed !== '' && !message.includes(observed) ? `  ${clip(observed, 60)}` : '';
      if (place !== '') lines.push(`${isSaid ? '' : '  '}${paint('accent', place)}${paint('quiet', seen)}`);
    }
  }
  const hidden = findings.length - (most - Math.max(0, room));
  return hidden > 0 ? [...lines, paint('quiet', `and ${hidden} more`)] : lines;
}

function byMessage(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.message);
    if (group === undefined) groups.set(finding.message, [finding]);
    else group.push(finding);
  }
  return groups;
}

const clip = (text: string, most: number): string => {
  const line = printable(text);
  return line.length <= most ? line : `${line.slice(0, most - 3)}...`;
};
