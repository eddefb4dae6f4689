import type { ExitCode } from '../../model/refusal.ts';
import { isWorthOffering, parseSavedSession } from '../../session/saved-session.ts';
import { newSession, type Session } from '../../session/session.ts';
import type { WizardEnding } from '../../session/wizard-actions.ts';
import { wantsColour } from '../colour.ts';
import { deliveryWays } from '../delivery-ways.ts';
import { receiptFor } from '../finish-run.ts';
import type { InitMode } from '../init-mode.ts';
import type { InitRun } from '../init-run.ts';
import { showsUnicode } from '../unicode.ts';
import { type Wizard, wizardFor } from '../wizard-for.ts';
import { printPlan } from './init-unattended.ts';

/** `init` with a person: the full screen, or one question after another. */
export async function initWizard(run: InitRun, mode: Exclude<InitMode, { kind: 'unattended' }>): Promise<ExitCode> {
  const initial = await firstSession(run);
  const wizard = wizardFor(run);
  const ending =
    mode.kind === 'screen' ? await onScreen(run, wizard, initial) : await lineByLine(run, wizard, initial, mode);
  await wizard.settled();
  return leave(run, wizard, ending);
}

async function firstSession({ state, place, invocation, output }: InitRun): Promise<Session> {
  const kept = state === null ? null : await state.read('session.json');
  if (kept !== null && kept.note !== null) output.note(kept.note);
  const offer = parseSavedSession(kept?.value ?? null);
  const { owner, name, checkout, wanted } = place;
  const repository = owner !== null && name !== null ? `${owner}/${name}` : (checkout?.root ?? '');
  const local =
    checkout === null
      ? ''
      : `${checkout.headRef?.replace('refs/heads/', '') ?? 'HEAD'} @ ${checkout.headSha.slice(0, 7)}`;
  const base = wanted.base ?? (wanted.at === 'head' ? local : 'default branch');
  return newSession({
    about: { repository, base },
    notes: [],
    offer: offer !== null && isWorthOffering(offer) ? offer : null,
    ways: deliveryWays(invocation, place),
  });
}

async function onScreen({ invocation, around }: InitRun, { actions }: Wizard, initial: Session): Promise<WizardEnding> {
  // Ink's colours decide once, when they are imported.
  if (!wantsColour({ color: invocation.color, output: null }, around.environment, true)) process.env.FORCE_COLOR = '0';
  const { runWizard } = await import('../../ui/run-wizard.tsx');
  return runWizard({ actions, initial, unicode: showsUnicode() }, { stdin: process.stdin, stdout: process.stdout });
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

async function leave(run: InitRun, { looked, decided }: Wizard, ending: WizardEnding): Promise<ExitCode> {
  const seen = looked();
  if (ending.kind === 'cancelled') {
    run.output.note(run.invocation.demo ? 'interrupted' : 'interrupted; your answers are kept for the next run');
    return 130;
  }
  if (ending.kind === 'left' || seen === null) {
    run.output.note(`nothing was changed${run.invocation.demo ? '' : '; your answers are kept for the next run'}`);
    return 0;
  }
  if (run.invocation.dryRun !== null) {
    await printPlan(run, seen, ending.plan, decided());
    return 0;
  }
  const receipt = receiptFor(run, seen, ending.plan, ending.outcome);
  if (run.invocation.output !== null) run.output.note(receipt.trimEnd());
  else await run.output.result(receipt);
  return 0;
}
