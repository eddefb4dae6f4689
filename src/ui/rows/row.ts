import type { Tone } from '../theme/tones.ts';

/** A run of characters in one style. The text may come from a repository: drawing strips what a terminal would obey. */
export type Span = {
  readonly text: string;
  readonly tone?: Tone | null;
  readonly bold?: boolean;
  readonly dim?: boolean;
};

/** Exactly one line of the screen, as data. `end` is set against the right edge. */
export type Row = {
  readonly spans: readonly Span[];
  readonly end?: readonly Span[];
  /** What a screen reader says instead of the spans. */
  readonly label?: string;
  /** The rest of a line that was spoken already. */
  readonly hidden?: boolean;
  readonly role?: 'listitem' | 'radio' | 'checkbox';
  readonly selected?: boolean;
  readonly checked?: boolean;
};

export const BLANK: Row = { spans: [] };

export const plain = (text: string, indent = 3): Row => ({ spans: [{ text: ' '.repeat(indent) + text }] });

export const faint = (text: string, indent = 3): Row => ({ spans: [{ text: ' '.repeat(indent) + text, dim: true }] });

export const strong = (text: string, indent = 3): Row => ({ spans: [{ text: ' '.repeat(indent) + text, bold: true }] });
