import type { Layout } from '../layout.ts';
import { windowTop } from '../window.ts';
import { BLANK, type Row } from './row.ts';
import { wrapRow } from './wrap-row.ts';

const ROOMY = 16;
/** Title, reason, verdict, three lines of evidence and a blank. */
const LEAST_INFO = 7;
const INDENT = 7;

/** What is known above, what can be done below it, and the beginning of the diff where lines are left. */
export function walkBody(
  info: (room: number) => readonly Row[],
  items: readonly Row[],
  cursor: number,
  { body, beside, left: width }: Layout,
  diff: (room: number) => readonly Row[],
): readonly Row[] {
  const most = Math.max(1, body - 3);
  // Only where there is room for it do long lines take more than one.
  const whole = items.map((row) => wrapRow(row, width, INDENT));
  const wrapped = body >= ROOMY || whole.flat().length <= body - LEAST_INFO ? whole : items.map((row) => [row]);
  const form = wrapped.flat();
  const at = wrapped.slice(0, cursor).flat().length;
  const top = windowTop(at, form.length, most);
  const shown = form.slice(top, top + most);
  const upper = info(body - shown.length - 1);
  const left = body - upper.length - 1 - shown.length - 1;
  const peek = beside === null && left >= 3 ? [BLANK, ...diff(left).slice(0, left)] : [];
  return [...upper, BLANK, ...shown, ...peek];
}
