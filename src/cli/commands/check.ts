import type { Surroundings } from '../../adapters/process-environment.ts';
import { assess } from '../../assess/assess.ts';
import { CONTROLS } from '../../controls/registry.ts';
import type { Pack } from '../../model/pack.ts';
import type { ExitCode } from '../../model/refusal.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { waivesBy } from '../../policy/waive.ts';
import { compareAssessments } from '../../report/comparison.ts';
import { comparedSnapshot } from '../compared-snapshot.ts';
import { checkExitCode } from '../exit-code.ts';
import type { CheckInvocation } from '../invocation.ts';
import { sinceLines } from '../last-run.ts';
import { listedOnce } from '../listed-once.ts';
import { mergeBasePolicy, type PolicyFile } from '../merge-base-policy.ts';
import type { Output } from '../output.ts';
import { rememberRun } from '../remember-run.ts';
import { renderedCheck } from '../render-check.ts';
import { selectControls } from '../select-controls.ts';
import { wirePolicy } from '../wire-policy.ts';
import { wireSnapshot } from '../wire-snapshot.ts';
import { wireState } from '../wire-state.ts';
import { type Located, locatePlace, wireTarget } from '../wire-target.ts';

/** Looks, judges and reports. The result is the only thing on standard output. */
export async function check(invocation: CheckInvocation, around: Surroundings, output: Output): Promise<ExitCode> {
  const controls = selectControls(CONTROLS, invocation);
  const wanted = { ...invocation, at: 'head', needsHost: false } as const;
  const place = await locatePlace(wanted, around);
  const found = await wireTarget(place, around, output.detail);
  const located = { ...found, files: listedOnce(found.files) };
  for (const note of located.notes) output.note(note);
  const before = await mergeBasePolicy(place.checkout, around.environment);
  if (before !== null && before.note !== null) output.note(before.note);
  const pack = await packFor(invocation, located, around, output, before);
  const pins = pack === null ? [] : (await import('../../templating/pack-manifest.ts')).pinsWantedBy(pack);
  const snapshot = await wireSnapshot(located, pins, ({ fact, state, detail }) =>
    output.detail(`${fact}: ${state}  ${detail}`),
  );
  if (pack !== null) await floorOf(pack, snapshot);
  const waives = waivesBy(wirePolicy(snapshot, CONTROLS, before));
  const assessment = assess(snapshot, controls, waives);
  const { compare: ref } = invocation;
  const compare =
    ref === null
      ? null
      : // The waivers of today hold for both, so that accepting a finding does not look like mending it.
        compareAssessments(assessment, assess(await comparedSnapshot(located, snapshot, ref), controls, waives), ref);
  const { since, last, notes } = await rememberRun(
    wireState(place, around.environment),
    assessment,
    snapshot,
    around.environment,
  );
  for (const note of notes) output.note(note);
  const unwaived = () => assess(snapshot, controls);
  await output.result(
    await renderedCheck(
      invocation,
      { assessment, snapshot, compare, since: sinceLines(since, last), unwaived, pack },
      around,
    ),
  );
  return checkExitCode(assessment, invocation.failOn, invocation.failOnUnknown, invocation.failOnNew ? compare : null);
}

/** Only the fixes of SARIF write new files, which mention actions that nothing in the repository may use yet. */
async function packFor(
  invocation: CheckInvocation,
  located: Located,
  around: Surroundings,
  output: Output,
  policy: PolicyFile | null,
): Promise<Pack | null> {
  if (invocation.format !== 'sarif') return null;
  const { wirePack } = await import('../wire-pack.ts');
  const { pack, notes } = await wirePack(invocation, located, around, output.detail, policy);
  for (const note of notes) output.note(note);
  return pack;
}

async function floorOf(pack: Pack, snapshot: Snapshot): Promise<void> {
  const { holdFloor, pinsOf } = await import('../pack-floor.ts');
  holdFloor(pack, pinsOf(snapshot));
}
