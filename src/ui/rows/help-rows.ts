import type { Verdict } from '../../model/assessment.ts';
import { type Action, KEYMAP } from '../keymap.ts';
import { verdictGlyph } from '../theme/glyphs.ts';
import { verdictTone, verdictWord } from '../theme/tones.ts';
import { BLANK, plain, type Row, strong } from './row.ts';

const MEANING: readonly (readonly [Verdict, string])[] = [
  ['pass', 'what the guide asks for is in place'],
  ['partial', 'a part of it is; or nothing wrong was seen, but not all could be looked at'],
  ['fail', 'it is not in place'],
  ['unknown', 'we could not look: never read it as safe'],
  ['not-applicable', 'the guide asks nothing here'],
  ['waived', 'your team accepted it, with a reason and a last day'],
];

/** What each key does on this screen, and what the words mean. */
export function helpRows(actions: readonly Action[], unicode: boolean): readonly Row[] {
  return [
    strong('Keys on this screen'),
    ...actions.map((action) => keyRow(KEYMAP[action].keys.join(', '), KEYMAP[action].help)),
    keyRow('ctrl-c', 'leave at once; what you chose is saved'),
    BLANK,
    strong('Words'),
    ...MEANING.map(
      ([verdict, meaning]): Row => ({
        spans: [
          { text: `   ${verdictGlyph(verdict, unicode)} `, tone: verdictTone(verdict) },
          { text: `${verdictWord(verdict).padEnd(16)}${meaning}` },
        ],
      }),
    ),
    plain('must, should, could: how firmly the guide recommends it'),
    plain('safe: cannot change what a run does, or only makes it stop; review: look at it'),
  ];
}

const keyRow = (keys: string, help: string): Row => ({
  spans: [{ text: `   ${keys.padEnd(18)}`, bold: true }, { text: help }],
});
