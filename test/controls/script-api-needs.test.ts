import { expect, test } from 'vitest';
import { scriptApiNeeds } from '../../src/controls/script-api-needs.ts';

const told = (script: string): string | null => {
  const needs = scriptApiNeeds(script);
  return needs === null ? null : [...new Set(needs.map(({ scope, level }) => `${scope}: ${level}`))].join(', ');
};

test.each([
  ['await github.rest.repos.createRelease({})', 'contents: write'],
  ['await github.pulls.createReview({})', 'pull-requests: write'],
  ['const runs = await github.paginate(github.rest.actions.listWorkflowRuns, {})', 'actions: read'],
  ['await github\n  .rest.issues\n  .createComment({})', 'issues: write, pull-requests: write'],
  ["await github.request('POST /repos/{owner}/{repo}/statuses/{sha}', {})", 'statuses: write'],
  ['core.setOutput("url", "https://github.com/o/r")', ''],
  ['// github.rest.issues.create\ncore.info("x")', ''],
  ['await github.rest.repos.getCollaboratorPermissionLevel({})', ''],
])('%s', (script, expected) => {
  expect(told(script)).toBe(expected);
});

test.each([
  'await github.graphql(`query { viewer { login } }`)',
  "const run = require('./run.js'); await run({ github, context })",
  'const { rest } = github; await rest.issues.create({})',
  'await exec.exec("git", ["push"])',
  'await github.rest.repos.update({})',
  'await github.rest.orgs.listMembers({})',
  "await github.request('PATCH /repos/{owner}/{repo}', {})",
  'const call = github.rest[name]',
])('is not known: %s', (script) => {
  expect(told(script)).toBeNull();
});
