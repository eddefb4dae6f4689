import { readdirSync } from 'node:fs';
import type { ControlCase } from './control-case.ts';

const named = readdirSync('test/controls').flatMap((name) => /^(.*)\.cases\.ts$/.exec(name)?.[1] ?? []);
const read = named.map(async (id): Promise<readonly [string, readonly ControlCase[]]> => {
  // Each such file exports `cases`; a file without them fails the test that asks for a pass, a fail and an unknown.
  const file: { readonly cases?: readonly ControlCase[] } = await import(`./${id}.cases.ts`);
  return [id, file.cases ?? []];
});

/** The cases of every `<id>.cases.ts`, by the id of the control. */
export const SITUATIONS: ReadonlyMap<string, readonly ControlCase[]> = new Map(await Promise.all(read));
