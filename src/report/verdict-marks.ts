import type { Verdict } from '../model/assessment.ts';
import type { Tone } from './paint.ts';

export type VerdictMark = { readonly unicode: string; readonly ascii: string; readonly tone: Tone };

/** A verdict is told by glyph, word and colour, and each of them alone is enough. */
export const VERDICT_MARKS: Readonly<Record<Verdict, VerdictMark>> = {
  pass: { unicode: '✔', ascii: '+', tone: 'good' },
  partial: { unicode: '◐', ascii: '~', tone: 'caution' },
  fail: { unicode: '✖', ascii: 'x', tone: 'bad' },
  unknown: { unicode: '?', ascii: '?', tone: 'caution' },
  'not-applicable': { unicode: '–', ascii: '-', tone: 'quiet' },
  waived: { unicode: '○', ascii: 'o', tone: 'quiet' },
};
