// Stands in for Vitest where a file's own unit tests are run in process: what they declare is kept, and run once per mutant.
export { expect } from 'vitest';

const names = [];
globalThis.unitTests ??= [];

export function describe(name, body) {
  names.push(name);
  body();
  names.pop();
}

export function test(name, body) {
  globalThis.unitTests.push({ name: [...names, name].join(' › '), body });
}

test.each = (table) => (name, body) => {
  for (const row of table)
    test(`${name} (${JSON.stringify(row)})`, () => (Array.isArray(row) ? body(...row) : body(row)));
};
export const it = test;
