import type { Assessment, Verdict } from '../model/assessment.ts';
import { findingKey } from '../model/finding.ts';
import type { Mode, Target } from '../model/target.ts';
import type { Since } from '../session/session.ts';

/** What `last.json` keeps of a run: enough to say what was fixed and what slipped. */
export type LastRun = {
  readonly schemaVersion: 1;
  readonly at: string;
  readonly mode: Mode;
  readonly base: { readonly ref: string; readonly sha: string };
  /** By control id; the ids are the scope. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly findings: readonly string[];
};

export const lastRunOf = ({ controls }: Assessment, target: Target, at: string): LastRun => ({
  schemaVersion: 1,
  at,
  mode: target.mode,
  base: { ref: target.base.ref, sha: target.base.sha },
  verdicts: Object.fromEntries(controls.map(({ control, verdict }) => [control.id, verdict])),
  findings: controls
    .flatMap(({ control, findings }) => findings.map((finding) => findingKey(control.id, finding)))
    .sort(),
});

/** What was kept, or null when it is not what this version writes. */
export function parseLastRun(value: unknown): LastRun | null {
  if (typeof value !== 'object' || value === null) return null;
  // Every field that is used is checked.
  const kept = value as { readonly [K in keyof LastRun]?: unknown };
  const hasVerdicts = typeof kept.verdicts === 'object' && kept.verdicts !== null;
  if (kept.schemaVersion !== 1 || typeof kept.at !== 'string' || !hasVerdicts || !Array.isArray(kept.findings))
    return null;
  return kept.mode === 'local' || kept.mode === 'api' ? (value as LastRun) : null;
}

/** Compares only what was looked at in the same way; otherwise says why not. Null on a first run. */
export function sinceLast(last: LastRun | null, { controls }: Assessment, target: Target): Since | null {
  if (last === null) return null;
  if (last.mode !== target.mode) {
    const how = last.mode === 'local' ? 'without the host' : 'with the host';
    return { kind: 'not-compared', because: `the last run looked ${how}` };
  }
  const scope = controls.map(({ control }) => control.id).sort();
  if (scope.join() !== Object.keys(last.verdicts).sort().join())
    return { kind: 'not-compared', because: 'the last run judged other controls' };
  const before = new Set(last.findings);
  const changed = (is: (was: Verdict | undefined, now: Verdict, isNew: boolean) => boolean) =>
    controls
      .filter(({ control, verdict, findings }) =>
        is(
          last.verdicts[control.id],
          verdict,
          findings.some((finding) => !before.has(findingKey(control.id, finding))),
        ),
      )
      .map(({ control }) => control.id);
  const hasGap = (verdict: Verdict | undefined) => verdict === 'fail' || verdict === 'partial';
  return {
    kind: 'compared',
    fixed: changed((was, now) => hasGap(was) && now === 'pass'),
    slipped: changed((was, now, isNew) => hasGap(now) && (was === 'pass' || (hasGap(was) && isNew))),
  };
}

/** The lines of the text report about it. */
export function sinceLines(since: Since | null, last: LastRun | null): readonly string[] {
  if (since === null || last === null) return [];
  const day = last.at.slice(0, 10);
  if (since.kind === 'not-compared') return [`not compared with the run of ${day}: ${since.because}`];
  const { fixed, slipped } = since;
  if (fixed.length + slipped.length === 0) return [`nothing fixed or slipped since ${day}`];
  return [
    ...(fixed.length === 0 ? [] : [`fixed since ${day}: ${fixed.join(', ')}`]),
    ...(slipped.length === 0 ? [] : [`slipped since ${day}: ${slipped.join(', ')}`]),
  ];
}
