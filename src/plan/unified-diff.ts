import type { PlannedFile } from '../model/plan.ts';
import { type DiffHunk, type DiffLine, diffHunks } from './diff-lines.ts';

const SIGN: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', add: '+', remove: '-' };

/** A unified diff that `git apply` takes; empty when nothing changes. */
export function unifiedDiff(files: readonly PlannedFile[]): string {
  return files
    .filter((file) => file.before !== file.after)
    .map(fileDiff)
    .join('');
}

function fileDiff(file: PlannedFile): string {
  const a = quoted(`a/${file.path}`);
  const b = quoted(`b/${file.path}`);
  const head = [`diff --git ${a} ${b}`];
  if (file.before === null) head.push(`new file mode ${file.mode}`);
  const hunks = diffHunks(file);
  if (hunks.length === 0) return `${head.join('\n')}\n`;
  head.push(`--- ${file.before === null ? '/dev/null' : a}`, `+++ ${b}`);
  return `${head.join('\n')}\n${hunks.map(hunkText).join('')}`;
}

function hunkText({ beforeStart, afterStart, lines }: DiffHunk): string {
  const before = lines.filter((line) => line.kind !== 'add').length;
  const after = lines.filter((line) => line.kind !== 'remove').length;
  const range = (start: number, count: number) => `${count === 0 ? start - 1 : start},${count}`;
  const body = lines.map(
    (line) => `${SIGN[line.kind]}${line.text}\n${line.open ? '\\ No newline at end of file\n' : ''}`,
  );
  return `@@ -${range(beforeStart, before)} +${range(afterStart, after)} @@\n${body.join('')}`;
}

/** Git quotes a path with control characters, quotes, backslashes or bytes outside ASCII, in C style. */
function quoted(path: string): string {
  if (/^[\x20-\x7e]*$/.test(path) && !/["\\]/.test(path)) return path;
  const bytes = [...new TextEncoder().encode(path)];
  const escaped = bytes.map((byte) => {
    const char = String.fromCharCode(byte);
    if (char === '"' || char === '\\') return `\\${char}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : char;
  });
  return `"${escaped.join('')}"`;
}
