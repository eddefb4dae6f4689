import { next } from '../../src/session/next.ts';
import type { Session } from '../../src/session/session.ts';
import type { SessionEvent } from '../../src/session/session-event.ts';
import { runWizard } from '../../src/ui/run-wizard.tsx';
import { samplePlan } from './sample-plan.ts';
import {
  observedSession,
  played,
  sampleActions,
  sampleObserved,
  sampleOutcome,
  sampleSession,
} from './sample-wizard.ts';

// Every screen with sample data: `node scripts/playground.mjs walk 4.01 ascii`.
const [, , screen = 'stand', control = 'actions-sha-pinned', charset = 'unicode'] = process.argv;

const looking: readonly SessionEvent[] = [
  { type: 'looked', line: { fact: 'tree', state: 'known', detail: '214 files' } },
  { type: 'looked', line: { fact: 'texts', state: 'known', detail: '14 files' } },
  { type: 'looked', line: { fact: 'repository', state: 'known', detail: 'public' } },
  { type: 'looked', line: { fact: 'actionsPolicy', state: 'unknown', detail: 'needs Administration (read)' } },
  { type: 'looked', line: { fact: 'pins', state: 'started', detail: '9 actions' } },
];
const taken: readonly SessionEvent[] = [
  'actions-sha-pinned',
  'workflow-permissions-least',
  'codeowners-workflows',
  'token-default-read-only',
  'provenance-attested',
].map((id) => ({ type: 'took', control: id }));
const planned = (session: Session): Session =>
  next(session, { type: 'planned', plan: samplePlan(), revision: session.revision });
const reviewing = planned(played(observedSession(), ...taken, { type: 'went-to', step: 'review' }));
const delivering = played(
  reviewing,
  { type: 'delivery-started', way: 'pr' },
  { type: 'delivering', line: { state: 'done', text: 'create the branch harden-builds/init' } },
  { type: 'delivering', line: { state: 'started', text: 'write one commit with 3 files' } },
);
const note = 'No token: settings stay unknown. gh auth login, or GH_TOKEN, would add what only the API can tell.';
const screens: Readonly<Record<string, Session>> = {
  look: played(sampleSession({ notes: [note] }), ...looking),
  stand: observedSession({ notes: [note] }),
  offer: observedSession({
    offer: { schemaVersion: 1, answers: {}, decisions: { 'actions-sha-pinned': { kind: 'take', remedy: 'pin' } } },
  }),
  walk: next(observedSession(), { type: 'walked-to', control }),
  walked: played(observedSession(), ...taken, { type: 'walked-to', control }),
  review: reviewing,
  deliver: delivering,
  delivered: next(delivering, { type: 'delivered', outcome: sampleOutcome }),
  failed: next(delivering, {
    type: 'delivery-failed',
    failure: {
      title: 'The branch main moved while you were choosing',
      why: 'ci.yml changed since 3f2c1ab, so the plan may not fit any more.',
      next: ['run npx harden-builds init again: your answers are kept'],
    },
  }),
};
const initial = screens[screen] ?? observedSession();
const actions = sampleActions(
  screen === 'crash'
    ? { start: () => Promise.reject(new Error('the look went wrong')) }
    : screen === 'live'
      ? {
          start: async (dispatch) => {
            for (const event of looking) {
              dispatch(event);
              await new Promise((resolve) => setTimeout(resolve, 300));
            }
            dispatch({ type: 'assessed', observed: sampleObserved() });
          },
          deliver: async (_plan, _way, { dispatch }) => {
            dispatch({ type: 'delivering', line: { state: 'started', text: 'create the branch' } });
            await new Promise((resolve) => setTimeout(resolve, 1500));
            dispatch({ type: 'delivering', line: { state: 'done', text: 'create the branch' } });
            return sampleOutcome;
          },
        }
      : {},
);
const ending = await runWizard(
  { actions, initial: screen === 'live' ? sampleSession() : initial, unicode: charset !== 'ascii' },
  { stdin: process.stdin, stdout: process.stdout },
);
process.stdout.write(`${ending.kind}\n`);
process.exit();
