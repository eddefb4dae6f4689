import { parse } from 'yaml';

/** What a class may ask about: the line, the step, the job and the file, and other files of the repository. */
export function placed(place, text, lookup) {
  const lines = text.split('\n');
  const at = place.line - 1;
  const jobs = lines.findIndex((line) => /^jobs\s*:/.test(line));
  const indent = jobs < 0 ? -1 : indentOf(lines.slice(jobs + 1).find((line) => /^\s+[^\s#]/.test(line)) ?? '');
  const isHead = (line) => indentOf(line) === indent && /^\s*[^\s#]/.test(line);
  const from = lines.findLastIndex((line, index) => index <= at && index > jobs && isHead(line));
  const next = lines.findIndex((line, index) => index > Math.max(at, from) && isHead(line));
  const start = lines.findLastIndex((line, index) => index <= at && /^\s*-\s/.test(line) && index > from);
  const depth = indentOf(lines[start] ?? '');
  const end = lines.findIndex((line, index) => index > at && /\S/.test(line) && indentOf(line) <= depth);
  return {
    place,
    text,
    lookup,
    line: lines[at] ?? '',
    job: jobs < 0 || from < 0 ? text : lines.slice(from, next < 0 ? lines.length : next).join('\n'),
    step: lines.slice(Math.max(start, 0), end < 0 ? lines.length : end).join('\n'),
    get file() {
      return { text, data: readYaml(text) };
    },
  };
}

/** How far a line is indented. */
export const indentOf = (line) => /^\s*/.exec(line)[0].length;

function readYaml(text) {
  try {
    return parse(text, { uniqueKeys: false, logLevel: 'silent' }) ?? {};
  } catch {
    return {};
  }
}
