import type { Verdict } from '../../model/assessment.ts';
import { VERDICT_MARKS } from '../../report/verdict-marks.ts';

export type Tone = 'good' | 'bad' | 'caution' | 'accent';

/** Names of the sixteen ANSI colours, so that the user's own theme decides how they look. */
export const COLOUR: Readonly<Record<Tone, string>> = { good: 'green', bad: 'red', caution: 'yellow', accent: 'cyan' };

/** Colour repeats what the glyph and the word already say; it never carries meaning alone. */
export function verdictTone(verdict: Verdict): Tone | null {
  const { tone } = VERDICT_MARKS[verdict];
  return tone === 'quiet' || tone === 'strong' ? null : tone;
}

export const verdictWord = (verdict: Verdict): string => (verdict === 'not-applicable' ? 'not applicable' : verdict);
