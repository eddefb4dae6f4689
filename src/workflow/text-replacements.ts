import type { Operation } from '../model/operation.ts';
import { nextOccurrence } from './edit/occurrence.ts';
import type { Located } from './workflow-file.ts';

/**
 * Operations that replace ranges of a text, in the order of the text. Each names the smallest part of its line that cannot be
 * mistaken for another place. Null when one cannot be told from another.
 */
export function replacingOperations(
  { value, route }: Located<string>,
  replacements: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): readonly Operation[] | null {
  const operations: Operation[] = [];
  let text = value;
  let shift = 0;
  for (const { start, end, text: now } of replacements.toSorted((a, b) => a.start - b.start)) {
    const operation = oneReplacement(text, start + shift, end + shift, now);
    if (operation === null) return null;
    operations.push({ op: 'replace-text', route, ...operation });
    text = text.slice(0, start + shift) + now + text.slice(end + shift);
    shift += now.length - (end - start);
  }
  return operations;
}

function oneReplacement(
  text: string,
  start: number,
  end: number,
  now: string,
): { readonly was: string; readonly now: string } | null {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const nextBreak = text.indexOf('\n', end);
  const lineEnd = nextBreak === -1 ? text.length : nextBreak;
  const left = [...wordStarts(text, lineStart, start), lineStart];
  for (const [from, to] of [...left.map((each) => [each, end] as const), [lineStart, lineEnd] as const]) {
    const was = text.slice(from, to);
    const then = text.slice(from, start) + now + text.slice(end, to);
    if (nextOccurrence(text, was, then) === from) return { was, now: then };
  }
  return null;
}

/** The range itself, then one word more to the left at a time. */
function wordStarts(text: string, from: number, start: number): readonly number[] {
  const words = [...text.slice(from, start).matchAll(/\S+/g)].map(({ index }) => from + index);
  return [start, ...words.toReversed()];
}
