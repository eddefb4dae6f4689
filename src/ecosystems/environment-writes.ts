/** A line of a script that appends to one of the files the runner reads back (workflow commands, environment files). */
export type EnvironmentWrite = {
  readonly file: 'GITHUB_ENV' | 'GITHUB_PATH' | 'GITHUB_OUTPUT';
  /** 0-based line of the script. */
  readonly line: number;
  readonly text: string;
};

const FILE = /\bGITHUB_(?:ENV|PATH|OUTPUT)\b/;

/** What a script appends, line by line: on one line, in a `{ … } >> file` group, or in a here-document. */
export function environmentWrites(script: string): readonly EnvironmentWrite[] {
  if (!FILE.test(script)) return [];
  const lines = script.split(/\r?\n/);
  return lines.flatMap((text, index) => {
    // The pattern names exactly the three files.
    const file = FILE.exec(text)?.[0] as EnvironmentWrite['file'] | undefined;
    if (file === undefined || !/>>|Out-File|Add-Content|tee/i.test(text)) return [];
    return rangeOf(lines, index).map((line) => ({ file, line, text: lines[line] ?? '' }));
  });
}

function rangeOf(lines: readonly string[], at: number): readonly number[] {
  const text = lines[at] ?? '';
  if (/^\s*\}\s*(?:>>|\|)/.test(text)) {
    const open = lines.slice(0, at).findLastIndex((line) => /(?:^|\s)\{\s*$/.test(line));
    return numbers(open + 1, at);
  }
  // `name<<END` inside quotes is the file’s own way of writing several lines; the shell’s stands outside of them.
  const end = /<<-?\s*(["']?)(\w+)\1/.exec(text.replace(/"[^"]*"|'[^']*'(?=\s*>>)/g, ''))?.[2];
  if (end === undefined) return [at];
  const close = lines.findIndex((line, index) => index > at && line.trim() === end);
  return numbers(at + 1, close < 0 ? lines.length : close);
}

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
