import { hasDecided } from '../../session/decided.ts';
import { isWorthOffering } from '../../session/saved-session.ts';
import type { Session } from '../../session/session.ts';
import type { SessionEvent } from '../../session/session-event.ts';
import { controlsToWalk } from '../../session/walk-order.ts';
import type { WizardActions, WizardEnding } from '../../session/wizard-actions.ts';
import { controlRow } from '../../ui/rows/control-row.ts';
import { FACT_WORD } from '../../ui/rows/fact-words.ts';
import { overviewRows } from '../../ui/rows/overview-rows.ts';
import { type Asks, PromptCancelled } from './asks.ts';
import { deliverPlan } from './deliver-plan.ts';
import { type LineSession, lineSession } from './line-session.ts';
import { reviewPlan } from './review-plan.ts';
import { walkControl } from './walk-control.ts';

export type LineRun = {
  readonly actions: WizardActions;
  readonly initial: Session;
  readonly asks: Asks;
  readonly columns: number;
  readonly unicode: boolean;
};

/**
 * The wizard line by line: for screen readers, small and simple terminals. The same session and the same actions as on the
 * whole screen. Rejects with what `start`, `plan` or `deliver` rejected with.
 */
export async function runLinePrompts(run: LineRun): Promise<WizardEnding> {
  const line = lineSession(run);
  try {
    await look(line);
    stand(line);
    return await journey(line);
  } catch (error) {
    if (error instanceof PromptCancelled) return { kind: 'cancelled', session: line.now() };
    throw error;
  }
}

async function look(line: LineSession): Promise<void> {
  line.asks.say('Looking at the repository; nothing is changed by looking.');
  for (const note of line.now().notes) line.asks.say(note);
  await line.actions.start((event: SessionEvent) => {
    line.dispatch(event);
    if (event.type === 'noted') line.asks.say(event.note);
    if (event.type !== 'looked' || event.line.state === 'started') return;
    line.asks.say(
      `${FACT_WORD[event.line.fact]}: ${event.line.state}${event.line.detail === '' ? '' : `, ${event.line.detail}`}`,
    );
  });
}

function stand(line: LineSession): void {
  const observed = line.observed();
  line.asks.say('');
  line.say(overviewRows({ ...line.now(), offer: null, notes: [] }, observed, line.columns));
  for (const section of observed.assessment.sections) {
    line.asks.say('');
    line.asks.say(`${section.number} ${section.title}`);
    const own = observed.assessment.controls.filter(({ control }) => control.section === section.id);
    line.say(own.map((each) => controlRow(each, { here: false, unicode: line.unicode })));
  }
  line.asks.say('');
}

async function journey(line: LineSession): Promise<WizardEnding> {
  const left = (): WizardEnding => ({ kind: 'left', session: line.now() });
  if (controlsToWalk(line.now()).length === 0) {
    line.asks.say('There is nothing to mend in what could be judged.');
    return left();
  }
  await resume(line);
  for (;;) {
    const wish = await line.asks.select({ message: 'How do you want to go on?', options: ways(line) });
    if (wish === 'leave') return left();
    if (wish === 'all') takeAll(line);
    const after = wish === 'walk' ? await walk(line) : 'review';
    if (after === 'leave') return left();
    if (!hasDecided(line.now())) continue;
    const reviewed = await reviewPlan(line);
    if (reviewed.kind === 'leave') return left();
    if (reviewed.kind === 'walk') continue;
    const { outcome, interrupted } = await deliverPlan(line, reviewed.way, reviewed.plan);
    if (interrupted) return { kind: 'cancelled', session: line.now() };
    return { kind: 'delivered', plan: reviewed.plan, outcome, session: line.now() };
  }
}

const ways = (line: LineSession) => [
  { value: 'walk' as const, name: 'Go through the controls one by one' },
  { value: 'all' as const, name: 'Take everything that is recommended and needs no answer, then review it' },
  ...(hasDecided(line.now()) ? [{ value: 'review' as const, name: 'Review what is chosen' }] : []),
  { value: 'leave' as const, name: 'Leave' },
];

async function resume(line: LineSession): Promise<void> {
  const { offer } = line.now();
  if (offer === null || !isWorthOffering(offer)) return;
  const message = `You decided on ${Object.keys(offer.decisions).length} of these last time. Take that up again?`;
  line.dispatch({ type: (await line.asks.confirm({ message, initial: true })) ? 'resumed' : 'offer-declined' });
}

function takeAll(line: LineSession): void {
  line.dispatch({ type: 'took-recommended', controls: controlsToWalk(line.now()).map(({ control }) => control.id) });
}

/** Each undecided control once; when all are decided, each of them again. */
async function walk(line: LineSession): Promise<'review' | 'leave'> {
  const all = controlsToWalk(line.now());
  const open = all.filter(({ control }) => line.now().decisions[control.id] === undefined);
  for (const assessed of open.length > 0 ? open : all) {
    const after = await walkControl(line, assessed, `${all.indexOf(assessed) + 1} of ${all.length}`);
    if (after !== 'next') return after;
  }
  return 'review';
}
