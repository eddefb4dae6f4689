import type { Fact } from '../model/fact.ts';
import type { RepositoryFacts } from '../model/repository.ts';
import type { Environment } from '../model/settings.ts';
import { type AsksPaths, askAll } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';

/** The environments and what protects them, without their patterns and secrets, which are pages of their own. */
export const collectEnvironments = (
  api: AsksPaths,
  asking: Asking,
  { visibility }: Pick<RepositoryFacts, 'visibility'>,
): Promise<Fact<readonly Environment[]>> =>
  askAll(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/environments`,
      needs: {
        role: 'read',
        permission: 'Actions: read',
        ...(visibility === 'public' ? {} : { whenAbsent: PAID }),
      },
    },
    (data) => shapeOf(data).list('environments'),
    environmentIn,
  );

const PAID = 'environments of a private repository need a paid plan, or give the token Actions: read';

function environmentIn(environment: JsonShape): Environment | null {
  const [name, rules] = [environment.text('name'), environment.list('protection_rules')];
  if (name === undefined || rules === undefined) return null;
  const ruleOf = (type: string): JsonShape | undefined => rules.find((rule) => rule.text('type') === type);
  const review = ruleOf('required_reviewers');
  return {
    name,
    reviewers: review?.list('reviewers')?.length ?? 0,
    preventSelfReview: review?.flag('prevent_self_review') ?? false,
    waitMinutes: ruleOf('wait_timer')?.number('wait_timer') ?? 0,
    refs: refsIn(environment),
    canAdminsBypass: environment.flag('can_admins_bypass') ?? null,
    secrets: null,
  };
}

/** Without a policy any branch may deploy; a missing member is not that policy. */
function refsIn(environment: JsonShape): Environment['refs'] {
  const policy = environment.inside('deployment_branch_policy');
  if (policy.flag('protected_branches') === true) return 'protected-branches';
  if (policy.names().length > 0) return { patterns: null };
  return environment.names().includes('deployment_branch_policy') ? 'any' : { patterns: null };
}
