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
import { mergeBasePolicy } from '../merge-base-policy.ts';
import type { Output } from '../output.ts';
import { rememberRun } from '../remember-run.ts';
import { renderedCheck } from '../render-check.ts';
import { selectControls } from '../select-controls.ts';
import { type WiredPolicy, wirePolicy } from '../wire-policy.ts';
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
  const team = teamPolicy(invocation, located, around, output);
  const pack = invocation.format === 'sarif' ? await packFor(invocation, located, around, output, await team) : null;
  const pins = pack === null ? [] : (await import('../../templating/pack-manifest.ts')).pinsWantedBy(pack);
  const looking = wireSnapshot(located, pins, ({ fact, state, detail }) =>
    output.detail(`${fact}: ${state}  ${detail}`),
  );
  const [{ policy, notes: said }, snapshot] = await Promise.all([team, looking]);
  for (const note of said) output.note(note);
  if (pack !== null) await floorOf(pack, snapshot);
  const waives = waivesBy(policy);
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
      { assessment, snapshot, compare, since: sinceLines(since, last), policy, unwaived, pack },
      around,
    ),
  );
  const { failOn, failOnUnknown, failOnNew } = invocation;
  return checkExitCode(assessment, failOn, failOnUnknown, failOnNew ? compare : null, policy.require);
}

/** In a pull request what held before it: otherwise a change could waive itself. A file that was named is the user's word. */
async function teamPolicy(
  { policy: file }: CheckInvocation,
  located: Located,
  around: Surroundings,
  output: Output,
): Promise<WiredPolicy> {
  const before = file === null ? await mergeBasePolicy(located.checkout, around.environment) : null;
  if (before !== null && before.note !== null) output.note(before.note);
  return wirePolicy(located, file, around, before);
}

/** Only the fixes of SARIF write new files, which mention actions that nothing in the repository may use yet. */
async function packFor(
  invocation: CheckInvocation,
  located: Located,
  around: Surroundings,
  output: Output,
  policy: WiredPolicy,
): Promise<Pack> {
  const { wirePack } = await import('../wire-pack.ts');
  const { pack, notes } = await wirePack(invocation, located, around, output.detail, policy);
  for (const note of notes) output.note(note);
  return pack;
}

async function floorOf(pack: Pack, snapshot: Snapshot): Promise<void> {
  const { holdFloor, pinsOf } = await import('../pack-floor.ts');
  holdFloor(pack, pinsOf(snapshot));
}
