import type { LeftOut, Plan } from '../model/plan.ts';
import { type PlanItem, planItems } from './plan-item.ts';

/**
 * The plan without what was unticked. A control whose file, setting or step stays behind is no longer promised as cured, and is
 * named among what is left out.
 */
export function trimmedPlan(plan: Plan, unticked: readonly string[]): Plan {
  const dropped = planItems(plan).filter(({ key }) => unticked.includes(key));
  if (dropped.length === 0) return plan;
  const kept = planItems(plan).filter(({ key }) => !unticked.includes(key));
  const leftOut = dropped.flatMap(whatIsLeftOut);
  const open = new Set(leftOut.map(({ control }) => control));
  return {
    ...plan,
    files: kept.flatMap((item) => (item.kind === 'file' ? [item.file] : [])),
    settings: kept.flatMap((item) => (item.kind === 'setting' ? [item.setting] : [])),
    steps: kept.flatMap((item) => (item.kind === 'step' ? [item.step] : [])),
    leftOut: [...plan.leftOut, ...leftOut],
    cures: plan.cures.filter((control) => !open.has(control)),
  };
}

function whatIsLeftOut(item: PlanItem): readonly LeftOut[] {
  switch (item.kind) {
    case 'file':
      return item.file.controls.map((control) => ({ control, reason: `you left out ${item.file.path}` }));
    case 'setting':
      return [{ control: item.setting.control, reason: `you left out the setting "${item.setting.summary}"` }];
    case 'step':
      return [{ control: item.step.control, reason: `you left out the step "${item.step.summary}"` }];
  }
}

/** Controls of which one file is left out while another stays: the part that stays may not make sense alone. */
export function halves(plan: Plan, unticked: readonly string[]): readonly string[] {
  const isOff = (path: string) => unticked.includes(`file ${path}`);
  const off = new Set(plan.files.filter(({ path }) => isOff(path)).flatMap(({ controls }) => controls));
  const on = new Set(plan.files.filter(({ path }) => !isOff(path)).flatMap(({ controls }) => controls));
  return [...off].filter((control) => on.has(control)).toSorted();
}
