import { describe, expect, it } from 'vitest';
import { guardOf, runsAnyway, strongest, weakest } from '../../src/workflow/condition-guards.ts';

const RISKY = ['pull_request_target', 'issue_comment'];
const FORK = 'github.event.pull_request.head.repo';

describe('guardOf', () => {
  it.each([
    [null, 'open'],
    ['not an expression (', 'open'],
    ['success()', 'open'],
    ["github.event_name == 'push'", 'trusted'],
    // A text around the expression makes the whole a text, which is always true.
    ["${{ github.event_name == 'push' }}\n", 'open'],
    ["${{ github.event_name == 'push' }} && ${{ true }}", 'open'],
    ["x ${{ github.event_name == 'push' }}", 'open'],
    // A text holds every part of itself: somebody called "octo" passes.
    ["contains('octocat,hubot', github.actor)", 'open'],
    ['contains(fromJSON(\'["octocat"]\'), github.actor)', 'gated'],
    ["github.event_name == 'issue_comment'", 'open'],
    ["github.event_name != 'issue_comment'", 'open'],
    ["'push' == github.event_name", 'trusted'],
    [`${FORK}.full_name == github.repository`, 'trusted'],
    [`github.repository == ${FORK}.full_name`, 'trusted'],
    [`${FORK}.full_name != github.repository`, 'open'],
    [`${FORK}.full_name == 'octo/app'`, 'trusted'],
    [`${FORK}.fork == true`, 'open'],
    [`${FORK}.fork != true`, 'trusted'],
    [`!${FORK}.fork`, 'trusted'],
    [`\${{ !(${FORK}.fork) }}`, 'trusted'],
    ['!github.event.pull_request.draft', 'open'],
    ["github.event.workflow_run.event == 'schedule'", 'trusted'],
    ["github.event.workflow_run.event == 'pull_request'", 'open'],
    ["github.event.workflow_run.conclusion == 'success'", 'open'],
    ["github.actor == 'octocat'", 'gated'],
    ["github.actor == 'dependabot[bot]'", 'open'],
    ["github.event.pull_request.user.login == 'dependabot[bot]'", 'gated'],
    ["github.event.label.name == 'ok'", 'gated'],
    ["github.event.comment.author_association == 'MEMBER'", 'gated'],
    ["github.event.comment.author_association != 'NONE'", 'open'],
    ["contains(github.event.comment.body, '/run')", 'open'],
    [`${FORK}.fork == false && github.event.label.name == 'ok'`, 'trusted'],
    [`${FORK}.fork == false || github.event.label.name == 'ok'`, 'gated'],
    ['github.event.pull_request.merged', 'trusted'],
    ['false', 'trusted'],
    ['true', 'open'],
  ])('%s is %s', (condition, guard) => {
    expect(guardOf(condition, RISKY)).toBe(guard);
  });
});

it('orders guards', () => {
  expect(strongest(['open', 'trusted', 'gated'])).toBe('trusted');
  expect(weakest(['trusted', 'open', 'gated'])).toBe('open');
  expect(strongest([])).toBe('open');
});

it('knows conditions that run whatever was before', () => {
  expect([null, 'success()', 'always() && x', '!cancelled()'].map(runsAnyway)).toEqual([false, false, true, true]);
});
