import { expect, test } from 'vitest';
import { ghApiCall } from '../../src/report/gh-api-call.ts';

test('fields that are flat become flags, typed as the body has them', () => {
  const body = { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false };
  expect(ghApiCall({ method: 'PUT', path: '/repos/a/b/actions/permissions/workflow', body }, 'github.com')).toEqual([
    'gh api --method PUT /repos/a/b/actions/permissions/workflow -f default_workflow_permissions=read -F can_approve_pull_request_reviews=false',
  ]);
});

test('a nested body is sent whole, another host is named, and shell characters stay data', () => {
  const lines = ghApiCall({ method: 'POST', path: "/repos/a/b'c/x", body: { rules: [{ type: 'a' }] } }, 'ghe.example');
  expect(lines[0]).toBe(`gh api --hostname ghe.example --method POST '/repos/a/b'\\''c/x' --input - <<'JSON'`);
  expect(JSON.parse(lines[1] ?? '')).toEqual({ rules: [{ type: 'a' }] });
  expect(lines[2]).toBe('JSON');
});

test('without a body it is one plain command', () => {
  expect(ghApiCall({ method: 'DELETE', path: '/x', body: null }, 'github.com')).toEqual(['gh api --method DELETE /x']);
});
