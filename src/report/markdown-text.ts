import { printable } from './printable.ts';

/** Stands behind `@` and `#` so that text of a repository neither notifies anybody nor links an issue. */
const BREAK = '&#8203;';

/** Text that is not ours, as plain words in markdown. */
export const prose = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|~$]/g, '\\$&')
    .replace(/[@#](?=\w)/g, (sign) => `${sign}${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2');

/** Our own sentences that quote code between backticks: the quotes stay code, the rest is escaped. */
export const sentence = (text: string): string =>
  printable(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : prose(part)))
    .join('');

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const line = printable(text).trim();
  if (line === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  return line.includes('`') ? `${fence} ${line} ${fence}` : `\`${line}\``;
}

/** Lines as a block of code. */
export function codeBlock(lines: readonly string[], language: string): readonly string[] {
  const text = lines.join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}${language}`, ...text.split('\n').map(stripped), fence];
}

// Indentation is kept, unlike in `printable`, because the lines are there to be pasted.
const stripped = (line: string): string =>
  line.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
