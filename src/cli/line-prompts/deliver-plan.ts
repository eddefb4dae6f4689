import type { Outcome } from '../../model/delivery.ts';
import type { Plan } from '../../model/plan.ts';
import type { Way } from '../../session/session.ts';
import type { LineSession } from './line-session.ts';

/** Carries out the plan, one line for each thing done. `interrupted` when the user stopped it with ctrl-c. */
export async function deliverPlan(
  line: LineSession,
  way: Way,
  plan: Plan,
): Promise<{ readonly outcome: Outcome; readonly interrupted: boolean }> {
  const controller = new AbortController();
  const unlisten = line.asks.onInterrupt(() => {
    line.asks.say('Stopping before the next request.');
    line.dispatch({ type: 'delivery-stopping' });
    controller.abort();
  });
  line.dispatch({ type: 'delivery-started', way: way.kind });
  try {
    const outcome = await line.actions.deliver(plan, way.kind, {
      signal: controller.signal,
      dispatch: (event) => {
        line.dispatch(event);
        if (event.type === 'delivering' && event.line.state !== 'started') {
          line.asks.say(`${event.line.state}: ${event.line.text}`);
        }
      },
    });
    line.dispatch({ type: 'delivered', outcome });
    return { outcome, interrupted: controller.signal.aborted };
  } finally {
    unlisten();
  }
}
