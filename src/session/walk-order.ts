import type { Assessed } from '../model/assessment.ts';
import type { Tier } from '../model/control.ts';
import { SECTIONS } from '../model/section.ts';
import type { Session } from './session.ts';

const IMPACT: Readonly<Record<Tier, number>> = { must: 0, should: 1, could: 2 };

/** Controls with a gap, in the order of the walk: the guide's sections, and in each the musts first. */
export function controlsToWalk(session: Session): readonly Assessed[] {
  const gaps = (session.observed?.assessment.controls ?? []).filter((each) => each.gap);
  return gaps.toSorted(
    (a, b) =>
      sectionIndex(a) - sectionIndex(b) ||
      IMPACT[a.control.tier] - IMPACT[b.control.tier] ||
      (a.control.number < b.control.number ? -1 : 1),
  );
}

const sectionIndex = ({ control }: Assessed): number => SECTIONS.findIndex(({ id }) => id === control.section);

/** The control the walk stands at: the one asked for, else the first undecided, else the first. Null when there is none. */
export function standsAt(session: Session): Assessed | null {
  const all = controlsToWalk(session);
  return (
    all.find(({ control }) => control.id === session.at) ??
    all.find(({ control }) => session.decisions[control.id] === undefined) ??
    all[0] ??
    null
  );
}

/** The next undecided control after this one, going round once; null when everything is decided. */
export function nextUndecided(session: Session, after: string): Assessed | null {
  const all = controlsToWalk(session);
  const here = all.findIndex(({ control }) => control.id === after);
  const round = [...all.slice(here + 1), ...all.slice(0, here + 1)];
  return round.find(({ control }) => control.id !== after && session.decisions[control.id] === undefined) ?? null;
}

/** The neighbour in the walk, or null at either end. */
export function neighbour(session: Session, of: string, by: 1 | -1): Assessed | null {
  const all = controlsToWalk(session);
  const here = all.findIndex(({ control }) => control.id === of);
  return here === -1 ? null : (all[here + by] ?? null);
}

/** The first control of the next section that has one, going round. */
export function nextSection(session: Session, from: string): Assessed | null {
  const all = controlsToWalk(session);
  const here = all.findIndex(({ control }) => control.id === from);
  const section = all[here]?.control.section;
  const round = [...all.slice(here + 1), ...all.slice(0, Math.max(0, here))];
  return round.find(({ control }) => control.section !== section) ?? null;
}
