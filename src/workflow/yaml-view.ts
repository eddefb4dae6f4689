import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';
import type { Route, YamlValue } from '../model/operation.ts';
import type { Located } from './workflow-file.ts';
import type { YamlSource } from './yaml-source.ts';

/** A value of a document, reached by a route; aliases are followed. */
export type YamlView = {
  readonly source: YamlSource;
  readonly route: Route;
  /** What stands there; null for a key without a value. */
  readonly node: Node | null;
  /** The key's own token when the value belongs to a mapping. */
  readonly key: Scalar | null;
  /** Reached through an alias, here or further up. */
  readonly aliased: boolean;
};

export const rootView = (source: YamlSource): YamlView => ({
  source,
  route: [],
  node: source.root,
  key: null,
  aliased: false,
});

/** The entries of a mapping in their order; none when it is not a mapping. */
export function entriesOf(view: YamlView): readonly (readonly [string, YamlView])[] {
  const { node } = view;
  return isMap(node) ? node.items.map((pair) => [nameOf(pair), entryOf(view, pair)] as const) : [];
}

// alias-links refuses documents with other keys; values are nodes because the parser made them.
const nameOf = ({ key }: Pair): string => String((key as Scalar).value);

function entryOf({ source, route, aliased }: YamlView, pair: Pair): YamlView {
  const written = pair.value as Node | null;
  return {
    source,
    route: [...route, nameOf(pair)],
    node: written === null ? null : source.resolve(written),
    key: pair.key as Scalar,
    aliased: aliased || isAlias(written),
  };
}

/** The items of a sequence; none when it is not a sequence. */
export function itemsOf(view: YamlView): readonly YamlView[] {
  const { node, source, route, aliased } = view;
  if (!isSeq(node)) return [];
  return node.items.map((item, index) => {
    // The parser makes every item a node.
    const written = item as Node;
    return {
      source,
      route: [...route, index],
      node: source.resolve(written),
      key: null,
      aliased: aliased || isAlias(written),
    };
  });
}

/** The value under a key; null when the mapping has no such key, or it is no mapping. */
export function at(view: YamlView, key: string): YamlView | null {
  if (!isMap(view.node)) return null;
  const pair = view.node.items.find((each) => nameOf(each) === key);
  return pair === undefined ? null : entryOf(view, pair);
}

/** The value a route leads to; null when it leads nowhere. */
export function follow(view: YamlView, route: Route): YamlView | null {
  let here: YamlView | null = view;
  for (const part of route) {
    if (here === null) return null;
    here = typeof part === 'number' ? (itemsOf(here)[part] ?? null) : at(here, part);
  }
  return here;
}

export const isMapping = (view: YamlView | null): view is YamlView => view !== null && isMap(view.node);
export const isSequence = (view: YamlView | null): view is YamlView => view !== null && isSeq(view.node);

/** The text of a scalar as GitHub hands it on; numbers as they are spelled. Null for collections, and for no value. */
export function textOf(view: YamlView | null): string | null {
  if (view === null || !isScalar(view.node) || view.node.value === null) return null;
  const { value, source } = view.node;
  return typeof value === 'number' && source !== undefined ? source : String(value);
}

/** A scalar's text with its place: the token without quotes. Null for collections, and for no value. */
export function locatedText(view: YamlView | null): Located<string> | null {
  const text = textOf(view);
  return view === null || text === null ? null : located(view, text);
}

export function located<T>(view: YamlView, value: T): Located<T> {
  const [start, end] = tokenRange(view);
  return { value, route: view.route, place: view.source.placeOf(start, end) };
}

/** Range of the value's token without quotes; the key's when there is no value. */
export function tokenRange({ node, key }: YamlView): readonly [number, number] {
  const [start, end] = node?.range ?? key?.range ?? [0, 0];
  const quoted = isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
  return quoted ? [start + 1, end - 1] : [start, end];
}

/** The trailing comment on the line where the value ends, without `#`; null when there is none. */
export function trailingComment({ node, source }: YamlView): string | null {
  const end = node?.range?.[1];
  if (end === undefined) return null;
  const rest = /^[^\r\n]*/.exec(source.body.slice(end, end + 1000))?.[0] ?? '';
  return /^[\s,}\]]*\s#(.*)$/.exec(rest)?.[1]?.trim() ?? null;
}

/** The value as plain data, aliases followed. */
export function dataOf(view: YamlView | null): YamlValue {
  if (view === null || view.node === null) return null;
  if (isMap(view.node)) return Object.fromEntries(entriesOf(view).map(([key, value]) => [key, dataOf(value)]));
  if (isSeq(view.node)) return itemsOf(view).map(dataOf);
  const value = isScalar(view.node) ? view.node.value : null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value === null
      ? null
      : String(value);
}

/** Every scalar below a value, in the order of the text. */
export function scalarsBelow(view: YamlView): readonly Located<string>[] {
  const found: Located<string>[] = [];
  gatherScalars(view, found);
  return found;
}

function gatherScalars(view: YamlView, found: Located<string>[]): void {
  const own = locatedText(view);
  if (own !== null) found.push(own);
  for (const [, value] of entriesOf(view)) gatherScalars(value, found);
  for (const item of itemsOf(view)) gatherScalars(item, found);
}
