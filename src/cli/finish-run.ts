import { now } from '../adapters/clock.ts';
import { receiptOf } from '../deliver/receipt.ts';
import type { Outcome } from '../model/delivery.ts';
import type { Plan } from '../model/plan.ts';
import { slugOf, type Target } from '../model/target.ts';
import { receiptText } from '../report/receipt-text.ts';
import { paintFor } from './colour.ts';
import type { InitRun, Looked } from './init-run.ts';
import { showsUnicode } from './unicode.ts';
import { TOOL, VERSION } from './version.ts';

/** Keeps the receipt of a delivery for whoever wants to undo it; a note when that is not possible. */
export async function keepReceipt(
  { state, place }: InitRun,
  { base, ...target }: Target,
  outcome: Outcome,
  packs: Plan['packs'],
): Promise<string | null> {
  if (state === null || outcome.steps.length === 0) return null;
  const slug = slugOf({ base, ...target });
  const repository = slug === null ? (place.checkout?.root ?? target.host) : `${target.host}/${slug}`;
  const receipt = receiptOf(outcome, { at: now(), tool: { name: TOOL, version: VERSION }, repository, base, packs });
  return state.write(`receipts/${receipt.id}.json`, receipt);
}

/** What is shown in the normal screen at the end. */
export function receiptFor(
  { invocation, around, place }: InitRun,
  { assessment, snapshot, controls }: Looked,
  plan: Plan,
  outcome: Outcome,
): string {
  const gaps = assessment.controls.filter(({ control, gap }) => gap && !plan.cures.includes(control.id)).length;
  return receiptText(
    {
      plan,
      outcome,
      controls,
      target: snapshot.target,
      remote: place.remote?.name ?? place.checkout?.remotes[0]?.name ?? null,
      left: { gaps, judged: assessment.controls.filter(({ verdict }) => verdict !== 'not-applicable').length },
    },
    { paint: paintFor(invocation, around.environment, around.stdoutIsTerminal), unicode: showsUnicode() },
  );
}
