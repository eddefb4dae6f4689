import type { Plan, PlannedFile, PlannedSetting, PlannedStep } from '../model/plan.ts';

/** One thing of a plan that can be ticked in the review. `key` stays the same when the plan is made again. */
export type PlanItem =
  | { readonly kind: 'file'; readonly key: string; readonly file: PlannedFile }
  | { readonly kind: 'setting'; readonly key: string; readonly setting: PlannedSetting }
  | { readonly kind: 'step'; readonly key: string; readonly step: PlannedStep };

/** Files, then settings, then steps by hand, in the plan's order. */
export function planItems(plan: Plan): readonly PlanItem[] {
  return [
    ...plan.files.map((file) => ({ kind: 'file', key: `file ${file.path}`, file }) as const),
    ...plan.settings.map((setting) => ({ kind: 'setting', key: settingKey(setting), setting }) as const),
    ...plan.steps.map((step) => ({ kind: 'step', key: `step ${step.control} ${step.summary}`, step }) as const),
  ];
}

const settingKey = ({ control, request }: PlannedSetting): string =>
  `setting ${control} ${request.method} ${request.path}`;
