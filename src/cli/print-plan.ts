import type { Control } from '../model/control.ts';
import type { Plan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { unifiedDiff } from '../plan/unified-diff.ts';
import { jsonText } from '../report/json.ts';
import type { Paint } from '../report/paint.ts';
import { planJson } from '../report/plan-json.ts';
import { planText } from '../report/plan-text.ts';
import { pullRequestBody } from '../report/pr-body.ts';
import type { WaiverWish } from '../session/decision.ts';
import { documentOf } from './answers-document.ts';
import type { PlanFormat } from './invocation.ts';
import { TOOL, VERSION } from './version.ts';

export type PrintInput = {
  readonly plan: Plan;
  readonly waivers: readonly WaiverWish[];
  readonly snapshot: Snapshot;
  readonly controls: readonly Control[];
  readonly columns: number;
  readonly paint: Paint;
};

/** What `--dry-run` prints. */
export function printedPlan(
  format: PlanFormat,
  { plan, waivers, snapshot, controls, columns, paint }: PrintInput,
): string {
  switch (format) {
    case 'text':
      return planText(plan, controls, snapshot.target, { columns, paint });
    case 'patch':
      return unifiedDiff(plan.files);
    case 'markdown':
      return pullRequestBody({ plan, controls, target: snapshot.target, version: VERSION });
    case 'json':
      return jsonText(planJson(plan, snapshot, { name: TOOL, version: VERSION }, documentOf(plan.choices, waivers)));
  }
}
