import type { BranchRule } from '../../src/model/settings.ts';

/** A rule that binds the default branch, of a ruleset of the repository. */
export const branchRule = (type: string, parameters: Partial<BranchRule> = {}): BranchRule => ({
  type,
  rulesetId: '7',
  sourceKind: 'repository',
  requireCodeOwnerReview: null,
  requiredApprovals: null,
  dismissStaleReviews: null,
  requireLastPushApproval: null,
  reviewedPatterns: [],
  requiredChecks: [],
  ...parameters,
});
