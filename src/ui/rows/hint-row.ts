import { type Action, type Hint, hintsFor } from '../keymap.ts';
import { widthOf } from './fit.ts';
import type { Row, Span } from './row.ts';

/** Help and leaving stand at the right edge, where they are seen however many keys a screen has. */
const ALWAYS: readonly Action[] = ['help', 'quit'];

/** Columns between two hints, and before those at the right edge. */
const GAP = 2;

/** The keys that do something now: as many as fit, whole. The rest is on the help page. */
export function hintRow(actions: readonly Action[], width: number, unicode: boolean): Row {
  const always = hintsFor(
    actions.filter((action) => ALWAYS.includes(action)),
    unicode,
  );
  const others = hintsFor(
    actions.filter((action) => !ALWAYS.includes(action)),
    unicode,
  );
  const room = width - 1 - (always.length === 0 ? 0 : widthOfAll(always) + GAP + 1);
  const shown = others.filter((_hint, index) => widthOfAll(others.slice(0, index + 1)) <= room);
  return {
    spans: [{ text: ' ' }, ...spansOf(shown)],
    end: always.length === 0 ? [] : [...spansOf(always), { text: ' ' }],
  };
}

const widthOfAll = (hints: readonly Hint[]): number =>
  hints.reduce((sum, { show, hint }) => sum + widthOf(`${show} ${hint}`) + GAP, -GAP);

const spansOf = (hints: readonly Hint[]): readonly Span[] =>
  hints.flatMap(({ show, hint }, index): Span[] => [
    { text: `${index === 0 ? '' : ' '.repeat(GAP)}${show}`, bold: true },
    { text: ` ${hint}` },
  ]);
