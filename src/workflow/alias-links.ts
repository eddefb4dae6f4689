import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';
import { YAML_LIMITS } from './yaml-limits.ts';

/** What each alias names, which nodes are named by an alias, and the first thing that keeps the document from being read. */
export type AliasLinks = {
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly shared: ReadonlySet<Node>;
  readonly problem: Problem | null;
};

type Problem = { readonly message: string; readonly at: number };
type Extent = { readonly nodes: number; readonly depth: number };
type Walk = {
  readonly anchors: Map<string, Node>;
  readonly targets: Map<Alias, Node>;
  readonly shared: Set<Node>;
  readonly extents: Map<Node, Extent>;
  problem: Problem | null;
};

const NOTHING: Extent = { nodes: 0, depth: 0 };

/**
 * Links aliases to the anchor that stands before them, and checks what makes a document unfit for reading: duplicate keys, merge
 * keys (GitHub does not know them), keys that are not text, an alias inside its own anchor, and aliases that unfold without measure.
 */
export function linkAliases(root: ParsedNode | null): AliasLinks {
  const walk: Walk = { anchors: new Map(), targets: new Map(), shared: new Set(), extents: new Map(), problem: null };
  if (root !== null) measure(root, walk);
  return walk;
}

/** How much a node is when its aliases are unfolded. Each node is visited once, however often it is named. */
function measure(node: Node, walk: Walk): Extent {
  if (walk.problem !== null) return NOTHING;
  if (isAlias(node)) return measureAlias(node, walk);
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor !== undefined) walk.anchors.set(anchor, node);
  const inner = childrenOf(node, walk).map((child) => measure(child, walk));
  const nodes = inner.reduce((sum, each) => sum + each.nodes, 1);
  const depth = inner.reduce((most, each) => Math.max(most, each.depth), 0) + 1;
  if (nodes > YAML_LIMITS.nodes) return refuse(walk, `unfolds to more than ${YAML_LIMITS.nodes} values`, node);
  if (depth > YAML_LIMITS.depth) return refuse(walk, `nests deeper than ${YAML_LIMITS.depth} levels`, node);
  walk.extents.set(node, { nodes, depth });
  return { nodes, depth };
}

function measureAlias(alias: Alias, walk: Walk): Extent {
  const target = walk.anchors.get(alias.source);
  if (target === undefined)
    return refuse(walk, `has the alias *${alias.source}, which names no anchor before it`, alias);
  const extent = walk.extents.get(target);
  if (extent === undefined) return refuse(walk, `has the alias *${alias.source} inside its own anchor`, alias);
  walk.targets.set(alias, target);
  walk.shared.add(target);
  return extent;
}

function childrenOf(node: Node, walk: Walk): readonly Node[] {
  // The parser gives collections whose items are nodes; the wider type is that of documents built by hand.
  if (isSeq(node)) return node.items as readonly Node[];
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const key = pair.key as Node;
    checkKey(key, seen, walk);
    return pair.value === null ? [key] : [key, pair.value as Node];
  });
}

function checkKey(key: Node, seen: Set<string>, walk: Walk): void {
  if (!isScalar(key)) {
    refuse(walk, 'has a key that is not plain text', key);
    return;
  }
  const text = String(key.value);
  if (text === '<<') refuse(walk, 'uses the merge key <<, which GitHub Actions does not know', key);
  if (seen.has(text)) refuse(walk, `has the key "${text}" twice in one mapping`, key);
  seen.add(text);
}

function refuse(walk: Walk, message: string, node: Node): Extent {
  walk.problem ??= { message, at: node.range?.[0] ?? 0 };
  return NOTHING;
}
