import { slugOf } from '../model/target.ts';
import { canTake, markedRemedy } from './answers.ts';
import type { Decision } from './decision.ts';
import { resume } from './saved-session.ts';
import type { Delivery, LookLine, Observed, Session } from './session.ts';
import type { SessionEvent } from './session-event.ts';
import { controlsToWalk, nextUndecided } from './walk-order.ts';

/** The session after an event. An event that makes no sense now changes nothing. */
export function next(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'looked':
      return { ...session, looking: withLine(session.looking, event.line) };
    case 'noted':
      return session.notes.includes(event.note) ? session : { ...session, notes: [...session.notes, event.note] };
    case 'assessed':
      return assessed(session, event.observed);
    case 'resumed':
      return session.offer === null ? session : changed({ ...resume(session, session.offer), offer: null });
    case 'offer-declined':
      return { ...session, offer: null };
    case 'went-to':
      return { ...session, wish: event.step };
    case 'walked-to':
      return { ...session, wish: 'walk', at: event.control };
    case 'marked':
      return mark(session, event.control, event.remedy);
    case 'answered':
      return changed({ ...session, answers: { ...session.answers, [event.question]: event.answer } });
    case 'took':
      return take(session, event.control);
    case 'skipped':
      return decide(session, event.control, { kind: 'skip' });
    case 'waived':
      return decide(session, event.control, { kind: 'waive', reason: event.reason, expires: event.expires });
    case 'reconsidered':
      return reconsider(session, event.control);
    case 'took-recommended':
      return takeRecommended(session, event.controls);
    case 'musts-only':
      return session.mustsOnly === event.on ? session : changed({ ...session, mustsOnly: event.on });
    case 'ticked':
      return { ...session, unticked: tick(session.unticked, event.key, event.on) };
    case 'planned':
      return event.revision === session.revision ? { ...session, plan: event.plan } : session;
    case 'delivery-started':
      return session.plan === null ? session : { ...session, wish: 'deliver', delivery: begun(event.way) };
    case 'delivering':
      return inDelivery(session, (delivery) => ({ ...delivery, lines: withDeliveryLine(delivery.lines, event.line) }));
    case 'delivery-stopping':
      return inDelivery(session, (delivery) => ({ ...delivery, state: 'stopping' }));
    case 'delivered':
      return inDelivery(session, (delivery) => ({ ...delivery, state: 'delivered', outcome: event.outcome }));
    case 'delivery-failed':
      return inDelivery(session, (delivery) => ({ ...delivery, state: 'failed', failure: event.failure }));
  }
}

/** A plan made before is not the plan of this session any more. */
const changed = (session: Session): Session => ({ ...session, revision: session.revision + 1, plan: null });

/** From now on the first line names the commit that was really looked at. */
function assessed(session: Session, observed: Observed): Session {
  const { target } = observed.snapshot;
  const ref = target.base.ref.replace(/^refs\/(?:heads|tags|remotes)\//, '');
  const about = {
    repository: slugOf(target) ?? session.about.repository,
    base: `${ref} @ ${target.base.sha.slice(0, 7)}${target.base.dirty ? ', with changes not committed' : ''}`,
  };
  return { ...session, about, observed, wish: session.wish === 'look' ? 'stand' : session.wish };
}

const withLine = (lines: readonly LookLine[], line: LookLine): readonly LookLine[] =>
  lines.some(({ fact }) => fact === line.fact)
    ? lines.map((each) => (each.fact === line.fact ? line : each))
    : [...lines, line];

/** Marking another remedy of a control that was taken takes that one instead. */
function mark(session: Session, control: string, remedy: string): Session {
  const marked = { ...session, marked: { ...session.marked, [control]: remedy } };
  return session.decisions[control]?.kind === 'take' ? changed(without(marked, control)) : changed(marked);
}

function take(session: Session, control: string): Session {
  const assessed = controlsToWalk(session).find((each) => each.control.id === control);
  const remedy = assessed === undefined ? null : markedRemedy(session, assessed);
  if (assessed === undefined || remedy === null || !canTake(session, assessed)) return session;
  return decide(session, control, { kind: 'take', remedy: remedy.id });
}

/** Records a decision and goes on to the next control that has none; after the last one, to the review. */
function decide(session: Session, control: string, decision: Decision): Session {
  const decided = changed({ ...session, decisions: { ...session.decisions, [control]: decision } });
  const following = nextUndecided(decided, control);
  if (following !== null) return { ...decided, at: following.control.id };
  return { ...decided, at: control, wish: 'review' };
}

function without(session: Session, control: string): Session {
  const { [control]: _removed, ...decisions } = session.decisions;
  return { ...session, decisions };
}

const reconsider = (session: Session, control: string): Session =>
  session.decisions[control] === undefined ? session : changed(without(session, control));

function takeRecommended(session: Session, controls: readonly string[]): Session {
  const taken = controlsToWalk(session).flatMap((assessed): [string, Decision][] => {
    const { id } = assessed.control;
    const remedy = markedRemedy(session, assessed);
    if (!controls.includes(id) || session.decisions[id] !== undefined) return [];
    return remedy !== null && canTake(session, assessed) ? [[id, { kind: 'take', remedy: remedy.id }]] : [];
  });
  if (taken.length === 0) return session;
  const decided = changed({ ...session, decisions: { ...session.decisions, ...Object.fromEntries(taken) } });
  const last = taken.at(-1)?.[0] ?? '';
  const following = nextUndecided(decided, last);
  return following === null ? { ...decided, at: last, wish: 'review' } : { ...decided, at: following.control.id };
}

const tick = (unticked: readonly string[], key: string, on: boolean): readonly string[] =>
  on ? unticked.filter((each) => each !== key) : [...new Set([...unticked, key])];

const begun = (way: Delivery['way']): Delivery => ({ way, state: 'writing', lines: [], outcome: null, failure: null });

const inDelivery = (session: Session, change: (delivery: Delivery) => Delivery): Session =>
  session.delivery === null ? session : { ...session, delivery: change(session.delivery) };

/** A line that ends what the last one started takes its place. */
function withDeliveryLine(lines: Delivery['lines'], line: Delivery['lines'][number]): Delivery['lines'] {
  const last = lines.at(-1);
  const ends = last?.state === 'started' && last.text === line.text;
  return ends ? [...lines.slice(0, -1), line] : [...lines, line];
}
