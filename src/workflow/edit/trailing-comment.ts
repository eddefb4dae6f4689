import type { TextEdit } from './editing.ts';
import { lineEnd } from './line-bounds.ts';

/**
 * Writes the comment at the end of the line on which a token ends. `rewrite` gets the words that stand there now. Null when something
 * other than closing brackets follows the token, so that the comment would not be the token's, or when nothing changes.
 */
export function trailingCommentEdit(
  body: string,
  tokenEnd: number,
  rewrite: (words: string | null) => string,
): TextEdit | null {
  const end = lineEnd(body, tokenEnd);
  const rest = /^([\s,}\]]*?)(?:([ \t]+)#(.*))?$/s.exec(body.slice(tokenEnd, end));
  if (rest === null) return null;
  const [, closing = '', gap, old] = rest;
  const words = old?.trim() ?? null;
  const comment = rewrite(words);
  if (comment === words) return null;
  return { start: tokenEnd + closing.trimEnd().length, end, text: `${gap ?? ' '}# ${comment}` };
}

const VERSION = /^(?:ratchet:\S+|(?:tag=|pin@|@)?(?:[\w-]+\/)*v?\d+(?:[.+-][\w.+-]+)?)(?=$|[\s,;:)])/;

/** The comment with the version in front; a version that led it is replaced, and what people wrote beside it stays. */
export function withVersion(words: string | null, version: string): string {
  if (words === null || words === '') return version;
  if (words === version || words.startsWith(`${version} `)) return words;
  return VERSION.test(words) ? words.replace(VERSION, () => version) : `${version} ${words}`;
}

/** The comment with a reason added at its end, once. */
export function withReason(words: string | null, reason: string): string {
  if (words === null || words === '') return reason;
  return words.includes(reason) ? words : `${words}; ${reason}`;
}
