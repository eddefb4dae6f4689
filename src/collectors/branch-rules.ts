import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { BranchRule } from '../model/settings.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { ownerLevel } from './owner-level.ts';

/** The rules of active rulesets that bind the default branch, those of the organisation included. Any reader may ask. */
export const collectBranchRules = (
  api: AsksPaths,
  asking: Asking,
  { defaultBranch }: Pick<RepositoryFacts, 'defaultBranch'>,
): Promise<Fact<readonly BranchRule[]>> =>
  askAll(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/rules/branches/${encodeURIComponent(defaultBranch)}`,
      needs: { role: 'read', permission: 'Metadata: read' },
    },
    shapesOf,
    ruleIn,
  );

function ruleIn(rule: JsonShape): BranchRule | null {
  const type = rule.text('type');
  if (type === undefined) return null;
  const parameters = rule.inside('parameters');
  const reviewers = parameters.list('required_reviewers') ?? [];
  const checks = parameters.list('required_status_checks') ?? [];
  return {
    type,
    rulesetId: rule.id('ruleset_id') ?? null,
    sourceKind: ownerLevel(rule.text('ruleset_source_type')),
    requireCodeOwnerReview: parameters.flag('require_code_owner_review') ?? null,
    requiredApprovals: parameters.number('required_approving_review_count') ?? null,
    dismissStaleReviews: parameters.flag('dismiss_stale_reviews_on_push') ?? null,
    requireLastPushApproval: parameters.flag('require_last_push_approval') ?? null,
    // A team whose approval is optional guards nothing.
    reviewedPatterns: reviewers
      .filter((each) => (each.number('minimum_approvals') ?? 0) > 0)
      .flatMap((each) => each.texts('file_patterns') ?? []),
    requiredChecks: checks.flatMap((check) => check.text('context') ?? []),
  };
}
