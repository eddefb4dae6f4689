/** Whether an install takes exactly what the lock file says, and the command that would. */
export type Strictness = {
  readonly strict: boolean;
  /** Replaces the command as written; null when no such form is known here. */
  readonly strictForm: string | null;
};

export const STRICT: Strictness = { strict: true, strictForm: null };

/** Loose, and nothing that could be written instead: usually because there is no lock file. */
export const LOOSE: Strictness = { strict: false, strictForm: null };

/** The command with a flag behind one of its words: `uv sync --group dev` → `uv sync --locked --group dev`. */
export function withFlag(text: string, word: string, flag: string): Strictness {
  const at = new RegExp(`(?<=\\s|^)${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=\\s|$)`).exec(text);
  if (at === null) return LOOSE;
  const end = at.index + word.length;
  return { strict: false, strictForm: `${text.slice(0, end)} ${flag}${text.slice(end)}` };
}
