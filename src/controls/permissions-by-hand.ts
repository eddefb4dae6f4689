import type { ManualStep } from '../model/change.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { isNarrowed, mightNotStart } from './least-permissions.ts';
import type { TokenNeeds } from './token-needs.ts';

type ToldJob = { readonly job: Job; readonly told: TokenNeeds };

/** A whole workflow for a person to declare; `notes` are writes that can go. */
export function permissionsByHand(
  workflow: Workflow,
  needsOf: (job: Job) => TokenNeeds,
  notes: readonly string[],
  url: ManualStep['url'],
): ManualStep {
  const jobs = workflow.jobs.filter((job) => isNarrowed(job, workflow)).map((job) => ({ job, told: needsOf(job) }));
  const doubt = jobs.find(({ told }) => !told.understood);
  return {
    kind: 'manual',
    summary: `declare the permissions of ${workflow.path}`,
    why:
      doubt !== undefined
        ? because(doubt)
        : mightNotStart(workflow)
          ? 'other workflows call it, and they must grant what it asks for'
          : 'this is what its steps were seen to use',
    lines: [
      ...(jobs.length === 0
        ? []
        : ['permissions:', '  contents: read', 'jobs:', ...jobs.flatMap((each) => suggested(each))]),
      ...notes.map((note) => `# ${note}`),
    ],
    url,
    path: workflow.path,
  };
}

/** What is left for a person once all other jobs of the workflow are edited. */
export function restByHand(
  { path }: Workflow,
  jobs: readonly [ToldJob, ...ToldJob[]],
  url: ManualStep['url'],
): ManualStep {
  return {
    kind: 'manual',
    summary: `look at ${jobs.length === 1 ? `the job ${jobs[0].job.id}` : `${jobs.length} jobs`} of ${path}`,
    why: `what ${jobs.length === 1 ? 'it' : 'each of them'} may do stays as it is: ${because(jobs[0])}`,
    lines: ['jobs:', ...jobs.flatMap((each) => suggested(each))],
    url,
    path,
  };
}

const because = ({ job, told }: ToldJob): string => `in the job ${job.id}, ${told.because}`;

function suggested({ job, told: { needs, understood, because: doubt } }: ToldJob): readonly string[] {
  const needed = needs.length > 0 || understood ? needs : [{ scope: 'contents', level: 'read', why: 'to begin with' }];
  return [
    `  ${job.id}:`,
    needed.length === 0 ? '    permissions: {}' : '    permissions:',
    ...needed.map(({ scope, level, why }) => `      ${scope}: ${level} # ${why}`),
    ...(understood ? [] : [`      # look at this job yourself: ${doubt}`]),
  ];
}
