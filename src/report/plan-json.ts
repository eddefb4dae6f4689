import type { Plan, PlannedFile, PlannedSetting, PlannedStep } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { repositoryJson, type Tool } from './repository-json.ts';

/** The plan of `init --dry-run --format json`: version 1 of `schemas/plan.schema.json`. `answers` is what `--answers` reads. */
export function planJson<T>(plan: Plan, snapshot: Snapshot, tool: Tool, answers: T) {
  return {
    schemaVersion: 1,
    tool,
    mode: snapshot.target.mode,
    observedAt: snapshot.observedAt,
    repository: repositoryJson(snapshot),
    answers,
    files: plan.files.map(fileJson),
    settings: plan.settings.map(settingJson),
    steps: plan.steps.map(stepJson),
    conflicts: plan.conflicts.map(({ controls, path, message }) => ({ controls, path, message })),
    leftOut: plan.leftOut.map(({ control, reason }) => ({ control, reason })),
    cures: plan.cures,
    packs: plan.packs.map(({ name, version, source, resolved }) => ({ name, version, source, resolved })),
  };
}

const fileJson = ({ path, mode, risk, controls, summaries, before, after, hunks }: PlannedFile) => ({
  path,
  mode,
  risk,
  controls,
  summaries,
  before,
  after,
  hunks: hunks.map((hunk) => ({
    before: { line: hunk.before.line, count: hunk.before.count },
    after: { line: hunk.after.line, count: hunk.after.count },
    controls: hunk.controls,
  })),
});

const settingJson = ({ control, summary, why, before, after, when, request, inverse }: PlannedSetting) => ({
  control,
  summary,
  why,
  before,
  after,
  when,
  request,
  inverse,
});

const stepJson = ({ control, summary, why, lines, url, path }: PlannedStep) => ({
  control,
  summary,
  why,
  lines,
  url,
  path: path ?? null,
});
