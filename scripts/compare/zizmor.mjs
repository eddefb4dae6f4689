// Our findings beside those of zizmor, on every repository of a folder (the built program is what is measured):
//   node scripts/compare/zizmor.mjs DIR [--audit A,B] [--persona P] [--repository NAME] [--list A,B] [--reasons]
// Files that only one of the two reads are left out of both sides. Recall: of what zizmor reports by default, how much we
// report too. Extras: of what we report, how much nobody explained (explained-a.yml, zizmor-classes.mjs) and no stricter persona of zizmor confirms.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, readClasses, readExplained } from './zizmor-explained.mjs';
import { isWithin, matchRow } from './zizmor-match.mjs';
import { NOT_OURS, ROWS } from './zizmor-rules.mjs';
import { askOurselves, askZizmor, zizmorVersion } from './zizmor-run.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    audit: { type: 'string' },
    repository: { type: 'string' },
    list: { type: 'string' },
    persona: { type: 'string', default: 'regular' },
    reasons: { type: 'boolean' },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    'node scripts/compare/zizmor.mjs DIR [--audit A,B] [--persona P] [--repository NAME] [--list A,B] [--reasons]',
  );
  process.exit(2);
}
const version = zizmorVersion();
if (version === null) {
  console.log('zizmor is not installed: nothing to compare with');
  process.exit(0);
}

const wanted = (values.audit ?? values.list)?.split(',');
const rows = ROWS.filter(({ audit }) => wanted === undefined || wanted.includes(audit));
const explained = [...readExplained(import.meta.dirname, ['explained-a.yml']), ...readClasses()];
const names = readdirSync(folder)
  .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isDirectory())
  .filter((name) => values.repository === undefined || name === values.repository)
  .sort();

const COUNTS = [
  'theirs',
  'ours',
  'both',
  'onlyTheirs',
  'onlyTheirsExplained',
  'onlyOurs',
  'onlyOursExplained',
  'stricter',
];
const sums = new Map(rows.map((row) => [row, Object.fromEntries(COUNTS.map((count) => [count, 0]))]));
const unanswered = new Map();
const files = { both: 0, onlyTheirs: 0, onlyOurs: 0 };
const said = [];

for (const name of names) {
  const root = resolve(folder, name);
  const theirs = askZizmor(root);
  const ours = askOurselves(root);
  const isRead = (path) => theirs.files.has(path) && isActionsFile(path) && !ours.unread.has(path);
  files.both += [...theirs.files].filter(isRead).length;
  files.onlyTheirs += [...theirs.files].filter((path) => !isRead(path)).length;
  files.onlyOurs += new Set(
    ours.findings.map(({ path }) => path).filter((path) => isActionsFile(path) && !theirs.files.has(path)),
  ).size;
  const lookup = reader(root);
  const lineOf = ({ path, line }) => lookup(path)?.split('\n')[line - 1] ?? '';
  for (const row of rows) {
    const seen = matchRow(row, theirs.findings, ours.findings, isRead, values.persona);
    const sum = sums.get(row);
    for (const count of ['theirs', 'ours', 'both', 'stricter']) sum[count] += seen[count].length;
    for (const [side, places, count] of [
      ['theirs', seen.onlyTheirs, 'onlyTheirs'],
      ['ours', seen.onlyOurs, 'onlyOurs'],
    ]) {
      for (const place of places) {
        const why = explain(explained, {
          audit: row.audit,
          part: row.part,
          side,
          repository: name,
          place,
          lineOf,
          lookup,
        });
        sum[why === null ? count : `${count}Explained`] += 1;
        if (values.list?.split(',').includes(row.audit) && (why === null || values.reasons))
          said.push(
            `only ${side}: ${name}/${place.path}:${place.line}  ${place.note ?? ''}${why ? ` [${why.reason}]` : ''}\n    ${lineOf(place).trim()}`,
          );
      }
    }
  }
  for (const { audit, persona } of theirs.findings) {
    if (isWithin(persona, values.persona) && !ROWS.some((row) => row.audit === audit))
      unanswered.set(audit, (unanswered.get(audit) ?? 0) + 1);
  }
}

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const shown = ({ theirs, ours, both, onlyTheirs, onlyTheirsExplained, onlyOurs, onlyOursExplained, stricter }) => ({
  theirs,
  ours,
  both,
  'only theirs': onlyTheirs,
  '(explained)': onlyTheirsExplained,
  'only ours': onlyOurs,
  '(explained) ': onlyOursExplained,
  '(stricter persona)': stricter,
  recall: percent(both, theirs - onlyTheirsExplained),
  extras: percent(onlyOurs, ours),
});
for (const line of said) console.log(line);
const total = Object.fromEntries(
  COUNTS.map((count) => [count, [...sums.values()].reduce((sum, each) => sum + each[count], 0)]),
);
console.table({
  ...Object.fromEntries(
    rows.map((row) => [row.part === undefined ? row.audit : `${row.audit} (${row.part})`, shown(sums.get(row))]),
  ),
  'in sum': shown(total),
});
console.log(
  `zizmor ${version}, ${names.length} repositories, ${files.both} files read by both; left out: ${files.onlyTheirs} that only zizmor reads, ${files.onlyOurs} that only we judge`,
);
for (const [audit, many] of [...unanswered].sort())
  console.log(`not compared: ${audit}, ${many} findings: ${NOT_OURS[audit] ?? 'no reason is written'}`);
if (values.reasons)
  for (const { name, audit, side, hits, reason } of explained)
    console.log(`${name}: ${audit}, ${side}, ${hits} places: ${reason}`);

function isActionsFile(path) {
  return /^\.github\/workflows\/|^\.github\/dependabot\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path);
}

/** The text of a file of the repository, from the folder or, where it is not checked out, from the last commit; null where there is none. */
function reader(root) {
  const known = new Map();
  return (path) => {
    if (!known.has(path)) known.set(path, read(root, path));
    return known.get(path);
  };
}

function read(root, path) {
  const full = resolve(root, path);
  if (!full.startsWith(`${root}/`)) return null;
  if (existsSync(full)) return statSync(full).isFile() ? readFileSync(full, 'utf8') : null;
  if (!existsSync(join(root, '.git'))) return null;
  const run = spawnSync('git', ['-C', root, 'cat-file', 'blob', `HEAD:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return run.status === 0 ? run.stdout : null;
}
