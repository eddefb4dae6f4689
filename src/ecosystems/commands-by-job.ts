import type { TextFiles } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job } from '../workflow/workflow-file.ts';
import { type ReachedStep, reachedSteps } from './reached-steps.ts';
import { type TracedCommand, tracedCommands } from './traced-command.ts';

/** What a job runs, in its order. */
export type JobRun = { readonly steps: readonly ReachedStep[]; readonly commands: readonly TracedCommand[] };

const remembered = new WeakMap<WorkflowSet, ReadonlyMap<Job, JobRun>>();
const NOTHING: JobRun = { steps: [], commands: [] };

/** The steps and commands of a job, local actions and scripts included; remembered by the set. */
export function runOf(job: Job, set: WorkflowSet, texts: TextFiles): JobRun {
  const known = remembered.get(set) ?? readAll(set, texts);
  remembered.set(set, known);
  return known.get(job) ?? NOTHING;
}

function readAll(set: WorkflowSet, texts: TextFiles): ReadonlyMap<Job, JobRun> {
  const runs = new Map<Job, { steps: ReachedStep[]; commands: TracedCommand[] }>();
  const own = (job: Job) => {
    const run = runs.get(job) ?? { steps: [], commands: [] };
    runs.set(job, run);
    return run;
  };
  for (const step of reachedSteps(set)) own(step.job).steps.push(step);
  for (const command of tracedCommands(set, texts)) own(command.at.job).commands.push(command);
  return runs;
}
