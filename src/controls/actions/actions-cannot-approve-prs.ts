import { defineControl } from '../../model/control.ts';
import type { TokenDefaults } from '../../model/repository.ts';
import { proposingSteps } from '../proposing-steps.ts';
import { noSetting, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';

const SETTING = '/actions/permissions/workflow';
const DOCS =
  'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository' as const;

const CAN_APPROVE = 'workflows can create and approve pull requests';

export default defineControl({
  id: 'actions-cannot-approve-prs',
  number: '4.15',
  section: 'actions',
  tier: 'must',
  title: 'Workflows cannot create or approve pull requests',
  why: 'A workflow that may approve pull requests can wave its own change through, and then a required review protects nothing.',
  trap: 'One switch is for both, creating and approving: turning it off also stops release-please, changesets and every step that opens pull requests with GITHUB_TOKEN. Give those the token of a GitHub App first. The same request carries the default permissions, so they must be sent along.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'may-approve': 'The token of a workflow may create and approve pull requests.',
    'bot-relies-on-it': 'A step opens pull requests with the job’s own token, and would stop working.',
  },
  needs: ['tokenDefaults'],
  uses: ['texts', 'repository'],

  detect({ tokenDefaults }, { texts, repository }, target) {
    if (!tokenDefaults.canApprovePullRequestReviews) {
      return { verdict: 'pass', message: 'workflows can neither create nor approve pull requests' };
    }
    const bots = texts.state === 'known' ? proposingSteps(texts.value) : [];
    const allowed = {
      rule: 'may-approve',
      message: CAN_APPROVE,
      observed: 'can_approve_pull_request_reviews: true',
      expected: 'can_approve_pull_request_reviews: false',
      location: shownBy(target, SETTING),
    };
    const relying = bots.map(({ path, place, by }) => ({
      rule: 'bot-relies-on-it',
      message: `a step of ${path} opens pull requests with the job’s own token`,
      observed: by,
      expected: 'the token of a GitHub App',
      location: place,
    }));
    const [verdict, message] =
      relying.length === 0
        ? (['fail', CAN_APPROVE] as const)
        : (['partial', `${CAN_APPROVE}, and ${relying.length === 1 ? 'a step needs' : 'steps need'} that`] as const);
    return unlessArchived(repository, {
      verdict,
      message,
      findings: [allowed, ...relying],
      limitedBy: [{ fact: 'texts' }],
    });
  },

  remedies: [
    {
      id: 'move-bot-to-app',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Give the bots the token of a GitHub App, then forbid it',
      unavailable: ({ maybe }) =>
        maybe.texts.state === 'known' && proposingSteps(maybe.texts.value).length > 0
          ? null
          : 'no step is known to open pull requests with the job’s own token',
      plan({ known, maybe, target }) {
        const bots = maybe.texts.state === 'known' ? proposingSteps(maybe.texts.value) : [];
        return bots.map(({ path, place, by }) => ({
          kind: 'manual',
          summary: `give ${by} in ${path}, line ${place.line}, the token of a GitHub App`,
          why: 'without this, the bot stops when workflows may no longer open pull requests',
          lines: [
            'Register a GitHub App with contents: write and pull-requests: write, install it here, and keep its key as a secret.',
            'Before the step: actions/create-github-app-token with the App’s client id and key.',
            `In the step: token from steps.<id>.outputs.token instead of GITHUB_TOKEN.`,
            `Then: gh api -X PUT ${repositoryApi(target, SETTING)} -f default_workflow_permissions=${known.tokenDefaults.defaultWorkflowPermissions} -F can_approve_pull_request_reviews=false`,
          ],
          url: DOCS,
          path,
        }));
      },
    },
    {
      id: 'forbid-approval',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Forbid workflows to create and approve pull requests',
      unavailable: ({ maybe, target }) => noSetting(target, maybe.repository),
      plan({ known, maybe, target }) {
        const bots = maybe.texts.state === 'known' ? proposingSteps(maybe.texts.value) : null;
        const path = repositoryApi(target, SETTING);
        return [
          {
            kind: 'setting',
            summary: 'workflows can no longer create or approve pull requests',
            request: { method: 'PUT', path, body: bodyOf(known.tokenDefaults, false) },
            inverse: { method: 'PUT', path, body: bodyOf(known.tokenDefaults, true) },
            before: 'can_approve_pull_request_reviews: true',
            after: 'can_approve_pull_request_reviews: false',
            when: bots?.length === 0 ? 'now' : 'after-merge',
            why:
              bots === null
                ? 'which workflows open pull requests could not be read: those with GITHUB_TOKEN will fail'
                : bots.length === 0
                  ? 'no workflow here is seen to open pull requests with its own token'
                  : `these stop working: ${bots.map(({ path: file, by }) => `${by} in ${file}`).join(', ')}`,
          },
        ];
      },
    },
  ],
});

/** The request replaces both values, so the other one is sent back as it was. */
const bodyOf = ({ defaultWorkflowPermissions }: TokenDefaults, approves: boolean) => ({
  default_workflow_permissions: defaultWorkflowPermissions,
  can_approve_pull_request_reviews: approves,
});
