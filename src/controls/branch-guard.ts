import type { Limit } from '../model/control.ts';
import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { BranchProtection, BranchRule } from '../model/settings.ts';
import { outsideThePlan } from './repository-setting.ts';

/** The two places that guard the default branch. Rules add up: the strictest one counts. */
export type BranchFacts = {
  readonly branchRules: Fact<readonly BranchRule[]>;
  readonly branchProtection: Fact<BranchProtection | null>;
};

/** What stands between somebody with write access and the default branch, as far as it could be seen. */
export type BranchGuard = {
  readonly pullRequest: boolean;
  readonly noForcePush: boolean;
  readonly noDeletion: boolean;
  readonly checks: readonly string[];
  /** Whole workflows of the organisation can be required too; their checks are not named by the rule. */
  readonly workflowsRequired: boolean;
  /** Places that could not be seen, and could guard more. */
  readonly unseen: readonly Limit[];
};

export function branchGuard({ branchRules, branchProtection }: BranchFacts): BranchGuard {
  const rules = branchRules.state === 'known' ? branchRules.value : [];
  const classic = branchProtection.state === 'known' ? branchProtection.value : null;
  const has = (type: string): boolean => rules.some((rule) => rule.type === type);
  return {
    pullRequest:
      has('pull_request') ||
      (classic !== null && (classic.requiredApprovals !== null || classic.requireCodeOwnerReviews)),
    noForcePush: has('non_fast_forward') || classic?.allowsForcePushes === false,
    noDeletion: has('deletion') || classic?.allowsDeletions === false,
    checks: [
      ...new Set([...rules.flatMap(({ requiredChecks }) => requiredChecks), ...(classic?.requiredChecks ?? [])]),
    ],
    workflowsRequired: has('workflows'),
    unseen: [
      ...(branchRules.state === 'unknown' ? [{ fact: 'branchRules' } as const] : []),
      ...(branchProtection.state === 'unknown' ? [{ fact: 'branchProtection' } as const] : []),
    ],
  };
}

/** Why a private repository's plan has neither rules nor protection; null when one of them was seen, or nothing says so. */
export const noRulesInPlan = (
  { branchRules, branchProtection }: BranchFacts,
  repository: Fact<RepositoryFacts>,
): string | null =>
  branchProtection.state === 'known' && branchProtection.value !== null
    ? null
    : outsideThePlan(branchRules, repository);
