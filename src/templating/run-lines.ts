const CODE_KEY = /^(\s*(?:- +)*)(?:run|script):(?: +(.*))?$/u;
/** A key that becomes code, in any spelling that the line above does not understand. */
const ODD_CODE_KEY =
  /^\s*\? |["']\s*(?:run|script)\s*["']\s*:|[{,]\s*(?:run|script)\s*:|^\s*(?:- +)*(?:run|script)\s+:/u;
const ONLY_TEMPLATE = /^\s*\{\{~?[#/^!>]|^\s*\{\{~?\s*else\b/u;

export type RunLines = {
  /** 1-based. */
  readonly lines: ReadonlySet<number>;
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
};

/**
 * The lines of a workflow template that become code: the value of every `run:` and `script:`, whatever its style. Lines that
 * hold only a block tag belong to the code around them. Spellings in which code could hide from this are problems.
 */
export function runLines(source: string): RunLines {
  const lines = new Set<number>();
  const problems: { line: number; problem: string }[] = [];
  let column: number | null = null;
  for (const [index, text] of source.split('\n').entries()) {
    const line = index + 1;
    const indent = text.length - text.trimStart().length;
    if (column !== null && text.trim() !== '' && !ONLY_TEMPLATE.test(text) && indent <= column) column = null;
    if (column !== null) {
      lines.add(line);
      continue;
    }
    const key = CODE_KEY.exec(text);
    if (key !== null) {
      lines.add(line);
      column = key[1]?.length ?? 0;
      if (/^[*&!]/u.test(key[2] ?? ''))
        problems.push({ line, problem: 'code is written where it runs, without anchor, alias or tag' });
    } else if (ODD_CODE_KEY.test(text))
      problems.push({ line, problem: 'write run: or script: plainly, on a line of its own' });
  }
  return { lines, problems };
}
