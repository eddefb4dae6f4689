import { useApp, useInput } from 'ink';
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { Refusal } from '../model/refusal.ts';
import { decidedOf } from '../session/decided.ts';
import { currentStep } from '../session/journey.ts';
import { next } from '../session/next.ts';
import type { Session, Way } from '../session/session.ts';
import type { SessionEvent } from '../session/session-event.ts';
import { trimmedPlan } from '../session/trimmed-plan.ts';
import { standsAt } from '../session/walk-order.ts';
import type { WizardActions, WizardEnding } from '../session/wizard-actions.ts';
import { KeysProvider, useKeySource } from './input/use-keys.ts';
import { DeliverScreen } from './screens/deliver.tsx';
import { LookScreen } from './screens/look.tsx';
import { ReviewScreen } from './screens/review.tsx';
import { StandScreen } from './screens/stand.tsx';
import { WalkScreen } from './screens/walk.tsx';
import { type Overlay, ShellProvider } from './shell.ts';

export type AppProps = {
  readonly actions: WizardActions;
  readonly initial: Session;
  readonly rows: number;
  readonly columns: number;
  readonly unicode: boolean;
};

/** The wizard on the whole screen. Ends with a `WizardEnding`, or with the error that ended it. */
export function App({ actions, initial, rows, columns, unicode }: AppProps) {
  const app = useApp();
  const [session, dispatch] = useReducer(next, initial);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const latest = useRef(session);
  useLayoutEffect(() => {
    latest.current = session;
  });
  const stop = useRef<AbortController | null>(null);
  const end = useCallback((ending: WizardEnding) => app.exit(ending), [app.exit]);
  const crash = useCallback(
    (error: unknown) => app.exit(error instanceof Error ? error : new Error(String(error))),
    [app.exit],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: looking begins once
  useEffect(() => void actions.start(dispatch).catch(crash), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: saved when a decision changed, not at every event
  useEffect(() => {
    if (session.revision > 0) actions.save(session);
  }, [session.revision]);

  const step = currentStep(session);
  const isPlanning = step === 'review' && session.plan === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: planned anew when what was decided changed
  useEffect(() => {
    if (!isPlanning) return;
    const { revision } = session;
    // A macrotask later, so that the screen says what is happening before the work begins.
    const timer = setTimeout(() => {
      actions.plan(decidedOf(session)).then((plan) => dispatch({ type: 'planned', plan, revision }), crash);
    });
    return () => clearTimeout(timer);
  }, [isPlanning, session.revision]);

  const deliver = (way: Way['kind']) => {
    if (session.plan === null) return;
    const controller = new AbortController();
    stop.current = controller;
    dispatch({ type: 'delivery-started', way });
    actions.deliver(trimmedPlan(session.plan, session.unticked), way, { dispatch, signal: controller.signal }).then(
      (outcome) => settle(controller, { type: 'delivered', outcome }),
      (error: unknown) => {
        if (error instanceof Refusal) settle(controller, { type: 'delivery-failed', failure: failureOf(error) });
        else crash(error);
      },
    );
  };
  /** A delivery that was asked to stop ends the wizard with what it has done so far. */
  const settle = (controller: AbortController, event: SessionEvent) => {
    if (controller.signal.aborted) end({ kind: 'cancelled', session: next(latest.current, event) });
    else dispatch(event);
  };

  const leave = () => {
    const { delivery, plan } = session;
    const outcome = delivery?.outcome ?? null;
    if (outcome === null || plan === null) end({ kind: 'left', session });
    else end({ kind: 'delivered', plan: trimmedPlan(plan, session.unticked), outcome, session });
  };

  const keys = useKeySource();
  useInput((input, key) => {
    if (!(key.ctrl && input === 'c')) return;
    const { current } = latest;
    if (current.delivery?.state === 'writing') {
      dispatch({ type: 'delivery-stopping' });
      stop.current?.abort();
    } else end({ kind: 'cancelled', session: current });
  });

  const shell = {
    session,
    dispatch,
    preview: actions.preview,
    rows,
    columns,
    unicode,
    overlay,
    setOverlay,
    openUrl: (url: string) => actions.openUrl?.(url),
    leave,
  };
  return (
    <KeysProvider value={keys}>
      <ShellProvider value={shell}>{screen()}</ShellProvider>
    </KeysProvider>
  );

  function screen() {
    const { observed, plan, delivery } = session;
    if (step === 'look' || observed === null) return <LookScreen />;
    const here = standsAt(session);
    if (step === 'walk' && here !== null)
      return <WalkScreen key={here.control.id} assessed={here} observed={observed} />;
    if (step === 'review') return <ReviewScreen observed={observed} onDeliver={(way) => deliver(way.kind)} />;
    if (step === 'deliver' && plan !== null && delivery !== null) {
      return (
        <DeliverScreen
          plan={plan}
          observed={observed}
          delivery={delivery}
          onRetry={() => deliver(delivery.way)}
          onFinish={leave}
        />
      );
    }
    return <StandScreen observed={observed} />;
  }
}

const failureOf = ({ message, why, next: steps }: Refusal) => ({ title: message, why, next: steps });
