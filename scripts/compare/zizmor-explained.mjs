import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { parse } from 'yaml';
import { CLASSES } from './zizmor-classes.mjs';
import { placed } from './zizmor-place.mjs';
import { ROWS } from './zizmor-rules.mjs';

const SIDES = ['theirs', 'ours'];
const KEYS = ['audit', 'part', 'side', 'repository', 'path', 'line', 'text', 'note', 'reason'];

/** The classes of zizmor-classes.mjs in the form of the entries below, for `explain`. */
export const readClasses = () => CLASSES.map((each) => ({ ...each, name: 'classes', hits: 0 }));

/**
 * The disagreements that somebody looked at: `audit` and `side` (who reports it), `reason`, and what narrows it: `part` of the
 * row, `repository` and `path` (globs), `line`, `text` (pattern on the line of the file), `note` (pattern on the message).
 */
export function readExplained(folder, names) {
  return names.flatMap((name) => {
    const entries = parse(readFileSync(join(folder, name), 'utf8')) ?? [];
    for (const entry of entries) {
      const odd = Object.keys(entry).find((key) => !KEYS.includes(key));
      const known = ROWS.some(({ audit, part }) => audit === entry.audit && (entry.part ?? part) === part);
      if (odd !== undefined || !known || !SIDES.includes(entry.side) || (entry.reason ?? '').length < 20)
        throw new Error(`${name}: not understood: ${JSON.stringify(entry)}`);
    }
    return entries.map((entry) => ({ ...entry, name, hits: 0 }));
  });
}

/** The first entry that explains this place; it is counted there. `lookup` gives the text of a file of the repository, or null. */
export function explain(explained, { audit, part, side, repository, place, lineOf, lookup }) {
  const around = placed(place, lookup(place.path) ?? '', lookup);
  const entry = explained.find(
    (each) =>
      each.audit === audit &&
      each.side === side &&
      (each.part === undefined || each.part === part) &&
      (each.repository === undefined || matchesGlob(repository, each.repository)) &&
      (each.path === undefined || matchesGlob(place.path, each.path)) &&
      (each.line === undefined || each.line === place.line) &&
      (each.note === undefined || new RegExp(each.note).test(place.note ?? '')) &&
      (each.text === undefined || new RegExp(each.text).test(lineOf(place))) &&
      (each.is === undefined || each.is(around)),
  );
  if (entry !== undefined) entry.hits += 1;
  return entry ?? null;
}
