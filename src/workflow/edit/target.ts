import { isMap, type Node, type Pair } from 'yaml';
import type { Route } from '../../model/operation.ts';
import type { YamlSource } from '../yaml-source.ts';
import { follow, rootView, type YamlView } from '../yaml-view.ts';
import { isFlow } from './node-bounds.ts';

/** What a route leads to, with what an edit must know about its surroundings. */
export type Target = {
  readonly view: YamlView;
  readonly parent: YamlView | null;
  /** The pair of which it is the value, when the parent is a mapping. */
  readonly pair: Pair | null;
  /** It stands inside `{ }` or `[ ]`. */
  readonly inFlow: boolean;
};

export type Aim =
  | { readonly kind: 'found'; readonly target: Target }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Follows a route to something that may be changed: what an alias leads to, or what an alias names elsewhere, may not. */
export function aimAt(source: YamlSource, route: Route): Aim {
  let view = rootView(source);
  let parent: YamlView | null = null;
  let inFlow = false;
  for (const [index, part] of route.entries()) {
    const next = follow(view, [part]);
    if (next === null) return { kind: 'missing' };
    inFlow ||= isFlow(view.node);
    parent = view;
    view = next;
    const name = route.slice(0, index + 1).join('.');
    if (view.aliased)
      return { kind: 'refused', reason: `${name} is an alias, so a change there would change its anchor as well` };
    if (view.node !== null && source.shared.has(view.node)) {
      return {
        kind: 'refused',
        reason: `${name} has an anchor that is used elsewhere, so a change there would change both`,
      };
    }
  }
  return { kind: 'found', target: { view, parent, pair: pairOf(parent, view), inFlow } };
}

function pairOf(parent: YamlView | null, view: YamlView): Pair | null {
  if (parent === null || !isMap(parent.node)) return null;
  return parent.node.items.find((pair) => pair.key === view.key) ?? null;
}

/** Whether an alias elsewhere names something at or below this node. */
export function holdsShared(source: YamlSource, node: Node | null): boolean {
  if (node === null || node.range === undefined || node.range === null) return false;
  const [start, end] = node.range;
  return [...source.shared].some((each) => (each.range?.[0] ?? -1) >= start && (each.range?.[1] ?? end + 1) <= end);
}
