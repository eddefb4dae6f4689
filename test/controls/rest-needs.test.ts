import { expect, test } from 'vitest';
import { downloadNeeds, ghApiNeeds, restNeeds } from '../../src/controls/rest-needs.ts';

const told = (needs: ReturnType<typeof restNeeds>): string | null =>
  needs === null ? null : needs.map(({ scope, level }) => `${scope}: ${level}`).join(', ');

test.each([
  ['GET', 'repos/o/r/releases/latest', 'contents: read'],
  ['POST', '/repos/$GITHUB_REPOSITORY/releases', 'contents: write'],
  ['PATCH', 'repos/${{ github.repository }}/pulls/5', 'pull-requests: write'],
  ['PUT', 'repos/o/r/pulls/5/merge', 'contents: write, pull-requests: write'],
  ['POST', 'repos/o/r/issues/5/comments', 'issues: write, pull-requests: write'],
  ['POST', 'repos/{owner}/{repo}/issues', 'issues: write'],
  ['GET', 'repos/o/r/commits/abc/check-runs', 'checks: read'],
  ['POST', 'repos/o/r/statuses/abc', 'statuses: write'],
  ['DELETE', 'repos/o/r/actions/caches/7', 'actions: write'],
  ['GET', 'repos/o/r', ''],
  ['GET', 'rate_limit', ''],
  ['PATCH', 'repos/o/r', null],
  ['POST', 'repos/o/r/commits', null],
  ['GET', 'repos/o/r/actions/secrets', null],
  ['GET', 'orgs/o/members', null],
  ['GET', '$ENDPOINT', null],
])('%s %s', (method, path, expected) => {
  expect(told(restNeeds(method, path))).toBe(expected);
});

test.each([
  [['repos/o/r/issues', '-f', 'title=x'], 'issues: write'],
  [['-X', 'DELETE', 'repos/o/r/git/refs/heads/x'], 'contents: write'],
  [['--method=PATCH', 'repos/o/r/pulls/1', '-f', 'state=closed'], 'pull-requests: write'],
  [['-H', 'Accept: x', 'repos/o/r/branches/next', '--silent'], 'contents: read'],
  [['graphql', '-f', 'query=x'], null],
  [[], null],
])('gh api %j', (args, expected) => {
  expect(told(ghApiNeeds(args))).toBe(expected);
});

test.each([
  [['-sSL', 'https://example.org/install.sh'], ''],
  [['-H', 'Authorization: Bearer $TOKEN', 'https://api.github.com/repos/o/r/releases'], 'contents: read'],
  [['-XPOST', '-H', 'Authorization: token $TOKEN', '$GITHUB_API_URL/repos/o/r/dispatches'], 'contents: write'],
  [['-H', 'Authorization: Bearer $TOKEN', 'https://example.org/hook'], null],
  [['-H', 'Authorization: Bearer $TOKEN', '$URL'], null],
])('curl %j', (args, expected) => {
  expect(told(downloadNeeds(args))).toBe(expected);
});
