import { stepsOf } from './steps.ts';
import type { Job, Step } from './workflow-file.ts';

/** Whether a job starts only after another, among these: by its `needs`, or by those of a job it waits for. */
export function waitsFor(job: Job, other: Job, jobs: readonly Job[], seen: readonly Job[] = []): boolean {
  if (seen.includes(job) || !jobs.includes(job)) return false;
  const before = jobs.filter(({ id }) => job.needs.includes(id));
  return before.includes(other) || before.some((each) => waitsFor(each, other, jobs, [...seen, job]));
}

/** A step in its job; null = the job as a whole, which calls a workflow. */
type Spot = { readonly job: Job; readonly step: Step | null };

/** Whether one spot surely comes before another: an earlier step of the same job, or a job that the other waits for. */
export const comesBefore = (one: Spot, other: Spot, jobs: readonly Job[]): boolean => {
  if (one.job !== other.job) return waitsFor(other.job, one.job, jobs);
  const steps = stepsOf(one.job);
  return one.step !== null && other.step !== null && steps.indexOf(one.step) < steps.indexOf(other.step);
};
