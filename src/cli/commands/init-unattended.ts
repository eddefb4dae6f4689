import type { Outcome } from '../../model/delivery.ts';
import type { Plan } from '../../model/plan.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { plain } from '../../report/paint.ts';
import type { Decided } from '../../session/decision.ts';
import { answersFrom, answersName } from '../answers-file.ts';
import { paintFor } from '../colour.ts';
import { decideInRounds } from '../decide-in-rounds.ts';
import { upgradesLeft, upgradesUnasked } from '../find-upgrades.ts';
import { keepReceipt, receiptFor } from '../finish-run.ts';
import { type InitRun, type Looked, look } from '../init-run.ts';
import { whileDelivering } from '../interruption.ts';
import { holdFloorOfPlan, pinsOf } from '../pack-floor.ts';
import { printedPlan } from '../print-plan.ts';
import type { GivenAnswers } from '../read-answers.ts';
import { rememberRun } from '../remember-run.ts';
import { wireDelivery } from '../wire-delivery.ts';

/** A plan and what it was made from. */
export type Planned = { readonly plan: Plan; readonly decided: Decided };

/** `init` without a question: plans from answers and recommendations, and delivers. */
export async function initUnattended(run: InitRun): Promise<ExitCode> {
  const { invocation, output } = run;
  // Read first: a mistake in the file should not cost a look at the repository.
  const given = invocation.answers === null ? null : answersFrom(invocation.answers, run.around.workingDirectory);
  const looked = await lookQuietly(run);
  const { plan, decided } = planUnattended(run, looked, given);
  if (invocation.dryRun !== null) {
    await printPlan(run, looked, plan, decided);
    return 0;
  }
  const { outcome, stopped } = await deliverPlan(run, looked, plan);
  const receipt = receiptFor(run, looked, plan, outcome);
  if (invocation.deliver === 'patch' || invocation.output !== null) output.note(receipt.trimEnd());
  else await output.result(receipt);
  return stopped ? 130 : 0;
}

/** Looks with notes and progress on standard error, and remembers the verdicts. */
export async function lookQuietly(run: InitRun): Promise<Looked> {
  const { output, state, around } = run;
  const looked = await look(run, output.note, ({ fact, state: is, detail }) =>
    output.detail(`${fact}: ${is}  ${detail}`),
  );
  const { notes } = await rememberRun(state, looked.assessment, looked.snapshot, around.environment);
  for (const note of notes) output.note(note);
  return looked;
}

export function planUnattended({ invocation, output }: InitRun, looked: Looked, given: GivenAnswers | null): Planned {
  const { snapshot, pack, controls } = looked;
  const { maxRisk, yes, answers: name } = invocation;
  const { choices, advisory, leftOut, waivers } = decideInRounds({
    looked,
    yes,
    maxRisk,
    given: given === null ? null : { answers: given, name: answersName(name ?? '') },
  });
  const upgrades = yes ? upgradesUnasked(looked.upgrades, maxRisk) : [];
  if (yes) for (const note of upgradesLeft(looked.upgrades, upgrades)) output.note(note);
  const plan = makePlan({
    snapshot,
    controls,
    upgrades,
    notUpgraded: yes ? looked.upgrades.not : [],
    choices,
    advisory,
    leftOut,
    waivers,
    pack,
    confined: yes,
  });
  holdFloorOfPlan(pack, plan, pinsOf(snapshot));
  return { plan, decided: { choices, waivers, leftOut } };
}

/** Delivers, keeps the receipt, and says whether the user stopped it. */
export async function deliverPlan(
  run: InitRun,
  { located, snapshot, controls }: Looked,
  plan: Plan,
): Promise<{ outcome: Outcome; stopped: boolean }> {
  const { invocation, around, output } = run;
  const delivering = {
    invocation,
    located,
    controls,
    workingDirectory: around.workingDirectory,
    patchFile: null,
  };
  const { outcome, stopped } = await whileDelivering(async (signal) => ({
    outcome: await wireDelivery(plan, invocation.deliver, delivering, signal),
    stopped: signal.aborted,
  }));
  const note = await keepReceipt(run, snapshot.target, outcome, plan.packs);
  if (note !== null) output.note(note);
  return { outcome, stopped };
}

/** Prints what would be done; nothing is changed. */
export async function printPlan(
  { invocation, around, output }: InitRun,
  { snapshot, controls }: Looked,
  plan: Plan,
  { waivers }: Decided,
): Promise<void> {
  const format = invocation.dryRun ?? 'text';
  const paint = format === 'text' ? paintFor(invocation, around.environment, around.stdoutIsTerminal) : plain;
  const columns = around.columns ?? 80;
  await output.result(printedPlan(format, { plan, waivers, snapshot, controls, columns, paint }));
}
