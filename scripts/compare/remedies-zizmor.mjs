// What zizmor says by default of a planned file that it did not say of the original: by audit and by the lines that the plan
// changed or left. Used by scripts/compare/remedies.mjs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { askZizmor } from './zizmor-run.mjs';

/** One run over all files: `files` are `{ key, path, before, after, hunks }`; gives sentences with their key. */
export function newFindings(files) {
  const root = mkdtempSync(join(tmpdir(), 'harden-builds-zizmor-'));
  try {
    for (const [index, { path, before, after }] of files.entries()) {
      if (before !== null) written(join(root, `${index}/before`, path), before);
      written(join(root, `${index}/after`, path), after);
    }
    const { findings } = askZizmor(root);
    const regular = findings.filter(({ persona }) => persona === 'regular');
    return files.flatMap((file, index) => {
      const said = (side) => regular.filter(({ path }) => path === `${index}/${side}/${file.path}`);
      return fresh(said('before'), said('after'), file.hunks).map(({ audit, line, note }) => ({
        key: file.key,
        message: `${file.path}:${line} zizmor says ${audit}: ${note}`,
      }));
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function written(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A finding on a line that was left counts as new when the original has none of its kind there; on a changed line, when the hunk had fewer. */
function fresh(before, after, hunks) {
  const placeBefore = ({ line }) => placeOf(line, hunks, 'before');
  const placeAfter = ({ line }) => placeOf(line, hunks, 'after');
  const known = new Map();
  for (const each of before) {
    const key = `${each.audit} ${placeBefore(each)}`;
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  return after.filter((each) => {
    const key = `${each.audit} ${placeAfter(each)}`;
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left <= 0;
  });
}

/** The hunk a line is in, or the line of the original that it is. */
function placeOf(line, hunks, side) {
  let moved = 0;
  for (const [index, hunk] of hunks.entries()) {
    const { line: start, count } = hunk[side];
    if (line < start) break;
    if (line < start + count) return `hunk ${index}`;
    moved += hunk.before.count - hunk.after.count;
  }
  return side === 'before' ? `line ${line}` : `line ${line + moved}`;
}
