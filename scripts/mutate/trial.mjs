// One file's mutants in one thread: tells for each which case first objects. The first message asks where to begin.
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
const { controls, objectionsTo, lookAt, cases } = await import(bundle);
const pairs = controls.flatMap((control) =>
  (cases[control.id] ?? []).map((situation) => ({ control, look: lookAt(situation) })),
);
/** The cases that run through each mutant, first those of the control whose file it is. */
const through = new Map();
const wrong = [];
for (const pair of pairs) {
  seen = new Set();
  pair.usual = new Set(attempt(pair.control, pair.look));
  for (const objection of pair.usual) wrong.push(`${pair.control.id}: ${pair.look.situation.name}: ${objection}`);
  for (const number of seen) through.set(number, [...(through.get(number) ?? []), pair]);
}
seen = null;
parentPort.postMessage({ wrong });

for (let number = from; number <= count; number += 1) {
  parentPort.postMessage({ started: number });
  const isStatic = atLoad.has(number);
  const run = isStatic ? await reloaded(number) : (through.get(number) ?? []);
  active = number;
  const killer = run.find(({ control, look, usual }) => attempt(control, look).some((each) => !usual.has(each)));
  active = 0;
  const killed = isStatic && run.length === 0 ? 'at load' : killer?.look.situation.name;
  parentPort.postMessage({ ended: number, killed: killed ?? null, reached: run.length });
}
parentPort.postMessage({ done: true });

function attempt(control, look) {
  try {
    return objectionsTo(control, look);
  } catch (error) {
    return [String(error)];
  }
}

/** What runs once, when the module is loaded, is run again. */
async function reloaded(number) {
  active = number;
  try {
    const again = await import(`${bundle}?${number}`);
    return again.controls.flatMap((control) =>
      (again.cases[control.id] ?? []).map((situation) => ({
        control,
        look: again.lookAt(situation),
        usual: new Set(),
      })),
    );
  } catch {
    return [];
  } finally {
    active = 0;
  }
}
