import type { Assessed } from '../model/assessment.ts';
import type { Choice, LeftOut } from '../model/plan.ts';
import { answersFor, markedRemedy } from './answers.ts';
import type { Decided } from './decision.ts';
import type { Session } from './session.ts';
import { controlsToWalk } from './walk-order.ts';

/** What the user took on, with all answers; without the shoulds and coulds when only the musts are wanted. */
export const choicesOf = (session: Session): readonly Choice[] =>
  controlsToWalk(session).flatMap((assessed) => {
    const decision = session.decisions[assessed.control.id];
    if (decision?.kind !== 'take' || isPutOff(session, assessed)) return [];
    const remedy = assessed.remedies.find(({ id }) => id === decision.remedy);
    if (remedy === undefined) return [];
    return [{ control: assessed.control.id, remedy: remedy.id, answers: answersFor(session, remedy) }];
  });

/** The same, and the remedy marked for this control though it is not taken yet: what the live diff shows. */
export function choicesWith(session: Session, assessed: Assessed): readonly Choice[] {
  const others = choicesOf({ ...session, mustsOnly: false }).filter((each) => each.control !== assessed.control.id);
  const remedy = markedRemedy(session, assessed);
  if (remedy === null) return others;
  return [...others, { control: assessed.control.id, remedy: remedy.id, answers: answersFor(session, remedy) }];
}

/** Everything a plan is made from. */
export function decidedOf(session: Session): Decided {
  const waivers = controlsToWalk(session).flatMap(({ control }) => {
    const decision = session.decisions[control.id];
    if (decision?.kind !== 'waive') return [];
    return [{ control: control.id, reason: decision.reason, expires: decision.expires }];
  });
  return { choices: choicesOf(session), waivers, leftOut: leftOutOf(session) };
}

/** True when there is anything to plan: a remedy that was taken, or a waiver to write. */
export const hasDecided = (session: Session): boolean =>
  Object.values(session.decisions).some(({ kind }) => kind !== 'skip');

const isPutOff = (session: Session, { control }: Assessed): boolean => session.mustsOnly && control.tier !== 'must';

const leftOutOf = (session: Session): readonly LeftOut[] =>
  controlsToWalk(session).flatMap((assessed) => {
    const reason = reasonLeftOut(session, assessed);
    return reason === null ? [] : [{ control: assessed.control.id, reason }];
  });

function reasonLeftOut(session: Session, assessed: Assessed): string | null {
  const decision = session.decisions[assessed.control.id];
  if (decision === undefined) return 'not decided yet';
  if (decision.kind === 'skip') return 'you said "not now"';
  if (decision.kind === 'take' && isPutOff(session, assessed)) return 'only the musts are part of this change';
  return null;
}
