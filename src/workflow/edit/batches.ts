import type { Operation, Route } from '../../model/operation.ts';

/**
 * Operations in runs that cannot meet: no operation of a run addresses something at, above or below what another one does. Such a run
 * can be carried out on one reading of the text, which makes many pins in one file cheap.
 */
export function batchesOf(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const batches: Operation[][] = [];
  let taken: Taken = { anchors: new Set(), above: new Set() };
  for (const operation of operations) {
    const anchor = anchorOf(operation);
    const batch = batches.at(-1);
    if (batch !== undefined && anchor !== null && taken.anchors.size > 0 && !meets(taken, anchor)) {
      batch.push(operation);
    } else {
      batches.push([operation]);
      taken = { anchors: new Set(), above: new Set() };
    }
    if (anchor === null) continue;
    taken.anchors.add(keyOf(anchor));
    for (const above of pathsAbove(anchor)) taken.above.add(above);
  }
  return batches;
}

/** The routes of a run, and all routes above them. */
type Taken = { readonly anchors: Set<string>; readonly above: Set<string> };

const meets = ({ anchors, above }: Taken, route: Route): boolean =>
  anchors.has(keyOf(route)) || above.has(keyOf(route)) || pathsAbove(route).some((path) => anchors.has(path));

const keyOf = (route: Route): string => JSON.stringify(route);

const pathsAbove = (route: Route): readonly string[] => route.map((_, length) => keyOf(route.slice(0, length)));

/** What an operation changes lies at or below this route. */
function anchorOf(operation: Operation): Route | null {
  if (operation.op === 'append-lines') return null;
  return operation.op === 'remove' ? operation.route.slice(0, -1) : operation.route;
}
