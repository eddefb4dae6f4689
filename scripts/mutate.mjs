// Makes each control wrong in one place at a time and asks its cases whether they notice: node scripts/mutate.mjs [SECTION|FILE…]
// Stryker starts its test runner once for every mutant of a file; here all mutants of a file are in one text and the cases run
// in process, so that all controls take minutes and one takes seconds.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { instrument } from './mutate/mutants.mjs';
import { reachedBy } from './mutate/reach.mjs';

/** A mutant that takes longer runs in a circle, and is noticed. */
const TOO_LONG = 10_000;
/** How the trial says that the judgement of every case stays, and only a sentence becomes another. */
const WORDS = 'only words differ';
const UNIT_TESTS = fileURLToPath(new URL('./mutate/unit-tests.mjs', import.meta.url));
const CACHE = resolve('node_modules/.cache/mutate');
const asked = process.argv.slice(2);
const SECTIONS = ['build', 'attest', 'sign', 'actions', 'next'];
const equivalents = JSON.parse(readFileSync('scripts/mutate/equivalent.json', 'utf8'));

const controls = readdirSync('src/controls', { recursive: true, encoding: 'utf8' })
  .map((name) => new RegExp(`^(?:${SECTIONS.join('|')})/(.+)\\.ts$`).exec(name.replaceAll('\\', '/')))
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
  .filter((target) => asked.length === 0 || asked.some((each) => isMeant(each, target)))
  .sort((a, b) => (a.file < b.file ? -1 : 1));

mkdirSync(CACHE, { recursive: true });
const rows = [];
for (const target of chosen) {
  const { mutants, survivors, wrong } = await tried(target);
  for (const message of wrong) console.error(`${target.file}: without any mutation: ${message}`);
  const left = survivors.filter((mutant) => !isEquivalent(target.file, mutant));
  for (const { line, column, kind, from, to, reached, differs } of left) {
    const seen = reached === 0 ? 'no case gets there' : `${reached} cases see no difference, ${differs}`;
    console.log(`${target.file}:${line}:${column} ${kind} (${seen})\n    ${from}\n  → ${to}`);
  }
  const isWords = ({ kind, differs }) => kind === 'word' || differs === WORDS;
  const decisions = left.filter((mutant) => !isWords(mutant));
  rows.push({
    file: target.file.slice('src/controls/'.length),
    mutants: mutants.length,
    killed: mutants.length - survivors.length,
    equivalent: survivors.length - left.length,
    words: left.length - decisions.length,
    left: decisions.length,
    inverting: decisions.filter(({ kind }) => kind === 'invert').length,
  });
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const score = ({ mutants, killed, equivalent }) =>
  mutants === equivalent ? '100.0' : ((100 * killed) / (mutants - equivalent)).toFixed(1);
const total = Object.fromEntries(
  ['mutants', 'killed', 'equivalent', 'words', 'left', 'inverting'].map((key) => [key, sum(key)]),
);
console.table(rows.map((row) => ({ ...row, score: score(row) })));
console.log(
  `${total.mutants} mutants: ${total.killed} killed (${score(total)} % of those that can be), ${total.equivalent} change nothing, ` +
    `${total.words} change only words, ${total.left} not noticed; ${total.inverting} of these turn a decision round`,
);
rmSync(CACHE, { recursive: true, force: true });
process.exitCode = sum('inverting') === 0 ? 0 : 1;

/** A file by its name, or a section: its controls, and what of the files beside them its detectors run through. */
function isMeant(name, { file, users }) {
  if (!SECTIONS.includes(name)) return file.endsWith(`/${name}.ts`);
  return users.some(({ path }) => path.startsWith(`src/controls/${name}/`));
}

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
  lines.push("export { judgedOf } from './test/controls/control-case.ts';");
  const own = `test/controls/${basename(file, '.ts')}.test.ts`;
  if (existsSync(own)) lines.push(`import './${own}';`);
  lines.push(`export const controls = [${users.map((_, index) => `control${index}`)}];`);
  lines.push(`export const cases = {${users.map(({ id }, index) => `'${id}': cases${index}`)}};`);
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: resolve('.'), loader: 'ts' },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    external: ['fast-check'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'mutants',
        setup(on) {
          on.onResolve({ filter: /^vitest$/ }, ({ importer }) =>
            importer === UNIT_TESTS ? { path: 'vitest', external: true } : { path: UNIT_TESTS },
          );
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
    .map((mutant) => ({ ...mutant, ...results.get(mutant.number) }))
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
          results.set(current, { killed: 'takes too long' });
          goOn(current + 1);
        }, TOO_LONG);
      });
    });
  }
}
