import type { Outcome } from '../../model/delivery.ts';
import type { Plan } from '../../model/plan.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { isWorthOffering, parseSavedSession } from '../../session/saved-session.ts';
import { newSession, type Session } from '../../session/session.ts';
import { trimmedPlan } from '../../session/trimmed-plan.ts';
import type { WizardEnding } from '../../session/wizard-actions.ts';
import { wantsColour } from '../colour.ts';
import { deliveryWays } from '../delivery-ways.ts';
import { receiptFor } from '../finish-run.ts';
import type { InitMode } from '../init-mode.ts';
import type { InitRun } from '../init-run.ts';
import { settleBeforeEnding } from '../interruption.ts';
import { type OwnAnswers, ownAnswers } from '../own-answers.ts';
import { showsUnicode } from '../unicode.ts';
import { type Wizard, wizardFor } from '../wizard-for.ts';
import { printPlan } from './init-unattended.ts';

/** `init` with a person: the full screen, or one question after another. */
export async function initWizard(run: InitRun, mode: Exclude<InitMode, { kind: 'unattended' }>): Promise<ExitCode> {
  const answers = await ownAnswers(run.state);
  const initial = await firstSession(run, answers);
  const wizard = wizardFor(run, answers.keep);
  const settled = async () => {
    await wizard.settled();
    await answers.release();
  };
  settleBeforeEnding(settled);
  let stopped = false;
  const ending = await Promise.race([
    mode.kind === 'screen' ? onScreen(run, wizard, initial) : lineByLine(run, wizard, initial, mode),
    wizard.stopped.then((carriedOut): WizardEnding => {
      stopped = true;
      return { kind: 'delivered', ...carriedOut, session: initial };
    }),
  ]);
  await settled();
  const code = await leave(run, wizard, ending, stopped);
  // Requests under way, or a screen that a signal has left, would hold the terminal.
  if (wizard.looked() === null || stopped) process.exit(code);
  return code;
}

async function firstSession({ place, invocation }: InitRun, { saved, notes }: OwnAnswers): Promise<Session> {
  const offer = parseSavedSession(saved);
  const { owner, name, checkout, wanted } = place;
  const repository = owner !== null && name !== null ? `${owner}/${name}` : (checkout?.root ?? '');
  const local =
    checkout === null
      ? ''
      : `${checkout.headRef?.replace('refs/heads/', '') ?? 'HEAD'} @ ${checkout.headSha.slice(0, 7)}`;
  const base = wanted.base ?? (wanted.at === 'head' ? local : 'default branch');
  return newSession({
    about: { repository, base },
    notes,
    offer: offer !== null && isWorthOffering(offer) ? offer : null,
    ways: deliveryWays(invocation, place),
  });
}

async function onScreen({ invocation, around }: InitRun, { actions }: Wizard, initial: Session): Promise<WizardEnding> {
  // Ink's colours decide once, when they are imported.
  if (!wantsColour({ color: invocation.color, output: null }, around.environment, true)) process.env.FORCE_COLOR = '0';
  const { runWizard } = await import('../../ui/run-wizard.tsx');
  const terminal = { stdin: process.stdin, stdout: process.stdout, endsElsewhere: true };
  return runWizard({ actions, initial, unicode: showsUnicode() }, terminal);
}

async function lineByLine(
  { output, around }: InitRun,
  { actions }: Wizard,
  initial: Session,
  { because }: Extract<InitMode, { kind: 'prompts' }>,
): Promise<WizardEnding> {
  if (because !== null) output.note(`asking line by line: ${because}`);
  const [{ runLinePrompts }, { inquirerAsks }] = await Promise.all([
    import('../line-prompts/run-line-prompts.ts'),
    import('../line-prompts/inquirer-asks.ts'),
  ]);
  const asks = inquirerAsks({ stdin: process.stdin, stderr: process.stderr });
  return runLinePrompts({ actions, initial, asks, columns: around.columns ?? 80, unicode: showsUnicode() });
}

async function leave(
  run: InitRun,
  { looked, decided }: Wizard,
  ending: WizardEnding,
  stopped: boolean,
): Promise<ExitCode> {
  const { invocation, output } = run;
  const seen = looked();
  const carriedOut = deliveryIn(ending);
  const code = ending.kind === 'cancelled' || stopped ? 130 : 0;
  if (carriedOut === null || seen === null) {
    const what = code === 130 ? 'interrupted' : 'nothing was changed';
    output.note(invocation.demo ? what : `${what}; your answers are kept for the next run`);
    return code;
  }
  if (invocation.dryRun !== null) {
    await printPlan(run, seen, carriedOut.plan, decided());
    return code;
  }
  const receipt = receiptFor(run, seen, carriedOut.plan, carriedOut.outcome);
  if (invocation.output !== null) output.note(receipt.trimEnd());
  else await output.result(receipt);
  return code;
}

/** What was delivered. Also when ctrl-c ended the wizard afterwards, or half way: what exists by then must be told. */
function deliveryIn(ending: WizardEnding): { readonly plan: Plan; readonly outcome: Outcome } | null {
  if (ending.kind === 'delivered') return ending;
  const { delivery, plan, unticked } = ending.session;
  const outcome = delivery?.outcome ?? null;
  return outcome === null || plan === null ? null : { plan: trimmedPlan(plan, unticked), outcome };
}
