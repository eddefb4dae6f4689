import { type Detection, defineControl } from '../../model/control.ts';
import type { Finding } from '../../model/finding.ts';
import type { ForkApproval, PrivateForkRuns } from '../../model/settings.ts';
import type { Target } from '../../model/target.ts';
import { isClosed, noSetting, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';

const PUBLIC = '/actions/permissions/fork-pr-contributor-approval';
const PRIVATE = '/actions/permissions/fork-pr-workflows-private-repos';

export default defineControl({
  id: 'fork-run-approval',
  number: '4.14',
  section: 'actions',
  tier: 'should',
  title: 'Outside contributors’ runs wait for approval',
  why: 'Anyone can open a pull request from a fork: when its runs wait until one of you has looked, strangers cannot burn your minutes or attack your runners.',
  trap: 'Approval never covers pull_request_target, which runs at once. An approval lasts for 30 days. “First-time contributor” ends with one merged typo fix. In a private repository the same page decides whether forks get write tokens and secrets.',
  docs: [
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository',
  ],
  rules: {
    'new-accounts-only': 'Only people who are new to GitHub wait for approval.',
    'first-time-only': 'Somebody who contributed once no longer waits for approval.',
    'fork-write-token': 'Runs from private forks get a token that may write.',
    'fork-secrets': 'Runs from private forks get the secrets of the repository.',
    'fork-unapproved': 'Runs from private forks start without approval.',
  },
  needs: [],
  uses: ['forkApproval', 'privateForkRuns', 'repository'],

  detect(_known, { forkApproval, privateForkRuns, repository }, target) {
    const isUntold = repository.state === 'unknown' && forkApproval.state === 'unknown';
    if (privateForkRuns.state === 'known' && (isClosed(repository) || isUntold)) {
      return unlessArchived(repository, judgePrivate(privateForkRuns.value, target));
    }
    if (forkApproval.state === 'known' && !isClosed(repository)) {
      const judged = judgePublic(forkApproval.value, target);
      // Which of two known settings counts depends on the visibility.
      return judged.verdict === 'pass' && privateForkRuns.state === 'known'
        ? { ...judged, limitedBy: [{ fact: 'repository' }] }
        : unlessArchived(repository, judged);
    }
    const fact = isClosed(repository) ? 'privateForkRuns' : 'forkApproval';
    const message = 'whether runs from forks wait for approval could not be seen';
    return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: [{ fact }] });
  },

  // Both only make runs wait, or take rights from them.
  remedies: [
    {
      id: 'approve-all-outsiders',
      kind: 'setting',
      risk: 'safe',
      phase: 4,
      title: 'Let runs of all outside contributors wait for approval',
      unavailable: ({ maybe, target }) =>
        maybe.forkApproval.state === 'unknown' || isClosed(maybe.repository)
          ? 'the repository is not public, or the setting could not be seen'
          : noSetting(target, maybe.repository),
      plan({ maybe, target }) {
        const before = maybe.forkApproval.state === 'known' ? maybe.forkApproval.value : null;
        const path = repositoryApi(target, PUBLIC);
        return [
          {
            kind: 'setting',
            summary: 'runs of everybody outside wait for approval',
            request: { method: 'PUT', path, body: { approval_policy: 'all_external_contributors' } },
            inverse: before === null ? null : { method: 'PUT', path, body: { approval_policy: before } },
            before: `approval_policy: ${before}`,
            after: 'approval_policy: all_external_contributors',
            when: 'now',
            why: 'somebody with write access looks at each pull request from outside before its workflows run',
          },
        ];
      },
    },
    {
      id: 'restrict-private-forks',
      kind: 'setting',
      risk: 'safe',
      phase: 4,
      title: 'Give runs from private forks no rights, and let them wait',
      unavailable: ({ maybe, target }) =>
        maybe.privateForkRuns.state === 'unknown'
          ? 'the repository is public, or the setting could not be seen'
          : noSetting(target, maybe.repository),
      plan({ maybe, target }) {
        if (maybe.privateForkRuns.state === 'unknown') return [];
        const before = maybe.privateForkRuns.value;
        const after = { ...before, sendWriteTokens: false, sendSecrets: false, requireApproval: true };
        const path = repositoryApi(target, PRIVATE);
        return [
          {
            kind: 'setting',
            summary: 'runs from private forks wait, with a read-only token and without secrets',
            request: { method: 'PUT', path, body: bodyOf(after) },
            inverse: { method: 'PUT', path, body: bodyOf(before) },
            before: written(before),
            after: written(after),
            when: 'now',
            why: 'whoever may fork the repository could otherwise run code with its rights',
          },
        ];
      },
    },
  ],
});

function judgePublic(policy: ForkApproval, target: Target): Detection {
  const finding = (rule: string, message: string): Finding => ({
    rule,
    message,
    observed: `approval_policy: ${policy}`,
    expected: 'approval_policy: all_external_contributors',
    location: shownBy(target, PUBLIC),
  });
  switch (policy) {
    case 'all_external_contributors':
      return { verdict: 'pass', message: 'runs of everybody outside wait for approval' };
    case 'first_time_contributors': {
      const message = 'only a first contribution waits for approval';
      return { verdict: 'partial', message, findings: [finding('first-time-only', message)] };
    }
    case 'first_time_contributors_new_to_github': {
      const message = 'only contributors who are new to GitHub wait for approval: any older account runs at once';
      return { verdict: 'fail', message, findings: [finding('new-accounts-only', message)] };
    }
  }
}

function judgePrivate(runs: PrivateForkRuns, target: Target): Detection {
  if (!runs.runWorkflows) return { verdict: 'pass', message: 'pull requests from forks start no workflow' };
  const finding = (rule: string, message: string, key: string, is = 'true', should = 'false'): Finding => ({
    rule,
    message,
    observed: `${key}: ${is}`,
    expected: `${key}: ${should}`,
    location: shownBy(target, PRIVATE),
    route: key,
  });
  const rights = [
    ...(runs.sendWriteTokens
      ? [finding('fork-write-token', 'runs from forks get a token that may write', 'send_write_tokens_to_workflows')]
      : []),
    ...(runs.sendSecrets
      ? [finding('fork-secrets', 'runs from forks get the repository’s secrets', 'send_secrets_and_variables')]
      : []),
  ];
  const [first] = rights;
  if (first !== undefined) return { verdict: 'fail', message: first.message, findings: rights };
  if (runs.requireApproval) return { verdict: 'pass', message: 'runs from forks wait for approval, without rights' };
  const message = 'runs from forks have no rights, and start without approval';
  const key = 'require_approval_for_fork_pr_workflows';
  return { verdict: 'partial', message, findings: [finding('fork-unapproved', message, key, 'false', 'true')] };
}

const bodyOf = (runs: PrivateForkRuns) => ({
  run_workflows_from_fork_pull_requests: runs.runWorkflows,
  send_write_tokens_to_workflows: runs.sendWriteTokens,
  send_secrets_and_variables: runs.sendSecrets,
  require_approval_for_fork_pr_workflows: runs.requireApproval,
});

const written = (runs: PrivateForkRuns): string =>
  Object.entries(bodyOf(runs))
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
