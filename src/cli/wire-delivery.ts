import { resolve } from 'node:path';
import { now } from '../adapters/clock.ts';
import { textToFile, textToStream } from '../adapters/disk-text-output.ts';
import { diskWorkingTree } from '../adapters/disk-working-tree.ts';
import { gitRefs } from '../adapters/git-refs.ts';
import { deliverBranch } from '../deliver/branch.ts';
import { Interrupted } from '../deliver/interrupted.ts';
import { deliverPatch } from '../deliver/patch.ts';
import { deliverPullRequest } from '../deliver/pull-request.ts';
import { deliverWorktree } from '../deliver/worktree.ts';
import type { Control } from '../model/control.ts';
import type { DeliveryKind, DeliveryRequest, Outcome } from '../model/delivery.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { unifiedDiff } from '../plan/unified-diff.ts';
import { commitMessage } from '../report/commit-message.ts';
import { planTitle } from '../report/plan-titles.ts';
import { pullRequestBody } from '../report/pr-body.ts';
import { branchName } from './branch-name.ts';
import type { InitInvocation } from './invocation.ts';
import { VERSION } from './version.ts';
import type { Located } from './wire-target.ts';

export type Delivering = {
  readonly invocation: Pick<InitInvocation, 'branch' | 'title' | 'draft' | 'reviewers' | 'only' | 'output'>;
  readonly located: Located;
  readonly controls: readonly Control[];
  readonly workingDirectory: string;
  /** Where a patch goes that no `--output` names; null is standard output. */
  readonly patchFile: string | null;
};

/** Carries out a plan. An interruption comes back as an outcome that says what exists already. */
export async function wireDelivery(
  plan: Plan,
  way: DeliveryKind,
  delivering: Delivering,
  signal: AbortSignal,
): Promise<Outcome> {
  const request = requestFor(plan, delivering);
  const { checkout, client, target } = delivering.located;
  switch (way) {
    case 'patch':
      return deliverPatch(request, unifiedDiff(plan.files), patchOutput(delivering));
    case 'branch':
      if (checkout === null) throw new Error('a branch is only offered in a checkout');
      return deliverBranch(request, gitRefs(checkout, now()));
    case 'worktree':
      if (checkout === null) throw new Error('the working tree is only offered in a checkout');
      return deliverWorktree(request, diskWorkingTree(checkout.root));
    case 'pr': {
      const place = namedPlace(target);
      if (client === null || place === null) throw new Error('a pull request is only offered with a host');
      const { pullRequestsAt } = await import('../adapters/github-pull-requests.ts');
      return stoppable(() => deliverPullRequest(request, pullRequestsAt(client, place), signal));
    }
  }
}

function requestFor(plan: Plan, { invocation, located, controls }: Delivering): DeliveryRequest {
  const { target } = located;
  return {
    files: plan.files.map(({ path, mode, before, after }) => ({ path, mode, before, after })),
    base: { ref: target.base.ref, sha: target.base.sha },
    branch: branchName(invocation.branch, invocation.only),
    title: invocation.title ?? planTitle(plan, controls),
    body: pullRequestBody({ plan, controls, target, version: VERSION }),
    message: commitMessage(plan, controls, invocation.title, VERSION),
    draft: invocation.draft,
    reviewers: invocation.reviewers,
  };
}

const namedPlace = ({ owner, name }: Target) => (owner === null || name === null ? null : { owner, name });

function patchOutput({ invocation, workingDirectory, patchFile }: Delivering) {
  const file = invocation.output ?? patchFile;
  return file === null ? textToStream(process.stdout) : textToFile(resolve(workingDirectory, file));
}

async function stoppable(deliver: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await deliver();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const exists = error.steps.filter(({ state }) => state === 'done').map(({ kind, target }) => `${kind} ${target}`);
    return {
      kind: 'pr',
      state: 'stopped',
      branch: null,
      commit: null,
      url: null,
      notes: [exists.length === 0 ? 'Nothing was created.' : `This exists already: ${exists.join(', ')}.`],
      steps: error.steps,
    };
  }
}
