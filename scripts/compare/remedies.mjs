// Every remedy that writes files, on every repository of a folder of clones, alone and with all that is recommended:
//   node scripts/compare/remedies.mjs DIR [--only REPOSITORY] [--control ID] [--variant NAME|all] [--choices] [--zizmor] [--show]
// Each workflow is also tried as other people would have typed it (--variant). For each plan: GitHub's parser takes the result, the
// difference is what was declared (the plan says so), untouched bytes, line ends, mark and end of the file are what they were, and a
// second plan is empty. What is not so is listed at the end, and makes the exit code 1.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { byteProblems } from './remedies-bytes.mjs';
import { answerTo, loadProduct, snapshotOf } from './remedies-product.mjs';
import { VARIANTS } from './remedies-variants.mjs';
import { newFindings } from './remedies-zizmor.mjs';
import { zizmorVersion } from './zizmor-run.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    control: { type: 'string' },
    variant: { type: 'string', default: 'as it is' },
    choices: { type: 'boolean' },
    zizmor: { type: 'boolean' },
    show: { type: 'boolean' },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    'node scripts/compare/remedies.mjs DIR [--only REPOSITORY] [--control ID] [--variant NAME|all] [--choices] [--zizmor]',
  );
  process.exit(2);
}
const version = values.zizmor ? zizmorVersion() : null;
if (values.zizmor && version === null) console.log('zizmor is not installed: its findings are not compared');

const product = await loadProduct();
const controls = product.CONTROLS;
const writes = ({ kind }) => kind === 'new-file' || kind === 'edit';
const names = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, '.git')) && statSync(join(folder, name)).isDirectory())
  .filter((name) => values.only === undefined || name === values.only)
  .sort();
const variants = Object.entries(VARIANTS).filter(
  ([name]) => values.variant === 'all' || values.variant.split(';').includes(name),
);

const rows = new Map();
const problems = [];
const toJudge = [];
const seenFiles = { files: 0, variants: 0, unfit: 0 };

for (const name of names) {
  const plain = await snapshotOf(product, join(folder, name));
  for (const [variant, transform] of variants) {
    const snapshot = transformed(plain, transform, variant);
    if (snapshot === null) continue;
    const where = variant === 'as it is' ? name : `${name} (${variant})`;
    try {
      tryRemedies(snapshot, where);
      if (values.control === undefined) tryRecommended(snapshot, where);
    } catch (error) {
      problems.push(`${where}: ${error.stack}`);
    }
  }
}
if (version !== null) for (const { key, message } of newFindings(toJudge)) problems.push(`${key}: ${message}`);

console.table(Object.fromEntries([...rows].sort(([a], [b]) => (a < b ? -1 : 1))));
for (const problem of problems) console.log(problem);
console.log(
  `${names.length} repositories, ${seenFiles.files} files of Actions, ${seenFiles.variants} typed otherwise (${seenFiles.unfit} could not be), ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Each offered remedy alone, with its default answers and, with --choices, each choice of each question. */
function tryRemedies(snapshot, where) {
  const wanted = controls.filter(({ id }) => values.control === undefined || id === values.control);
  for (const { control, gap, remedies } of product.assess(snapshot, wanted).controls) {
    if (!gap) continue;
    for (const offer of remedies.filter(writes)) {
      for (const answers of answerSets(offer)) {
        const key = `${control.id}/${offer.id}`;
        const row = rowOf(key);
        if (answers === null) {
          row.unanswered += 1;
          continue;
        }
        const choices = [{ control: control.id, remedy: offer.id, answers }];
        const plan = product.makePlan({ snapshot, controls, choices, pack: product.pack });
        look(row, `${where}: ${key}`, plan);
        const next = after(snapshot, plan);
        const again = product.assess(next, [control]).controls[0];
        if (!again.gap || !again.remedies.some(({ id }) => id === offer.id)) continue;
        const second = product.previewPlan({ snapshot: next, controls, choices, pack: product.pack });
        for (const { path } of second.files) problems.push(`${where}: ${key}: a second plan changes ${path} again`);
      }
    }
  }
}

function tryRecommended(snapshot, where) {
  const choices = answered(snapshot);
  const input = { snapshot, controls, pack: product.pack };
  const plan = product.makePlan({ ...input, choices });
  const row = rowOf('(all at once)');
  look(row, `${where}: all at once`, plan);
  const shuffled = product.makePlan({ ...input, choices: choices.toReversed() });
  if (JSON.stringify(shuffled.files) !== JSON.stringify(plan.files))
    problems.push(`${where}: the order of choosing changes the bytes`);
  const next = after(snapshot, plan);
  const again = product.makePlan({
    ...input,
    snapshot: next,
    choices: answered(next).filter((each) => choices.some(({ control }) => control === each.control)),
  });
  for (const { path, hunks, after: text } of again.files) {
    problems.push(
      `${where}: all at once: a second plan changes ${path} again, for ${hunks.flatMap((hunk) => hunk.controls)}`,
    );
    if (values.show) console.log(text);
  }
}

/** The first remedy of each control that writes files, with answers. */
function answered(snapshot) {
  return product.assess(snapshot, controls).controls.flatMap(({ control, gap, remedies }) => {
    const offer = gap ? remedies.find(writes) : undefined;
    const [answers = null] = offer === undefined ? [] : answerSets(offer);
    return offer === undefined || answers === null ? [] : [{ control: control.id, remedy: offer.id, answers }];
  });
}

/** Null when a question takes none of our answers. */
function answerSets({ questions }) {
  const given = questions.map((question) => [question, answerTo(product, question)]);
  if (given.some(([question, answer]) => product.refuseAnswer(question, answer) !== null)) return [null];
  const standard = Object.fromEntries(
    given.filter(([, answer]) => answer !== undefined).map(([{ id }, answer]) => [id, answer]),
  );
  if (!values.choices) return [standard];
  const others = questions.flatMap(({ id, kind, choices = [] }) =>
    (kind === 'confirm' ? [true, false] : choices.map(({ value }) => value))
      .filter((value) => value !== standard[id])
      .map((value) => ({ ...standard, [id]: value })),
  );
  return [standard, ...others];
}

/** The defects that a plan says itself, and those that can be seen in its bytes. */
function look(row, where, plan) {
  row.tried += 1;
  if (plan.files.length > 0) row.changed += 1;
  if (plan.steps.length > 0) row.manual += 1;
  for (const { message } of plan.conflicts) {
    const isDefect = /would have changed more|would refuse it|cannot be rendered|would get worse|new finding/.test(
      message,
    );
    const isByHand = /is not edited: /.test(message);
    if (isDefect) row.refused += 1;
    else if (isByHand) row['left alone'] += 1;
    else row.conflicts += 1;
    if (isDefect || (!isByHand && values.show)) problems.push(`${where}: ${message}`);
  }
  for (const file of plan.files) {
    if (file.before !== null)
      for (const message of byteProblems(product, file)) problems.push(`${where}: ${file.path}: ${message}`);
    for (const message of product.newRefusals(file.before, { path: file.path, mode: file.mode, text: file.after }))
      problems.push(`${where}: ${file.path}: GitHub: ${message}`);
    if (version !== null && /^\.github\/|(?:^|\/)action\.ya?ml$/.test(file.path)) toJudge.push({ key: where, ...file });
  }
}

function after(snapshot, { files }) {
  return product.overlay(snapshot, new Map(files.map(({ path, mode, after: text }) => [path, { path, mode, text }])));
}

function rowOf(key) {
  const row = rows.get(key) ?? {
    tried: 0,
    changed: 0,
    manual: 0,
    'left alone': 0,
    refused: 0,
    conflicts: 0,
    unanswered: 0,
  };
  rows.set(key, row);
  return row;
}

/** The same repository with each file of Actions typed otherwise; null when there is none that can be. */
function transformed(snapshot, transform, variant) {
  const { texts } = snapshot.facts;
  const changed = new Map();
  for (const file of Object.values(texts.value)) {
    if (!('text' in file) || !/^\.github\/.*\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(file.path)) continue;
    if (variant === 'as it is') {
      seenFiles.files += 1;
      continue;
    }
    const text = typedOtherwise(file, transform, variant);
    if (text === null) continue;
    changed.set(file.path, { ...file, text });
    seenFiles.variants += 1;
  }
  if (variant === 'as it is') return snapshot;
  return changed.size === 0 ? null : product.overlay(snapshot, changed);
}

function typedOtherwise(file, transform, variant) {
  const before = product.readYaml(file.path, file.text);
  const text = before.ok ? transform(file.text) : null;
  if (text === null || text === file.text) return null;
  const now = product.readYaml(file.path, text);
  const meaning = ({ source }) => JSON.stringify(product.dataOf(product.rootView(source)));
  const isSame = now.ok && (/indented/.test(variant) || meaning(now) === meaning(before));
  if (isSame && product.newRefusals(file.text, { ...file, text }).length === 0) return text;
  seenFiles.unfit += 1;
  return null;
}
