import type { TextDraft } from '../input/text-draft.ts';
import { glyphs } from '../theme/glyphs.ts';
import type { Span } from './row.ts';

/** A text being typed, with its caret. */
export const fieldSpans = ({ characters, caret }: TextDraft, unicode: boolean): readonly Span[] => [
  { text: characters.slice(0, caret).join('') },
  { text: glyphs(unicode).caret, tone: 'accent', bold: true },
  { text: characters.slice(caret).join('') },
];
