import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { TokenDefault } from '../workflow/effective-permissions.ts';
import type { WorkflowSet } from '../workflow/read-workflows.ts';
import { stepsOf } from '../workflow/steps.ts';
import type { Workflow } from '../workflow/workflow-file.ts';
import { type AttestStep, attestStepsIn } from './attest-steps.ts';
import { calledWorkflows, isOnlyCalled } from './called-workflows.ts';
import type { PublishKind } from './publish-kind.ts';
import { type PublishStep, publishStepsIn } from './publish-steps.ts';
import { publishingRights } from './publishing-rights.ts';
import { actionName } from './reached-steps.ts';
import { isOnlyProposed, listensToReleases } from './release-triggers.ts';
import { type SbomStep, sbomStepsIn } from './sbom-steps.ts';
import { type SignStep, signStepsIn } from './signing-steps.ts';
import type { UnseenPublishing } from './unseen-publishing.ts';

/** A workflow that releases, with everything it does on the way, in its own file and in the local workflows it calls. */
export type ReleaseWorkflow = {
  readonly workflow: Workflow;
  /** The workflow and the local ones it calls: all files of the release path. */
  readonly files: readonly Workflow[];
  /** Empty when it only listens to tags or releases and holds the rights to publish. */
  readonly publishes: readonly PublishStep[];
  readonly attests: readonly AttestStep[];
  readonly sboms: readonly SbomStep[];
  readonly signs: readonly SignStep[];
};

export type ReleaseGraph = {
  /** Sorted by path. A workflow that is only ever called stands in the entries of its callers. */
  readonly workflows: readonly ReleaseWorkflow[];
  readonly unknown: readonly UnseenPublishing[];
  /** Every kind that is released, each once, in order of first appearance. */
  readonly kinds: readonly PublishKind[];
};

const remembered = new WeakMap<WorkflowSet, Map<TokenDefault, ReleaseGraph>>();

/**
 * How the repository releases (catalogue 0.2, "Publish step" and "Release workflow"). `tokenDefault` is the repository's default
 * for the job token: without it a workflow that only listens to tags counts by the permissions it declares.
 */
export function releaseGraph(
  _tree: readonly TreeEntry[],
  texts: TextFiles,
  set: WorkflowSet,
  tokenDefault: TokenDefault = null,
): ReleaseGraph {
  const graphs = remembered.get(set) ?? new Map<TokenDefault, ReleaseGraph>();
  remembered.set(set, graphs);
  const before = graphs.get(tokenDefault);
  if (before !== undefined) return before;
  const graph = makeGraph(texts, set, tokenDefault);
  graphs.set(tokenDefault, graph);
  return graph;
}

function makeGraph(texts: TextFiles, set: WorkflowSet, tokenDefault: TokenDefault): ReleaseGraph {
  const { steps, unknown } = publishStepsIn(set, texts);
  const attests = attestStepsIn(set, texts);
  const sboms = sbomStepsIn(set, texts);
  const signs = signStepsIn(set, texts);
  const workflows = set.workflows
    .filter((workflow) => !isOnlyCalled(set, workflow) && !isOnlyProposed(workflow))
    .flatMap((workflow): readonly ReleaseWorkflow[] => {
      const files = calledWorkflows(set, workflow);
      const inside = <T extends { readonly workflow: Workflow }>(all: readonly T[]) =>
        all.filter((each) => files.includes(each.workflow));
      const publishes = inside(steps);
      if (publishes.length === 0 && !releasesByListening(workflow, files, tokenDefault)) return [];
      return [{ workflow, files, publishes, attests: inside(attests), sboms: inside(sboms), signs: inside(signs) }];
    });
  const kinds = [...new Set(workflows.flatMap((each) => each.publishes.map(({ kind }) => kind)))];
  return { workflows, unknown, kinds };
}

/**
 * It listens to tags or releases, and one of its jobs holds what a publisher needs. A deployment of GitHub Pages holds an identity
 * and an environment as well, and releases nothing.
 */
function releasesByListening(workflow: Workflow, files: readonly Workflow[], tokenDefault: TokenDefault): boolean {
  if (!listensToReleases(workflow)) return false;
  const jobs = files.flatMap((file) => file.jobs.filter(({ uses }) => uses === null).map((job) => ({ file, job })));
  const pages = jobs.filter(({ job }) => stepsOf(job).some((step) => actionName(step) === 'actions/deploy-pages'));
  return jobs.some((each) => {
    if (pages.includes(each)) return false;
    if (each.job.environment !== null) return true;
    const rights = publishingRights(each.file, each.job, tokenDefault) ?? [];
    return rights.some((scope) => scope !== 'id-token' || pages.length === 0);
  });
}
