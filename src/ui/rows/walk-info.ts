import type { Assessed } from '../../model/assessment.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Decision } from '../../session/decision.ts';
import { glyphs, verdictGlyph } from '../theme/glyphs.ts';
import { verdictTone, verdictWord } from '../theme/tones.ts';
import { clamp } from '../window.ts';
import { someEvidence } from './evidence-rows.ts';
import { proseRows } from './prose-rows.ts';
import { BLANK, type Row } from './row.ts';
import { wrapRow } from './wrap-row.ts';

type Look = {
  readonly width: number;
  readonly prose: number;
  readonly room: number;
  /** Lines of the room that evidence leaves free when it is long. */
  readonly reserve: number;
  readonly unicode: boolean;
};

/** Fewer lines of evidence than this say too little. */
const LEAST_EVIDENCE = 3;

/** More lines of one sentence than this push the rest away. */
const MOST_PROSE = 3;

/**
 * Why a control matters and what was found, in as many lines as there are: the title always, then the verdict, why, the
 * evidence; what has no room is one key away.
 */
export function infoRows(
  assessed: Assessed,
  snapshot: Snapshot,
  decision: Decision | undefined,
  look: Look,
): readonly Row[] {
  const { ellipsis } = glyphs(look.unicode);
  const { control, findings, message, verdict } = assessed;
  const title: Row = {
    spans: [{ text: ` ${control.number}  ${control.title}`, bold: true }],
    end: [
      {
        text: `${decision === undefined ? control.tier : decidedText(decision)} `,
        tone: decision === undefined ? null : 'accent',
      },
    ],
    label: `${control.number} ${control.title}: ${control.tier}, ${verdictWord(verdict)}`,
  };
  if (look.room <= 2) return [title];
  const roomy = look.room >= 9;
  const heading = roomy ? wrapRow(title, look.width, control.number.length + 3) : [title];
  // Where lines are few, what the evidence does not need goes to the verdict, then to the reason.
  const spare = look.room - 3 - someEvidence(findings, snapshot, LEAST_EVIDENCE).length;
  const most = (given: number) => (roomy ? MOST_PROSE : clamp(1 + given, 1, MOST_PROSE));
  const seen = proseRows(`${verdictGlyph(verdict, look.unicode)} ${verdictWord(verdict)}: ${message}`, look.prose, {
    tone: verdictTone(verdict),
    most: most(spare),
    ellipsis,
  });
  const why = proseRows(control.why, look.prose, { most: most(spare - seen.length + 1), ellipsis });
  const gap = roomy ? [BLANK] : [];
  const head = [...heading, ...why, ...gap, ...seen];
  const left = look.room - head.length;
  return [
    ...head,
    ...someEvidence(findings, snapshot, Math.min(left, Math.max(LEAST_EVIDENCE, left - look.reserve))),
  ].slice(0, look.room);
}

function decidedText(decision: Decision): string {
  switch (decision.kind) {
    case 'take':
      return 'chosen';
    case 'skip':
      return 'not now';
    case 'waive':
      return `waived until ${decision.expires}`;
  }
}
