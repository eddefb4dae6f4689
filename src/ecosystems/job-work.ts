import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import type { Job, Workflow } from '../workflow/workflow-file.ts';
import { type AttestStep, attestStepsIn } from './attest-steps.ts';
import { type BuildStep, buildStepsIn } from './build-steps.ts';
import { type InstallStep, installStepsIn } from './install-steps.ts';
import { type PublishStep, publishStepsIn } from './publish-steps.ts';
import { type ReleaseWorkflow, releaseGraph } from './release-graph.ts';
import { type SignStep, signStepsIn } from './signing-steps.ts';

/** What one job does, as far as it can be seen. */
export type JobWork = {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly builds: readonly BuildStep[];
  readonly installs: readonly InstallStep[];
  readonly publishes: readonly PublishStep[];
  readonly attests: readonly AttestStep[];
  readonly signs: readonly SignStep[];
  /** The release that the job's file is a part of; null when it is none. */
  readonly release: ReleaseWorkflow | null;
};

const remembered = new WeakMap<WorkflowSet, readonly JobWork[]>();

/** Every job that has steps or calls a known builder, in the order of the files; remembered by the set. */
export function jobWorkIn(tree: readonly TreeEntry[], texts: TextFiles, set: WorkflowSet): readonly JobWork[] {
  const before = remembered.get(set);
  if (before !== undefined) return before;
  const builds = byJob(buildStepsIn(set, texts));
  const installs = byJob(installStepsIn(set, tree, texts));
  const publishes = byJob(publishStepsIn(set, texts).steps);
  const attests = byJob(attestStepsIn(set, texts));
  const signs = byJob(signStepsIn(set, texts));
  const releases = new Map<Workflow, ReleaseWorkflow>();
  for (const release of releaseGraph(tree, texts, set).workflows) {
    for (const file of release.files) if (!releases.has(file)) releases.set(file, release);
  }
  const found = set.workflows.flatMap((workflow) =>
    workflow.jobs.map((job) => ({
      workflow,
      job,
      builds: builds.get(job) ?? [],
      installs: installs.get(job) ?? [],
      publishes: publishes.get(job) ?? [],
      attests: attests.get(job) ?? [],
      signs: signs.get(job) ?? [],
      release: releases.get(workflow) ?? null,
    })),
  );
  remembered.set(set, found);
  return found;
}

/** Whether the job runs code of the project or of its dependencies: installs, builds or tests. */
export const runsProjectCode = ({ builds, installs }: JobWork): boolean => builds.length > 0 || installs.length > 0;

/** Whether it makes what is released: it builds in a release. Tests and installs alone make nothing. */
export const buildsPayload = ({ builds, release }: JobWork): boolean =>
  release !== null && builds.some(({ purpose }) => purpose === 'build');

/** Whether it hands something over to users, or vouches for it. */
export const releases = ({ publishes, attests, signs }: JobWork): boolean =>
  publishes.length + attests.length + signs.length > 0;

function byJob<T extends { readonly job: Job }>(all: readonly T[]): ReadonlyMap<Job, readonly T[]> {
  const found = new Map<Job, T[]>();
  for (const each of all) {
    const own = found.get(each.job) ?? [];
    found.set(each.job, own);
    own.push(each);
  }
  return found;
}
