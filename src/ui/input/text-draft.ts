import type { Key } from 'ink';
import { charactersOf } from '../rows/fit.ts';

/** A text being typed. The caret stands before the character at `caret`. */
export type TextDraft = { readonly characters: readonly string[]; readonly caret: number };

export const draftOf = (text: string): TextDraft => {
  const characters = charactersOf(text);
  return { characters, caret: characters.length };
};

export const textOf = ({ characters }: TextDraft): string => characters.join('');

/** The draft after a key or a pasted text. Line ends of a paste become spaces; other control characters are dropped. */
export function edited(draft: TextDraft, input: string, key: Key): TextDraft {
  const { characters, caret } = draft;
  if (key.leftArrow) return { characters, caret: Math.max(0, caret - 1) };
  if (key.rightArrow) return { characters, caret: Math.min(characters.length, caret + 1) };
  if (key.home || (key.ctrl && input === 'a')) return { characters, caret: 0 };
  if (key.end || (key.ctrl && input === 'e')) return { characters, caret: characters.length };
  if (key.backspace || key.delete) {
    if (caret === 0) return draft;
    return { characters: characters.toSpliced(caret - 1, 1), caret: caret - 1 };
  }
  if (key.ctrl && input === 'u') return { characters: characters.slice(caret), caret: 0 };
  if (key.ctrl || key.upArrow || key.downArrow || key.tab || key.pageUp || key.pageDown) return draft;
  const typed = charactersOf(input.replace(/[\r\n]+/g, ' ').replace(/\p{Cc}/gu, ''));
  return { characters: characters.toSpliced(caret, 0, ...typed), caret: caret + typed.length };
}
