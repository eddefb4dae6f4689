// Makes each control wrong in one place at a time and asks its cases whether they notice: node scripts/mutate.mjs [ID…] [--survivors]
// Stryker starts its test runner once for every mutant of a file; here all mutants of a file are in one text and the cases run
// in process, so that all controls take minutes and one takes seconds.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { instrument } from './mutate/mutants.mjs';
import { reachedBy } from './mutate/reach.mjs';

/** A mutant that takes longer runs in a circle, and is noticed. */
const TOO_LONG = 10_000;
const CACHE = resolve('node_modules/.cache/mutate');
const args = process.argv.slice(2);
const asked = args.filter((each) => !each.startsWith('--'));
const equivalents = JSON.parse(readFileSync('scripts/mutate/equivalent.json', 'utf8'));

const controls = readdirSync('src/controls', { recursive: true, encoding: 'utf8' })
  .map((name) => /^(?:build|attest|sign|actions|next)\/(.+)\.ts$/.exec(name.replaceAll('\\', '/')))
  .flatMap((match) => (match === null ? [] : [{ id: match[1], path: `src/controls/${match[0]}` }]))
  .filter(({ id }) => existsSync(`test/controls/${id}.cases.ts`));
/** Files of src/controls that some detector runs through, with the places it does and the controls that do. */
const targets = new Map();
for (const { id, path } of controls) {
  for (const [file, ranges] of reachedBy(path)) {
    const target = targets.get(file) ?? { file, ranges: [], users: [] };
    target.ranges.push(...ranges);
    target.users.push({ id, path });
    targets.set(file, target);
  }
}
const chosen = [...targets.values()]
  .filter(({ file }) => asked.length === 0 || asked.some((each) => file.endsWith(`/${each}.ts`)))
  .sort((a, b) => (a.file < b.file ? -1 : 1));

mkdirSync(CACHE, { recursive: true });
const rows = [];
for (const target of chosen) {
  const { mutants, survivors, wrong } = await tried(target);
  for (const message of wrong) console.error(`${target.file}: without any mutation: ${message}`);
  const left = survivors.filter((mutant) => !isEquivalent(target.file, mutant));
  for (const { line, column, kind, from, to, reached } of left) {
    const seen = reached === 0 ? 'no case gets there' : `${reached} cases see no difference`;
    console.log(`${target.file}:${line}:${column} ${kind} (${seen})\n    ${from}\n  → ${to}`);
  }
  const counted = mutants.length - (survivors.length - left.length);
  const inverting = left.filter(({ kind }) => kind === 'invert').length;
  rows.push({ file: target.file.slice('src/controls/'.length), mutants: counted, left: left.length, inverting });
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const score = (mutants, left) => (mutants === 0 ? '100.0' : ((100 * (mutants - left)) / mutants).toFixed(1));
console.table(rows.map((row) => ({ ...row, score: score(row.mutants, row.left) })));
console.log(
  `${sum('mutants')} mutants, ${sum('left')} not noticed, ${sum('inverting')} of them turn a decision round: ${score(sum('mutants'), sum('left'))} %`,
);
rmSync(CACHE, { recursive: true, force: true });
process.exitCode = sum('inverting') === 0 ? 0 : 1;

/** Entries say which mutant of which line changes nothing that can be seen, and why. */
function isEquivalent(file, { line, from, to }) {
  const text = readFileSync(file, 'utf8').split('\n')[line - 1].trim();
  return equivalents.some((each) => each.file === file && each.line === text && each.from === from && each.to === to);
}

async function tried({ file, ranges, users }) {
  const text = readFileSync(file, 'utf8');
  const wanted = (node) => ranges.some(([start, end]) => node.getStart() >= start && node.getEnd() <= end);
  const made = instrument(file, text, wanted);
  const bundle = join(CACHE, `${file.replaceAll(/[^a-z0-9]+/g, '-')}.mjs`);
  const lines = users.flatMap(({ id, path }, index) => [
    `import control${index} from './${path}';`,
    `import { cases as cases${index} } from './test/controls/${id}.cases.ts';`,
  ]);
  lines.push("export { lookAt, objectionsTo } from './test/controls/objections.ts';");
  lines.push(`export const controls = [${users.map((_, index) => `control${index}`)}];`);
  lines.push(`export const cases = {${users.map(({ id }, index) => `'${id}': cases${index}`)}};`);
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: resolve('.'), loader: 'ts' },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'mutants',
        setup(on) {
          on.onLoad({ filter: /\.ts$/ }, ({ path }) =>
            path === resolve(file) ? { contents: made.text, loader: 'ts' } : null,
          );
        },
      },
    ],
  });
  const results = new Map();
  let wrong = [];
  let from = 1;
  while (from <= made.mutants.length) from = await round(from);
  const survivors = made.mutants
    .filter(({ number }) => results.get(number)?.killed === null)
    .map((mutant) => ({ ...mutant, reached: results.get(mutant.number).reached }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { mutants: made.mutants, survivors, wrong };

  /** Runs mutants in a thread until all are tried or one does not come back; tells with which to go on. */
  function round(first) {
    return new Promise((done, failed) => {
      const workerData = { bundle: pathToFileURL(bundle).href, count: made.mutants.length, from: first };
      const worker = new Worker(new URL('./mutate/trial.mjs', import.meta.url), { workerData });
      let current = null;
      let clock = null;
      const goOn = (next) => {
        clearTimeout(clock);
        worker.terminate();
        done(next);
      };
      worker.on('error', failed);
      worker.on('message', (message) => {
        if (message.wrong !== undefined) wrong = message.wrong;
        if (message.done) goOn(made.mutants.length + 1);
        if (message.ended !== undefined) results.set(message.ended, message);
        if (message.started === undefined) return;
        clearTimeout(clock);
        current = message.started;
        clock = setTimeout(() => {
          results.set(current, { killed: 'takes too long', reached: 1 });
          goOn(current + 1);
        }, TOO_LONG);
      });
    });
  }
}
