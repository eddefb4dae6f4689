// One file's mutants in one thread: tells for each which case or unit test first objects. The first message asks where to begin.
import { parentPort, workerData } from 'node:worker_threads';

const { bundle, count, from } = workerData;
let active = 0;
let seen = null;
globalThis.mutated = (number) => {
  seen?.add(number);
  return number === active;
};

seen = new Set();
const atLoad = seen;
const trials = trialsOf(await import(bundle));
/** The cases and tests that run through each mutant. */
const through = new Map();
const wrong = [];
for (const trial of trials) {
  seen = new Set();
  trial.usual = new Set(await trial.attempt());
  trial.judgement = trial.judge?.();
  for (const objection of trial.usual) wrong.push(`${trial.name}: ${objection}`);
  for (const number of seen) through.set(number, [...(through.get(number) ?? []), trial]);
}
seen = null;
parentPort.postMessage({ wrong });

for (let number = from; number <= count; number += 1) {
  parentPort.postMessage({ started: number });
  active = number;
  const isStatic = atLoad.has(number);
  const run = isStatic ? await reloaded(number) : (through.get(number) ?? []);
  const killer = await firstToObject(run);
  const killed = isStatic && run.length === 0 ? 'at load' : (killer?.name ?? null);
  const differs = killed === null ? difference(run) : null;
  active = 0;
  parentPort.postMessage({ ended: number, killed, reached: run.length, differs });
}
parentPort.postMessage({ done: true });

async function firstToObject(run) {
  for (const trial of run) if ((await trial.attempt()).some((each) => !trial.usual.has(each))) return trial;
  return undefined;
}

function trialsOf({ controls, objectionsTo, lookAt, judgedOf, cases }) {
  const ofCases = controls.flatMap((control) =>
    (cases[control.id] ?? []).map((situation) => {
      const look = lookAt(situation);
      return {
        name: `${control.id}: ${situation.name}`,
        attempt: () => attempt(() => objectionsTo(control, afresh(look))),
        judge: () => judgement(judgedOf(control, afresh(look).snapshot)),
      };
    }),
  );
  const ofTests = globalThis.unitTests ?? [];
  globalThis.unitTests = [];
  return [
    ...ofCases,
    ...ofTests.map(({ name, body }) => ({ name, attempt: () => attempt(async () => void (await body())) })),
  ];
}

/** Judgements and what they rest on are remembered by the snapshot and by its texts, so that each mutant is given its own. */
function afresh({ snapshot, beside, ...look }) {
  return { ...look, snapshot: copyOf(snapshot), beside: copyOf(beside) };
}

function copyOf({ facts, ...snapshot }) {
  const { texts } = facts;
  return {
    ...snapshot,
    facts: { ...facts, texts: 'value' in texts ? { ...texts, value: { ...texts.value } } : texts },
  };
}

async function attempt(judge) {
  try {
    return (await judge()) ?? [];
  } catch (error) {
    return [String(error)];
  }
}

/** What a person acts on, apart from how it is said. */
function judgement({ verdict, gap, message, findings, unknown, remedies }) {
  const what = [
    verdict,
    gap,
    findings.map(({ rule, location, route }) => [rule, location, route]),
    unknown.map(({ fact, reason, source }) => [fact, reason, source]),
    remedies.map(({ id }) => id),
  ];
  return { what: JSON.stringify(what), words: JSON.stringify([message, findings, unknown]) };
}

/** Which case would see the mutant if it said more. */
function difference(run) {
  let words = null;
  for (const trial of run) {
    if (trial.judge === undefined) continue;
    const { what, words: said } = trial.judge();
    if (what !== trial.judgement.what) return `though another judgement is made in "${trial.name}"`;
    if (said !== trial.judgement.words) words = 'only words differ';
  }
  return words ?? 'and nothing differs';
}

/** What runs once, when the module is loaded, is run again. */
async function reloaded(number) {
  try {
    const again = trialsOf(await import(`${bundle}?${number}`));
    return again.map((trial, index) => ({ ...trial, usual: trials[index].usual, judgement: trials[index].judgement }));
  } catch {
    return [];
  }
}
