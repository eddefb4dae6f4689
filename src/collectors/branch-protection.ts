import { type Fact, known, unknown } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { BranchProtection } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import type { Overview } from './overview.ts';

/**
 * Classic protection of the default branch. Administrators are told all of it; others what binds them, or only whether there is
 * any. The words "Branch not protected" come from nobody but GitHub, on every host.
 */
export async function collectBranchProtection(
  api: AsksPaths,
  asking: Asking,
  { defaultBranch }: Pick<RepositoryFacts, 'defaultBranch'>,
  overview: Overview | null,
): Promise<Fact<BranchProtection | null>> {
  const branch = `${repositoryPath(asking)}/branches/${encodeURIComponent(defaultBranch)}`;
  if (asking.rights !== 'admin') {
    const binding = overview === null ? null : bindingOn(overview);
    return binding ?? collectWhetherProtected(api, asking, branch);
  }
  const question = {
    path: `${branch}/protection`,
    needs: { role: 'admin', permission: 'Administration: read' },
  } as const;
  return ask<BranchProtection | null>(
    api,
    asking,
    question,
    (data) => protectionIn(shapeOf(data)),
    (failure, source) =>
      failure.kind === 'not-found' && /branch not protected/i.test(failure.message) ? known(null, source) : null,
  );
}

function protectionIn(said: JsonShape): BranchProtection | null {
  const enforceAdmins = said.inside('enforce_admins').flag('enabled');
  if (enforceAdmins === undefined) return null;
  const reviews = said.inside('required_pull_request_reviews');
  const checks = said.inside('required_status_checks');
  const listed = checks.list('checks')?.flatMap((check) => check.text('context') ?? []);
  return {
    requireCodeOwnerReviews: reviews.flag('require_code_owner_reviews') ?? false,
    requiredApprovals: reviews.number('required_approving_review_count') ?? null,
    enforceAdmins,
    requiredChecks: listed ?? checks.texts('contexts') ?? [],
    allowsForcePushes: said.inside('allow_force_pushes').flag('enabled') ?? false,
    allowsDeletions: said.inside('allow_deletions').flag('enabled') ?? false,
  };
}

/** The rule that binds the signed-in user, as GraphQL shows it to everyone; null when it shows none, which proves nothing. */
function bindingOn({ repository, source }: Overview): Fact<BranchProtection> | null {
  const rule = repository.inside('defaultBranchRef').inside('refUpdateRule');
  const [forced, deleted] = [rule.flag('allowsForcePushes'), rule.flag('allowsDeletions')];
  if (forced === undefined || deleted === undefined) return null;
  const value: BranchProtection = {
    requireCodeOwnerReviews: rule.flag('requiresCodeOwnerReviews') ?? false,
    requiredApprovals: rule.number('requiredApprovingReviewCount') ?? null,
    enforceAdmins: null,
    requiredChecks: rule.texts('requiredStatusCheckContexts') ?? [],
    allowsForcePushes: forced,
    allowsDeletions: deleted,
  };
  return known(value, source);
}

/** A branch that is not protected at all has no classic protection; one that is may have only a ruleset. */
async function collectWhetherProtected(api: AsksPaths, asking: Asking, path: string): Promise<Fact<null>> {
  const question = { path, needs: { role: 'read', permission: 'Contents: read' } } as const;
  const isProtected = await ask(api, asking, question, (data) => shapeOf(data).flag('protected') ?? null);
  if (isProtected.state === 'unknown') return isProtected;
  return isProtected.value
    ? unknown(
        'forbidden',
        `ask an administrator of ${asking.owner}/${asking.name} how the branch is protected`,
        isProtected.source,
      )
    : known(null, isProtected.source);
}
