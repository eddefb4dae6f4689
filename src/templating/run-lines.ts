const KEY = /^(\s*(?:- )?)(?:run|script):(?:\s+(.*))?$/u;
const ONLY_TEMPLATE = /^\s*\{\{~?[#/^]|^\s*\{\{~?else|^\s*\{\{~?!|^\s*\{\{~?>/u;

/**
 * The lines (1-based) of a workflow template that become code: the value of every `run:` and `script:`. Lines that hold
 * only a block tag are part of the code around them, whatever their indentation.
 */
export function runLines(source: string): ReadonlySet<number> {
  const found = new Set<number>();
  let column: number | null = null;
  for (const [index, line] of source.split('\n').entries()) {
    const key = KEY.exec(line);
    const indent = line.length - line.trimStart().length;
    if (column !== null && line.trim() !== '' && !ONLY_TEMPLATE.test(line) && indent <= column) column = null;
    if (column !== null) found.add(index + 1);
    else if (key !== null) {
      found.add(index + 1);
      if (/^[|>]/u.test(key[2] ?? '')) column = key[1]?.length ?? 0;
    }
  }
  return found;
}
