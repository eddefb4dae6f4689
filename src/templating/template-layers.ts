import { isRecord } from '../model/is-record.ts';
import type { LineOf } from './manifest-lines.ts';
import type { Manifest } from './read-manifest.ts';

/** A template or partial as the layers up to here leave it: its manifest entry, and its text. */
export type LayeredEntry = {
  readonly data: Readonly<Record<string, unknown>>;
  /** Lines of the entry that said something last; a key that it leaves out is told at its beginning. */
  readonly lineOf: LineOf;
  readonly text: string | undefined;
  /** Path inside the pack that its text is from. */
  readonly source: string;
  /** Index of the pack its text is from, counted from the bottom. */
  readonly writtenIn: number;
  /** Index of the pack that said something about it last. */
  readonly changedBy: number;
  /** Inputs that its text was not written for: a text of an older version need not use them. */
  readonly inherited: ReadonlySet<string>;
};

/** What stands below, by id, and the texts that were covered and are still reused. */
export type Stack = {
  readonly entries: ReadonlyMap<string, LayeredEntry>;
  readonly reused: ReadonlyMap<string, LayeredEntry>;
};

export const NOTHING_BELOW: Stack = { entries: new Map(), reused: new Map() };

/** `{{> super}}`: the text of the same id in the pack below. */
const SUPER = /(\{\{~?>\s*)super(?=[\s~}])/gu;

/**
 * Puts one pack on top of those below. An entry with the id of one below takes its place; what it leaves out is as below,
 * inputs one by one, and an input of `null` is gone. Entries without an id are returned as they are, to be told about.
 */
export function stackUp(
  below: Stack,
  { name, entries, lineOf: lines }: Manifest,
  files: Readonly<Record<string, string>>,
  layer: number,
  say: (problem: string) => void,
): Stack {
  const all = new Map(below.entries);
  const reused = new Map(below.reused);
  const seen = new Set<string>();
  for (const [index, data] of entries.entries()) {
    const id = isRecord(data) && typeof data.id === 'string' ? data.id : null;
    const lineOf: LineOf = (path) => lines(['templates', index, ...path]);
    const at = (key: string): string => `pack.yml:${lineOf([key])}`;
    if (!isRecord(data) || id === null) {
      say(`pack.yml:${lineOf([])}: templates[${index}] must be a mapping with an id`);
      continue;
    }
    if (seen.has(id)) say(`${at('id')}: the id "${id}" is used twice`);
    seen.add(id);
    const under = below.entries.get(id);
    if (under !== undefined && data.kind !== undefined && data.kind !== under.data.kind)
      say(`${at('kind')}: ${id}: kind is ${String(under.data.kind)} in the pack below, and stays so`);
    const merged = under === undefined ? data : inherited(under.data, data);
    if (under !== undefined && data.source === undefined) {
      all.set(id, { ...under, data: merged, lineOf, changedBy: layer });
      continue;
    }
    const source = typeof merged.source === 'string' ? merged.source : '';
    const text = Object.hasOwn(files, source) ? files[source] : undefined;
    const covered = `${id}.under-${name}`;
    if (under !== undefined && text?.search(SUPER) !== -1) reused.set(covered, under);
    all.set(id, {
      data: merged,
      lineOf,
      text: under === undefined ? text : text?.replace(SUPER, `$1${covered}`),
      source,
      writtenIn: layer,
      changedBy: layer,
      inherited: namesBelow(under, data),
    });
  }
  return { entries: all, reused };
}

function namesBelow(under: LayeredEntry | undefined, over: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const own = isRecord(over.inputs) ? Object.keys(over.inputs) : [];
  const below = isRecord(under?.data.inputs) ? Object.keys(under.data.inputs) : [];
  return new Set(below.filter((name) => !own.includes(name)));
}

function inherited(
  under: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!isRecord(under.inputs) || !isRecord(over.inputs)) return { ...under, ...over };
  const inputs = Object.entries({ ...under.inputs, ...over.inputs }).filter(([, input]) => input !== null);
  return { ...under, ...over, inputs: Object.fromEntries(inputs) };
}
