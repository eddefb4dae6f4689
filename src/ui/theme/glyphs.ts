import type { Verdict } from '../../model/assessment.ts';
import { VERDICT_MARKS } from '../../report/verdict-marks.ts';

export type Glyphs = {
  readonly pointer: string;
  readonly rule: string;
  readonly between: string;
  readonly ellipsis: string;
  readonly arrow: string;
  readonly caret: string;
  readonly dot: string;
  readonly spinner: readonly string[];
};

const UNICODE: Glyphs = {
  pointer: '❯',
  rule: '─',
  between: '│',
  ellipsis: '…',
  arrow: '→',
  caret: '▏',
  dot: '·',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ASCII: Glyphs = {
  pointer: '>',
  rule: '-',
  between: '|',
  ellipsis: '...',
  arrow: '->',
  caret: '|',
  dot: '-',
  spinner: ['-', '\\', '|', '/'],
};

export const verdictGlyph = (verdict: Verdict, unicode: boolean): string =>
  unicode ? VERDICT_MARKS[verdict].unicode : VERDICT_MARKS[verdict].ascii;

/** Each glyph has a twin that every terminal can draw. */
export const glyphs = (unicode: boolean): Glyphs => (unicode ? UNICODE : ASCII);
