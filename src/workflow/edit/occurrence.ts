/**
 * Where the next occurrence of `was` begins. One that is part of `now` was replaced before, and does not count; when no other is
 * left and `now` is there, the replacement is `done`.
 */
export function nextOccurrence(text: string, was: string, now: string): number | 'done' | 'absent' {
  const replaced = now.includes(was) ? occurrences(text, now) : [];
  const next = occurrences(text, was).find(
    (at) => !replaced.some((from) => from <= at && at + was.length <= from + now.length),
  );
  if (next !== undefined) return next;
  return text.includes(now) ? 'done' : 'absent';
}

function occurrences(text: string, part: string): readonly number[] {
  const found: number[] = [];
  if (part === '') return found;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found.push(at);
  return found;
}
