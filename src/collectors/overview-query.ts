/** Rulesets, pull requests, people and releases in one question: a page of each. */
const PAGE = 100;

/**
 * What GraphQL tells any reader at once and REST only by many questions. Digests and immutability of releases are asked only
 * in the cloud: on a server that does not know a field the whole query fails.
 */
export const overviewQuery = (
  inCloud: boolean,
): string => `query HardenOverview($owner: String!, $name: String!, $push: Boolean!) {
  rateLimit { cost remaining }
  repository(owner: $owner, name: $name) {
    hasVulnerabilityAlertsEnabled
    owner { __typename ... on Organization { requiresTwoFactorAuthentication } }
    defaultBranchRef { target { oid } refUpdateRule { ${UPDATE_RULE} } }
    codeowners { errors { line kind path message } }
    rulesets(first: ${PAGE}, includeParents: true) { pageInfo { hasNextPage } nodes { ...Ruleset } }
    pullRequests(first: ${PAGE}, states: OPEN, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes { number url body headRefName headRepository { nameWithOwner } }
    }
    collaborators(first: ${PAGE}) @include(if: $push) { pageInfo { hasNextPage } edges { permission node { login } } }
${inCloud ? RELEASES : ''}  }
}
fragment Ruleset on RepositoryRuleset {
  databaseId name target enforcement source { __typename }
  conditions { refName { include exclude } }
  rules(first: 50) { pageInfo { hasNextPage } nodes { type } }
  bypassActors(first: 50) { nodes { bypassMode organizationAdmin deployKey repositoryRoleName actor { __typename } } }
}
`;

const UPDATE_RULE = [
  'allowsDeletions',
  'allowsForcePushes',
  'requiredApprovingReviewCount',
  'requiredStatusCheckContexts',
  'requiresCodeOwnerReviews',
].join(' ');

const RELEASES = `    releases(first: 10, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes {
        tagName isDraft isPrerelease immutable createdAt
        releaseAssets(first: ${PAGE}) { pageInfo { hasNextPage } nodes { name digest uploadedBy { login } } }
      }
    }
`;
