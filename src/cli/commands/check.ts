import type { Surroundings } from '../../adapters/process-environment.ts';
import { assess } from '../../assess/assess.ts';
import { CONTROLS } from '../../controls/registry.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { ExitCode } from '../../model/refusal.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { waivesBy } from '../../policy/waive.ts';
import { checkJson, jsonText } from '../../report/json.ts';
import { checkText } from '../../report/terminal.ts';
import { paintFor } from '../colour.ts';
import { checkExitCode } from '../exit-code.ts';
import type { CheckInvocation } from '../invocation.ts';
import { sinceLines } from '../last-run.ts';
import { mergeBasePolicy } from '../merge-base-policy.ts';
import type { Output } from '../output.ts';
import { rememberRun } from '../remember-run.ts';
import { selectControls } from '../select-controls.ts';
import { showsUnicode } from '../unicode.ts';
import { TOOL, VERSION } from '../version.ts';
import { wirePolicy } from '../wire-policy.ts';
import { wireSnapshot } from '../wire-snapshot.ts';
import { wireState } from '../wire-state.ts';
import { locatePlace, wireTarget } from '../wire-target.ts';

const SHOWN = 5;

/** Looks, judges and reports. The result is the only thing on standard output. */
export async function check(invocation: CheckInvocation, around: Surroundings, output: Output): Promise<ExitCode> {
  const controls = selectControls(CONTROLS, invocation);
  const wanted = { ...invocation, at: 'head', needsHost: false } as const;
  const place = await locatePlace(wanted, around);
  const located = await wireTarget(place, around, output.detail);
  for (const note of located.notes) output.note(note);
  const snapshot = await wireSnapshot(located, [], ({ fact, state, detail }) =>
    output.detail(`${fact}: ${state}  ${detail}`),
  );
  const before = await mergeBasePolicy(place.checkout, around.environment);
  if (before !== null && before.note !== null) output.note(before.note);
  const assessment = assess(snapshot, controls, waivesBy(wirePolicy(snapshot, CONTROLS, before)));
  const { since, last, notes } = await rememberRun(
    wireState(place, around.environment),
    assessment,
    snapshot,
    around.environment,
  );
  for (const note of notes) output.note(note);
  await output.result(render(invocation, assessment, snapshot, around, sinceLines(since, last)));
  return checkExitCode(assessment, invocation.failOn, invocation.failOnUnknown);
}

function render(
  invocation: CheckInvocation,
  assessment: Assessment,
  snapshot: Snapshot,
  around: Surroundings,
  since: readonly string[],
): string {
  if (invocation.format === 'json') return jsonText(checkJson(assessment, snapshot, { name: TOOL, version: VERSION }));
  return checkText(assessment, snapshot.target, {
    columns: around.columns ?? 80,
    paint: paintFor(invocation, around.environment, around.stdoutIsTerminal),
    unicode: showsUnicode(),
    most: invocation.verbosity === 'verbose' ? Number.POSITIVE_INFINITY : SHOWN,
    since,
  });
}
