import type { Assessed } from '../../model/assessment.ts';
import type { Decision } from '../../session/decision.ts';
import { glyphs, verdictGlyph } from '../theme/glyphs.ts';
import { verdictTone, verdictWord } from '../theme/tones.ts';
import type { Row } from './row.ts';

type Look = { readonly here: boolean; readonly unicode: boolean; readonly decision?: Decision | undefined };

const DECISION_WORD: Readonly<Record<Decision['kind'], string>> = {
  take: 'chosen',
  skip: 'not now',
  waive: 'to be waived',
};

/** As wide as the longest verdict in a list, where what does not apply is `n/a`. */
const VERDICT_COLUMN = 'unknown '.length;

/** A control on one line: pointer, glyph, number, title, what is decided, tier, verdict. */
export function controlRow({ control, verdict }: Assessed, { here, unicode, decision }: Look): Row {
  const tone = verdictTone(verdict);
  const decided = decision === undefined ? '' : DECISION_WORD[decision.kind];
  const word = verdictWord(verdict);
  return {
    spans: [
      { text: ` ${here ? glyphs(unicode).pointer : ' '} `, tone: 'accent', bold: true },
      { text: `${verdictGlyph(verdict, unicode)} `, tone },
      { text: `${control.number}  ${control.title}`, bold: here, dim: verdict === 'not-applicable' },
    ],
    end: [
      { text: decided === '' ? '' : `${decided}  `, tone: 'accent' },
      { text: control.tier.padEnd('should  '.length), dim: true },
      { text: (verdict === 'not-applicable' ? 'n/a' : word).padEnd(VERDICT_COLUMN), tone },
    ],
    role: 'listitem',
    selected: here,
    label: [`${control.number} ${control.title}: ${word}, ${control.tier}`, decided]
      .filter((part) => part !== '')
      .join(', '),
  };
}
