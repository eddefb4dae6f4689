import type { Assessed } from '../../src/model/assessment.ts';
import type { Outcome } from '../../src/model/delivery.ts';
import { next } from '../../src/session/next.ts';
import { newSession, type Observed, type Session } from '../../src/session/session.ts';
import type { SessionEvent } from '../../src/session/session-event.ts';
import type { WizardActions } from '../../src/session/wizard-actions.ts';
import { samplePlan } from './sample-plan.ts';
import { assessmentOf, SAMPLE_CONTROLS, sampleSnapshot } from './sample-repository.ts';

export const sampleObserved = (controls: readonly Assessed[] = SAMPLE_CONTROLS): Observed => ({
  snapshot: sampleSnapshot(),
  assessment: assessmentOf(controls),
  since: { kind: 'compared', fixed: ['dependabot-actions'], slipped: ['codeowners-workflows'] },
});

export const sampleSession = (given: Partial<Session> = {}): Session => ({
  ...newSession({
    about: { repository: 'acme/widgets', base: 'main @ 3f2c1ab' },
    notes: [],
    offer: null,
    ways: [
      { kind: 'pr', label: 'open a pull request in acme/widgets from harden-builds/init', unavailable: null },
      { kind: 'branch', label: 'make the local branch harden-builds/init', unavailable: null },
      { kind: 'worktree', label: 'write the files in place', unavailable: 'ci.yml has unsaved changes' },
    ],
  }),
  ...given,
});

/** A session that has looked. */
export const observedSession = (
  given: Partial<Session> = {},
  controls: readonly Assessed[] = SAMPLE_CONTROLS,
): Session => sampleSession({ observed: sampleObserved(controls), wish: 'stand', ...given });

export const sampleOutcome: Outcome = {
  kind: 'pr',
  state: 'delivered',
  branch: 'harden-builds/init',
  commit: '8a1f3c5'.padEnd(40, '0'),
  url: 'https://github.com/acme/widgets/pull/42',
  notes: [],
  steps: [
    {
      kind: 'pull-request',
      target: '#42',
      before: null,
      after: 'open',
      inverse: 'gh pr close 42 --repo acme/widgets --delete-branch',
      state: 'done',
    },
  ],
};

/** Actions that know the sample repository; a test replaces the one it is about. */
export const sampleActions = (given: Partial<WizardActions> = {}): WizardActions => ({
  start: () => new Promise(() => {}),
  preview: (choices) => samplePlan(choices.map(({ control }) => control)),
  plan: async ({ choices, leftOut }) => ({ ...samplePlan(choices.map(({ control }) => control)), choices, leftOut }),
  deliver: async () => sampleOutcome,
  save: () => {},
  ...given,
});

/** The session after these events. */
export const played = (session: Session, ...events: readonly SessionEvent[]): Session => events.reduce(next, session);
