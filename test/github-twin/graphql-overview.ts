import type { Caller } from './rights.ts';
import { roleOf } from './rights.ts';
import { headOf, peeled, resolve, type TwinRepository, type TwinState } from './state.ts';
import type { TwinRuleset } from './twin-settings.ts';

type Variables = Readonly<Record<string, unknown>>;
const page = <T>(nodes: readonly T[]) => ({ pageInfo: { hasNextPage: false }, nodes });

/** The answer to HardenOverview, for callers who may see the repository; null for others. */
export function overviewOf(state: TwinState, caller: Caller, variables: Variables): object | null {
  const repository = state.repositories.get(`${String(variables.owner)}/${String(variables.name)}`.toLowerCase());
  if (repository === undefined || roleOf(caller, repository) === 'none') return null;
  const { settings } = repository;
  const isFree = repository.visibility === 'private' && settings.plan === 'free';
  return {
    hasVulnerabilityAlertsEnabled: settings.alerts,
    owner:
      repository.ownerKind === 'Organization'
        ? { __typename: 'Organization', requiresTwoFactorAuthentication: settings.twoFactor }
        : { __typename: 'User' },
    defaultBranchRef: { target: { oid: headOf(repository) }, refUpdateRule: updateRule(repository) },
    codeowners: codeowners(state, repository),
    rulesets: isFree
      ? null
      : page(settings.rulesets.map((each) => ruleset(each, roleOf(caller, repository) === 'admin'))),
    pullRequests: page(
      repository.pulls
        .filter(({ state: now }) => now === 'open')
        .map((pull) => ({
          number: pull.number,
          url: `https://github.com/${repository.owner}/${repository.name}/pull/${pull.number}`,
          body: pull.body ?? '',
          headRefName: pull.head.branch,
          headRepository: { nameWithOwner: `${pull.head.owner}/${pull.head.name}` },
        })),
    ),
    ...(variables.push === true ? { collaborators: collaborators(repository) } : {}),
    ...(variables.keys === true
      ? { deployKeys: page(settings.keys.map(({ title, read_only }) => ({ title, readOnly: read_only }))) }
      : {}),
  };
}

function updateRule({ settings: { protection } }: TwinRepository): object | null {
  if (protection === null) return null;
  const reviews = (protection.required_pull_request_reviews ?? {}) as Readonly<Record<string, unknown>>;
  return {
    allowsDeletions: false,
    allowsForcePushes: false,
    requiredApprovingReviewCount: reviews.required_approving_review_count ?? null,
    requiredStatusCheckContexts: [],
    requiresCodeOwnerReviews: reviews.require_code_owner_reviews ?? false,
  };
}

function codeowners(state: TwinState, repository: TwinRepository): object | null {
  const head = resolve(state, repository, repository.defaultBranch);
  const files = head === null ? null : state.store.filesOf(peeled(state, head));
  const has = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'].some((path) => files?.has(path));
  return has ? { errors: repository.codeownersErrors } : null;
}

const ruleset = (of: TwinRuleset, isAdmin: boolean) => ({
  databaseId: of.id,
  name: of.name,
  target: of.target.toUpperCase(),
  enforcement: of.enforcement.toUpperCase(),
  source: { __typename: of.source_type },
  conditions: { refName: { include: of.include, exclude: [] } },
  rules: page(of.rules.map((type) => ({ type: type.toUpperCase() }))),
  bypassActors: {
    nodes: isAdmin
      ? (of.bypass ?? []).map(({ actor_type, bypass_mode }) => ({
          bypassMode: bypass_mode.toUpperCase(),
          organizationAdmin: actor_type === 'OrganizationAdmin',
          deployKey: actor_type === 'DeployKey',
          repositoryRoleName: actor_type === 'RepositoryRole' ? 'admin' : null,
          actor: actor_type === 'Team' ? { __typename: 'Team' } : null,
        }))
      : [],
  },
});

const collaborators = (repository: TwinRepository) => ({
  pageInfo: { hasNextPage: false },
  edges: Object.entries({
    ...repository.roles,
    ...(repository.ownerKind === 'User' ? { [repository.owner]: 'admin' } : {}),
  }).map(([login, role]) => ({ permission: role.toUpperCase(), node: { login } })),
});
