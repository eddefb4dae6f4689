import type { TextFiles } from '../model/files.ts';
import { waitsFor } from '../workflow/job-order.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Job, Step } from '../workflow/workflow-file.ts';
import type { AttestStep } from './attest-steps.ts';
import { knownBuilder } from './known-builders.ts';
import type { PublishStep } from './publish-steps.ts';
import type { ReleaseWorkflow } from './release-graph.ts';
import { shippedImage } from './shipped-image.ts';

/**
 * Whether an attestation can be about what a step publishes: its subject is of that kind, its job had the same bytes, and nothing
 * written says that it names another image. False is sure; true may still be another file, which the names would have to tell.
 */
export function mayAttest(
  attest: AttestStep,
  publish: PublishStep,
  { files }: ReleaseWorkflow,
  texts: TextFiles,
): boolean {
  // A builder that publishes attests what it published itself.
  if (attest.step === null && (knownBuilder(attest.job)?.publishes.length ?? 0) > 0) return attest.job === publish.job;
  if (publish.step === null && attest.job !== publish.job) return false;
  const subject = subjectOf(attest);
  const wanted = publish.kind === 'container' ? 'image' : publish.kind === 'helm' ? 'any' : 'files';
  if (subject !== 'any' && wanted !== 'any' && subject !== wanted) return false;
  if (publish.kind === 'container' && isOfAnother(attest, publish, texts)) return false;
  const jobs = files.find((file) => file.jobs.includes(publish.job))?.jobs ?? [];
  // What a called workflow is handed is not followed.
  return !jobs.includes(attest.job) || mayShareBytes(attest.job, publish.job, jobs);
}

const mayShareBytes = (one: Job, other: Job, jobs: readonly Job[]): boolean =>
  one === other ||
  waitsFor(one, other, jobs) ||
  waitsFor(other, one, jobs) ||
  jobs.some((each) => waitsFor(one, each, jobs) && waitsFor(other, each, jobs));

const inputOf = (step: Step, name: string): string => step.with[name]?.value.trim() ?? '';

function subjectOf({ actual, how }: AttestStep): 'image' | 'files' | 'any' {
  if (actual === null) return /\/generator_container|\/github-builder\//.test(how) ? 'image' : 'files';
  if (actual.uses === null) return /\bcosign\s+attest\s/.test(how) ? 'image' : 'files';
  if (!/^(?:false)?$/i.test(inputOf(actual, 'push-to-registry'))) return 'image';
  const list = inputOf(actual, 'subject-checksums');
  // GoReleaser lists the digests of its images as checksums.
  if (list !== '') return /digest|\$\{\{/.test(list) ? 'any' : 'files';
  return inputOf(actual, 'subject-path') === '' ? 'any' : 'files';
}

/** The digest is that of another push of the job, or both names are written and differ. */
function isOfAnother({ actual, job, via }: AttestStep, publish: PublishStep, texts: TextFiles): boolean {
  if (actual?.uses == null) return false;
  const { step } = publish;
  if (step === null || publish.via !== null) return false;
  const digestOf = /steps\.([\w-]+)\.outputs\.digest\b/.exec(inputOf(actual, 'subject-digest'))?.[1];
  if (via === null && job === publish.job && digestOf !== undefined) {
    if (digestOf === step.id) return false;
    const source = stepsOf(job).find(({ id }) => id === digestOf);
    if (source !== undefined && isPush(source)) return true;
  }
  const name = plainName(inputOf(actual, 'subject-name'));
  const shipped = shippedImage({ ...publish, step }, workflowsIn(texts), texts);
  if (name === '' || !shipped.known) return false;
  return ![name, ...shipped.names].some((each) => each.includes('${{')) && !shipped.names.map(plainName).includes(name);
}

const isPush = (step: Step): boolean =>
  /\/build-push-action@/i.test(step.uses?.value.text ?? '') && !/^(?:false)?$/i.test(inputOf(step, 'push'));

const plainName = (name: string): string =>
  name
    .replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '')
    .replace(/:[\w][\w.-]*$/, '')
    .toLowerCase();
