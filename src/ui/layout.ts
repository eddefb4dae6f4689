import { clamp } from './window.ts';

/** Widest frame of one column, and of two side by side. */
export const FRAME = 100;
const WIDE_FRAME = 180;
/** From here on the diff stands beside the form. */
const WIDE = 120;
/** Widest line of prose. */
const PROSE = 72;

/** Title, sections, rule above the body; status and keys below it. */
const CHROME = 5;

/** Terminals of at least this many lines can spare one. */
const ROOMY = 20;

export type Layout = {
  readonly width: number;
  /** Columns of the right pane; null where there is room for one only. */
  readonly beside: number | null;
  readonly left: number;
  readonly prose: number;
  /** Lines of the body. */
  readonly body: number;
  /** Blank lines between the body and the status, where there is room for them. */
  readonly gap: number;
};

/** How a screen of this size is divided. The root is one line lower than the terminal, or Ink would wipe the scrollback. */
export function layoutFor({ rows, columns }: { readonly rows: number; readonly columns: number }): Layout {
  const gap = rows >= ROOMY ? 1 : 0;
  const body = Math.max(1, rows - 1 - CHROME - gap);
  if (columns < WIDE) {
    const width = Math.min(columns, FRAME);
    return { width, beside: null, left: width, prose: Math.min(PROSE, width - 6), body, gap };
  }
  const width = Math.min(columns, WIDE_FRAME);
  const left = clamp(Math.floor(width * 0.46), 58, 78);
  return { width, beside: width - left - 2, left, prose: Math.min(PROSE, left - 6), body, gap };
}
