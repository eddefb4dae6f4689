import { expressionsIn } from './expressions.ts';

/**
 * Replaces each `${{ … }}` by a word of the same length, so that a shell's parser sees one word and every offset stays true.
 * Line breaks inside an expression become letters as well: to the shell, its value is one word.
 */
export function maskExpressions(text: string): string {
  let masked = '';
  let from = 0;
  for (const { start, end } of expressionsIn(text)) {
    masked += text.slice(from, start) + '_'.repeat(end - start);
    from = end;
  }
  return masked + text.slice(from);
}
