import { stepsOf } from './steps.ts';
import type { Job, Step } from './workflow-file.ts';

/** Whether a job starts only after another, among these: by its `needs`, or by those of a job it waits for. */
export function waitsFor(job: Job, other: Job, jobs: readonly Job[]): boolean {
  // Each job is asked once, however many ways lead to it.
  const asked = new Set<Job>();
  const waits = (of: Job): boolean => {
    if (asked.has(of) || !jobs.includes(of)) return false;
    asked.add(of);
    const before = of.needs.length === 0 ? [] : jobs.filter(({ id }) => of.needs.includes(id));
    return before.includes(other) || before.some(waits);
  };
  return waits(job);
}

/** A step in its job; null = the job as a whole, which calls a workflow. */
type Spot = { readonly job: Job; readonly step: Step | null };

/** Whether one spot surely comes before another: an earlier step of the same job, or a job that the other waits for. */
export const comesBefore = (one: Spot, other: Spot, jobs: readonly Job[]): boolean => {
  if (one.job !== other.job) return waitsFor(other.job, one.job, jobs);
  const steps = stepsOf(one.job);
  return one.step !== null && other.step !== null && steps.indexOf(one.step) < steps.indexOf(other.step);
};
