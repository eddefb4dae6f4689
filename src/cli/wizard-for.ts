import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outcome } from '../model/delivery.ts';
import type { Plan } from '../model/plan.ts';
import { makePlan, type PlanInput, previewPlan } from '../plan/make-plan.ts';
import type { Decided } from '../session/decision.ts';
import { saved } from '../session/saved-session.ts';
import { newSession, type Session } from '../session/session.ts';
import type { WizardActions } from '../session/wizard-actions.ts';
import { PATCH_FILE } from './delivery-ways.ts';
import { upgradesToReview } from './find-upgrades.ts';
import { keepReceipt } from './finish-run.ts';
import { type InitRun, type Looked, look } from './init-run.ts';
import { whileDelivering } from './interruption.ts';
import type { OwnAnswers } from './own-answers.ts';
import { holdFloorOfPlan, pinsOf } from './pack-floor.ts';
import { rememberRun } from './remember-run.ts';
import { wireDelivery } from './wire-delivery.ts';

/** The wizard's hands, and what they last held. */
export type Wizard = {
  readonly actions: WizardActions;
  looked(): Looked | null;
  decided(): Decided;
  /** Resolves with what was delivered by then, when a signal ended the delivery and the front end does not know. */
  readonly stopped: Promise<{ readonly plan: Plan; readonly outcome: Outcome }>;
  /** Resolves when everything that was to be kept has been written. */
  settled(): Promise<void>;
};

/** Carries out for a front end what it may ask of the world. */
export function wizardFor(run: InitRun, keepAnswers: OwnAnswers['keep']): Wizard {
  let looked: Looked | null = null;
  let decided: Decided = { choices: [], waivers: [], leftOut: [] };
  let tellStopped: (carriedOut: { readonly plan: Plan; readonly outcome: Outcome }) => void = () => {};
  const stopped: Wizard['stopped'] = new Promise((resolve) => {
    tellStopped = resolve;
  });
  let writing: Promise<unknown> = Promise.resolve();
  const keep = (session: Session) => {
    writing = writing.then(() => keepAnswers(saved(session)));
  };
  const seen = (): Looked => {
    if (looked === null) throw new Error('nothing was looked at yet');
    return looked;
  };
  const input = ({ choices, waivers, leftOut }: Decided): PlanInput => ({
    snapshot: seen().snapshot,
    controls: seen().controls,
    choices,
    waivers,
    leftOut,
    pack: seen().pack,
    upgrades: upgradesToReview(seen().upgrades),
    notUpgraded: seen().upgrades.not,
  });
  const actions: WizardActions = {
    async start(dispatch) {
      const found = await look(
        run,
        (note) => dispatch({ type: 'noted', note }),
        (line) => dispatch({ type: 'looked', line }),
      );
      looked = found;
      const { assessment, snapshot } = found;
      const { since, notes } = await rememberRun(run.state, assessment, snapshot, run.around.environment);
      for (const note of notes) dispatch({ type: 'noted', note });
      dispatch({ type: 'assessed', observed: { snapshot, assessment, since } });
    },
    preview: (choices) => previewPlan(input({ choices, waivers: [], leftOut: [] })),
    async plan(wish) {
      await nextTurn();
      decided = wish;
      const plan = makePlan(input(wish));
      const { pack, snapshot } = seen();
      holdFloorOfPlan(pack, plan, pinsOf(snapshot));
      return plan;
    },
    async deliver(plan, way, { dispatch, signal }) {
      if (run.invocation.dryRun !== null) return unchanged(plan, way);
      dispatch({ type: 'delivering', line: { state: 'started', text: DOING[way] } });
      const { located, snapshot, controls } = seen();
      const { invocation, around } = run;
      const delivering = { invocation, located, controls, workingDirectory: around.workingDirectory };
      const { outcome, fromOutside } = await whileDelivering(async (stop) => {
        const both = AbortSignal.any([signal, stop]);
        const carriedOut = await wireDelivery(plan, way, { ...delivering, patchFile: PATCH_FILE }, both);
        return { outcome: carriedOut, fromOutside: stop.aborted && !signal.aborted };
      });
      const note = await keepReceipt(run, snapshot.target, outcome, plan.packs);
      dispatch({ type: 'delivering', line: { state: 'done', text: DOING[way] } });
      // What was decided has been carried out: the next run starts with an empty page.
      if (outcome.state === 'delivered' || outcome.state === 'updated')
        keep(newSession({ about: { repository: '', base: '' }, notes: [], offer: null, ways: [] }));
      const told = note === null ? outcome : { ...outcome, notes: [...outcome.notes, note] };
      if (fromOutside) tellStopped({ plan, outcome: told });
      return told;
    },
    save: keep,
  };
  return { actions, looked: () => looked, decided: () => decided, stopped, settled: async () => void (await writing) };
}

const DOING = {
  pr: 'branch, commit and pull request',
  branch: 'commit and branch',
  patch: 'patch',
  worktree: 'files in the working tree',
} as const;

const unchanged = (_plan: Plan, kind: Outcome['kind']): Outcome => ({
  kind,
  state: 'nothing-to-do',
  branch: null,
  commit: null,
  url: null,
  notes: ['nothing was changed (--dry-run); the plan is printed when you leave'],
  steps: [],
});
