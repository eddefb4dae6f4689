import { type Environment, isCi } from '../adapters/process-environment.ts';
import type { StateDirectory } from '../adapters/state-directory.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Since } from '../session/session.ts';
import { type LastRun, lastRunOf, parseLastRun, sinceLast } from './last-run.ts';

export type Remembered = {
  readonly since: Since | null;
  readonly last: LastRun | null;
  readonly notes: readonly string[];
};

const NOTHING: Remembered = { since: null, last: null, notes: [] };

/** Compares with the last run and keeps this one; never in CI, and never for a working tree, which is no state to compare with. */
export async function rememberRun(
  state: StateDirectory | null,
  assessment: Assessment,
  { target, observedAt }: Snapshot,
  environment: Environment,
): Promise<Remembered> {
  if (state === null || target.base.dirty || isCi(environment)) return NOTHING;
  const kept = await state.read('last.json');
  const last = parseLastRun(kept.value);
  const note = await state.write('last.json', lastRunOf(assessment, target, observedAt));
  return {
    since: sinceLast(last, assessment, target),
    last,
    notes: [kept.note, note].filter((each) => each !== null),
  };
}
