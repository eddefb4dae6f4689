import { diffArrays } from 'diff';
import type { Operation } from '../../../src/model/operation.ts';
import { withoutComments } from './without-comments.ts';

/** Lines of the original that may go or change by operations that only add or replace in place. */
const ROOM: Readonly<Partial<Record<Operation['op'], number>>> = { 'add-key': 1, 'insert-item': 1, grant: 1 };

/** What differs in the bytes beyond the one place that an operation changes, found without knowing how edits are made. */
export function bytesThatSlipped(before: string, after: string, operation: Operation): readonly string[] {
  const slipped: string[] = [];
  if (before.startsWith('\uFEFF') !== after.startsWith('\uFEFF')) slipped.push('the byte-order mark');
  const endings = new Set(before.match(/\r?\n/g) ?? []);
  const strange = (after.match(/\r?\n/g) ?? []).filter((mark) => endings.size > 0 && !endings.has(mark));
  if (strange.length > 0) slipped.push(`line ends ${JSON.stringify(strange[0])}`);
  const gone = diffArrays(linesOf(before), linesOf(after)).flatMap((part) => (part.removed ? part.value : []));
  const room = ROOM[operation.op];
  if (room !== undefined && gone.filter((line) => line.trim() !== '').length > room)
    slipped.push(`more than ${room} lines: ${JSON.stringify(gone)}`);
  if (operation.op !== 'remove' && operation.op !== 'replace-value') slipped.push(...withoutComments(before, after));
  return slipped;
}

const linesOf = (text: string): string[] => text.split(/\r?\n/);
