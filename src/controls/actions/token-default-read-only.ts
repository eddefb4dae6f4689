import { defineControl } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import { slugOf } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import type { Workflow } from '../../workflow/workflow-file.ts';

export default defineControl({
  id: 'token-default-read-only',
  number: '4.07',
  section: 'actions',
  tier: 'must',
  title: 'Default GITHUB_TOKEN is read-only',
  why: 'A workflow that does not say what its token may do gets this default: read-only keeps a forgotten `permissions` line from handing every step write access to the repository.',
  trap: 'Repositories and organisations created before February 2023 often still default to write. The same request also carries whether Actions may approve pull requests, so it must be sent along unchanged. An organisation with a stricter default answers 409.',
  docs: [
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository',
    'https://docs.github.com/en/actions/reference/security/secure-use',
  ],
  rules: { 'default-write': 'The token of a workflow without `permissions` may write.' },
  needs: ['tokenDefaults'],
  uses: ['texts', 'repository'],

  detect({ tokenDefaults }, _maybe, target) {
    if (tokenDefaults.defaultWorkflowPermissions === 'read') {
      return { verdict: 'pass', message: 'a workflow that declares nothing gets a read-only token' };
    }
    const message = 'a workflow that declares no permissions gets a token that may write';
    return {
      verdict: 'fail',
      message,
      findings: [
        {
          rule: 'default-write',
          message,
          observed: 'default_workflow_permissions: write',
          expected: 'default_workflow_permissions: read',
          location: { endpoint: `GET ${settingPath(slugOf(target))}` },
        },
      ],
    };
  },

  remedies: [
    {
      id: 'set-default-read',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Set the default of the token to read-only',
      unavailable({ maybe, target }) {
        if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no setting to change';
        return maybe.repository.state === 'known' && maybe.repository.value.archived
          ? 'the repository is archived: GitHub refuses every change'
          : null;
      },
      plan({ known, maybe, target }) {
        const path = settingPath(slugOf(target));
        const kept = { can_approve_pull_request_reviews: known.tokenDefaults.canApprovePullRequestReviews };
        return [
          {
            kind: 'setting',
            summary: 'the default token of workflows becomes read-only',
            request: { method: 'PUT', path, body: { default_workflow_permissions: 'read', ...kept } },
            inverse: {
              method: 'PUT',
              path,
              body: { default_workflow_permissions: known.tokenDefaults.defaultWorkflowPermissions, ...kept },
            },
            before: `default_workflow_permissions: ${known.tokenDefaults.defaultWorkflowPermissions}`,
            after: 'default_workflow_permissions: read',
            when: 'after-merge',
            why: reliance(maybe.texts.state === 'known' ? maybe.texts.value : null),
          },
        ];
      },
    },
  ],
});

const settingPath = (slug: string | null): string => `/repos/${slug ?? 'OWNER/REPO'}/actions/permissions/workflow`;

/** Which workflows change with the setting: those with a job that nothing gives permissions to. */
function reliance(texts: TextFiles | null): string {
  if (texts === null) return 'workflows without `permissions` may break: which ones could not be read';
  const set = workflowsIn(texts);
  const unread = [...set.broken, ...set.unreadable].map(({ path }) => `${path} (could not be read)`);
  const relying = [...set.workflows.filter(reliesOnDefault).map(({ path }) => path), ...unread];
  return relying.length === 0
    ? 'every workflow declares its permissions, so none changes'
    : `these workflows rely on the default, and fail where they write: ${relying.join(', ')}`;
}

const reliesOnDefault = ({ permissions, jobs }: Workflow): boolean =>
  permissions === null && jobs.some((job) => job.permissions === null);
