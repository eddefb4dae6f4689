import type { TextFiles } from '../model/files.ts';
import { spelledOut } from '../workflow/matrix-values.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Step } from '../workflow/workflow-file.ts';
import { baseImagesIn } from './base-images.ts';

const DOCKERFILE = /(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:\.[^/]+)?|[^/]+\.Dockerfile)$/i;

/**
 * Every image that workflows, actions and Dockerfiles of the repository take, as written, each once and in the order of the
 * files: containers and services of jobs with the values of their matrix, `docker://` steps, images of actions, and what is
 * built upon. What is only known in a run is left out.
 */
export function imagesTaken(set: WorkflowSet, texts: TextFiles): readonly string[] {
  const jobs = set.workflows.flatMap((workflow) => workflow.jobs);
  const run = jobs.flatMap((job) =>
    [...(job.container === null ? [] : [job.container]), ...job.services].flatMap(
      (image) => spelledOut(job, image)?.map(({ value }) => value) ?? [],
    ),
  );
  const steps = [...jobs, ...set.actions].flatMap(stepsOf).flatMap(imageOf);
  const ofActions = set.actions.flatMap(({ image }) => (image?.value.startsWith('docker://') ? [image.value] : []));
  const bases = Object.values(texts).flatMap((file) =>
    'text' in file && DOCKERFILE.test(file.path)
      ? baseImagesIn(file).flatMap(({ value, computed }) => (computed ? [] : [value]))
      : [],
  );
  return [...new Set([...run, ...steps, ...ofActions, ...bases].map((image) => image.trim()))];
}

const imageOf = ({ uses }: Step): readonly string[] => (uses?.value.kind === 'docker' ? [uses.value.image] : []);
