import { isFullSha } from '../workflow/parse-uses.ts';
import { LATEST, type PinRequest } from './pin-requests.ts';

/** Repositories and references in one query: each costs a look at the tags, and GitHub stops after ten seconds. */
export const REPOSITORIES_AT_MOST = 50;
const TAGS = 100;

export type PinQuery = { readonly document: string; readonly variables: Readonly<Record<string, string>> };

/**
 * One GraphQL query for up to fifty repositories. Names from workflows travel as variables, so nothing in them can become part
 * of the query. Aliases: `r<n>` a repository, `o<k>` the object of its k-th ref, `t<k>` the tags that look like it, `c<k>` the
 * tag that the k-th comment claims, `n` the newest tags.
 */
export function pinQuery(requests: readonly PinRequest[]): PinQuery {
  const variables: Record<string, string> = {};
  const give = (name: string, value: string): string => {
    variables[name] = value;
    return `$${name}`;
  };
  const repositories = requests.map((request, n) => {
    const owner = give(`owner${n}`, request.owner);
    const name = give(`name${n}`, request.repo);
    const refs = request.refs.map((ref, k) => refFields(ref, k, (value, kind) => give(`${kind}${n}_${k}`, value)));
    const claims = request.claims.map(
      ({ version }, k) => `c${k}: object(expression: ${give(`claim${n}_${k}`, `refs/tags/${version}`)}) { ...Named }`,
    );
    return `  r${n}: repository(owner: ${owner}, name: ${name}) {\n    nameWithOwner isArchived\n${indent([...refs, ...claims])}\n  }`;
  });
  const declared = Object.keys(variables).map((name) => `$${name}: String!`);
  return {
    document: `query HardenPins(${declared.join(', ')}) {\n  rateLimit { cost remaining }\n${repositories.join('\n')}\n}\n${FRAGMENTS}`,
    variables,
  };
}

function refFields(ref: string, k: number, give: (value: string, kind: string) => string): string {
  if (ref === LATEST) {
    return `latestRelease { tagName tagCommit { oid } }\n    n: refs(refPrefix: "refs/tags/", first: ${TAGS}, ${NEWEST}) { ...Tags }`;
  }
  const object = `o${k}: object(expression: ${give(ref, 'ref')}) { ...Named }`;
  // A commit id is in no tag's name: the newest tags are the best guess at what names it.
  const like = isFullSha(ref) ? '' : `query: ${give(ref, 'like')}, `;
  return `${object}\n    t${k}: refs(refPrefix: "refs/tags/", first: ${TAGS}, ${like}${NEWEST}) { ...Tags }`;
}

const NEWEST = 'orderBy: { field: TAG_COMMIT_DATE, direction: DESC }';

const FRAGMENTS = `fragment Named on GitObject {
  __typename oid
  ... on Tag { name target { __typename oid ... on Tag { target { __typename oid } } } }
}
fragment Tags on RefConnection { nodes { name target { ...Named } } }
`;

const indent = (lines: readonly string[]): string => lines.map((line) => `    ${line}`).join('\n');
