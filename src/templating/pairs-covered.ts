/**
 * Few rows in which every value of every name meets every value of every other name at least once (pairwise testing). Always the
 * same rows for the same input. A name alone gives a row for each of its values.
 */
export function pairsCovered<T>(
  values: Readonly<Record<string, readonly T[]>>,
): readonly Readonly<Record<string, T>>[] {
  const names = Object.keys(values).filter((name) => (values[name] ?? []).length > 0);
  const [only] = names;
  if (only === undefined) return [];
  if (names.length === 1) return (values[only] ?? []).map((value) => ({ [only]: value }));
  const open = new Set<string>();
  for (const [at, one] of names.entries())
    for (const other of names.slice(at + 1))
      for (const a of (values[one] ?? []).keys())
        for (const b of (values[other] ?? []).keys()) open.add(pair(one, a, other, b));
  const rows: Record<string, T>[] = [];
  while (open.size > 0) rows.push(rowFor(names, values, open));
  return rows;
}

/** Starts with a pair nobody has seen, and gives every other name the value that meets most pairs of that kind. */
function rowFor<T>(
  names: readonly string[],
  values: Readonly<Record<string, readonly T[]>>,
  open: Set<string>,
): Record<string, T> {
  const [first = ''] = open;
  const [one = '', a = '', other = '', b = ''] = first.split('\u0000');
  const chosen = new Map<string, number>([
    [one, Number(a)],
    [other, Number(b)],
  ]);
  const meets = (name: string, index: number): readonly string[] =>
    [...chosen].map(([met, its]) =>
      names.indexOf(name) < names.indexOf(met) ? pair(name, index, met, its) : pair(met, its, name, index),
    );
  for (const name of names.filter((each) => !chosen.has(each))) {
    const gains = [...(values[name] ?? []).keys()].map((index) => ({
      index,
      gain: meets(name, index).filter((each) => open.has(each)).length,
    }));
    chosen.set(name, gains.reduce((best, each) => (each.gain > best.gain ? each : best)).index);
  }
  const row: Record<string, T> = {};
  for (const [name, index] of chosen) {
    const value = values[name]?.[index];
    if (value !== undefined) row[name] = value;
    for (const [met, its] of chosen)
      if (names.indexOf(name) < names.indexOf(met)) open.delete(pair(name, index, met, its));
  }
  return row;
}

const pair = (one: string, a: number, other: string, b: number): string => [one, a, other, b].join('\u0000');
