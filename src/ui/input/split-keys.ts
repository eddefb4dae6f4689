/** An escape sequence of a key, a lone control character, or a run of ordinary text. */
const KEYS = /\u001B(?:\[[0-9;:?]*[ -/]*[@-~]|O[A-Za-z])|[\u0000-\u001F\u007F]|[^\u0000-\u001F\u007F]+/g;

/** More letters than fingers press while a slow machine draws one frame. */
const TYPED_AT_MOST = 8;

/**
 * What arrived together, one key at a time: a slow machine delivers two presses as one chunk, of which Ink would see only the
 * first. A long text, or one with a line end in its middle, is a paste and stays whole: a text field takes it, a screen does not
 * take its letters for keys.
 */
export function splitKeys(chunk: string): readonly string[] {
  const isPaste = !chunk.includes('\u001B') && /[^\r\n][\r\n]+[^\r\n]/.test(chunk) && chunk.length > 3;
  if (isPaste) return [chunk];
  return (chunk.match(KEYS) ?? []).flatMap((key) =>
    key.length <= TYPED_AT_MOST && /^[ -~]+$/.test(key) ? [...key] : [key],
  );
}
