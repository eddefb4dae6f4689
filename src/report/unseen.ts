import type { Assessed } from '../model/assessment.ts';
import { printable } from './printable.ts';
import { wrapText } from './wrap-text.ts';

/** What would show facts that several controls miss, in the order of the controls: told once, and named by its number. */
export type UnseenNotes = readonly string[];

/** The steps that would show something to more than one control. */
export function unseenNotes(controls: readonly Assessed[]): UnseenNotes {
  const askedBy = new Map<string, number>();
  for (const { verdict, unknown } of controls) {
    if (!tells(verdict)) continue;
    for (const unlock of new Set(unknown.map((each) => each.unlock)))
      askedBy.set(unlock, (askedBy.get(unlock) ?? 0) + 1);
  }
  return [...askedBy].filter(([, controlsThatAsk]) => controlsThatAsk > 1).map(([unlock]) => unlock);
}

/** What one control did not see and no other misses: facts that one step would show are told together. */
export function unseenLines({ verdict, unknown }: Assessed, notes: UnseenNotes, width: number): readonly string[] {
  if (!tells(verdict)) return [];
  const own = [...new Set(unknown.map(({ unlock }) => unlock))].filter((unlock) => !notes.includes(unlock));
  return own.flatMap((unlock) => {
    const facts = new Set(unknown.filter((each) => each.unlock === unlock).map(({ fact }) => fact));
    return wrapText(`not seen (${[...facts].join(', ')}): ${printable(unlock)}`, width);
  });
}

/** The numbers of the notes that one control needs, such as `[1] [2]`; a note that its message tells needs no number. */
export function unseenNumbers({ verdict, unknown, message }: Assessed, notes: UnseenNotes): string {
  if (!tells(verdict)) return '';
  const unlocks = new Set(unknown.map(({ unlock }) => unlock).filter((unlock) => !message.includes(unlock)));
  return notes.flatMap((unlock, index) => (unlocks.has(unlock) ? [`[${index + 1}]`] : [])).join(' ');
}

/** The notes themselves, below everything that names them. */
export function unseenNoteLines(notes: UnseenNotes, width: number): readonly string[] {
  return notes.flatMap((unlock, index) => {
    const number = `[${index + 1}] `;
    return wrapText(printable(unlock), width - number.length - 2).map(
      (line, at) => `  ${at === 0 ? number : ' '.repeat(number.length)}${line}`,
    );
  });
}

/** An unknown control says in its message what it misses, but not what would show it. */
const tells = (verdict: Assessed['verdict']): boolean => verdict !== 'pass' && verdict !== 'not-applicable';
