/** Pull requests, people and keys: a page of each. */
const PAGE = 100;
/** Each ruleset costs two further looks, and a hundred looks cost a point. */
const RULESETS = 40;

const UPDATE_RULE = [
  'allowsDeletions',
  'allowsForcePushes',
  'requiredApprovingReviewCount',
  'requiredStatusCheckContexts',
  'requiresCodeOwnerReviews',
].join(' ');

/**
 * What GraphQL tells at once and REST only by many questions. People and keys are asked for only by who may see them: a refusal
 * could take the rest of the answer with it. Releases are left to REST, for GraphQL has no bots among those who upload.
 */
export const OVERVIEW_QUERY = `query HardenOverview($owner: String!, $name: String!, $push: Boolean!, $keys: Boolean!) {
  rateLimit { cost remaining }
  repository(owner: $owner, name: $name) {
    hasVulnerabilityAlertsEnabled
    owner { __typename ... on Organization { requiresTwoFactorAuthentication } }
    defaultBranchRef { target { oid } refUpdateRule { ${UPDATE_RULE} } }
    codeowners { errors { line kind path message } }
    rulesets(first: ${RULESETS}, includeParents: true) { pageInfo { hasNextPage } nodes { ...Ruleset } }
    pullRequests(first: ${PAGE}, states: OPEN, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes { number url body headRefName headRepository { nameWithOwner } }
    }
    collaborators(first: ${PAGE}) @include(if: $push) { pageInfo { hasNextPage } edges { permission node { login } } }
    deployKeys(first: ${PAGE}) @include(if: $keys) { pageInfo { hasNextPage } nodes { title readOnly } }
  }
}
fragment Ruleset on RepositoryRuleset {
  databaseId name target enforcement source { __typename }
  conditions { refName { include exclude } }
  rules(first: 50) { pageInfo { hasNextPage } nodes { type } }
  bypassActors(first: 50) { nodes { bypassMode organizationAdmin deployKey repositoryRoleName actor { __typename } } }
}
`;
