/** What a piece of text is, not which colour it gets; each is also said by a word or a glyph. */
export type Tone = 'good' | 'bad' | 'caution' | 'accent' | 'strong' | 'quiet';

/** Colours a text, or returns it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const CODES: Readonly<Record<Tone, readonly [number, number]>> = {
  good: [32, 39],
  bad: [31, 39],
  caution: [33, 39],
  accent: [36, 39],
  strong: [1, 22],
  quiet: [2, 22],
};

export const plain: Paint = (_tone, text) => text;

/** The sixteen colours of the user's own theme. */
export const coloured: Paint = (tone, text) => {
  const [on, off] = CODES[tone];
  return text === '' ? '' : `\u001B[${on}m${text}\u001B[${off}m`;
};
