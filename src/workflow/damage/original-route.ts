import type { Route } from '../../model/operation.ts';
import type { Shift } from './declared-effect.ts';

/** What a route of a later state was called in the original; null when it leads into something that was not there. */
export function originalRoute(route: Route, earlier: readonly (Shift | null)[]): Route | null {
  let here: Route = route;
  for (const shift of earlier.toReversed()) {
    if (shift === null || !shift.list.every((part, index) => part === here[index])) continue;
    const depth = shift.list.length;
    const index = here[depth];
    if (typeof index !== 'number' || index < shift.index) continue;
    if (shift.by === 1 && index === shift.index) return null;
    here = [...here.slice(0, depth), index - shift.by, ...here.slice(depth + 1)];
  }
  return here;
}
