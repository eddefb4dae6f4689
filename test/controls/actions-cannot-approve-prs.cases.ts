import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PUBLIC, workflow } from './sample-facts.ts';

const ON = { defaultWorkflowPermissions: 'read', canApprovePullRequestReviews: true } as const;
const bot = (steps: string) => ({ '.github/workflows/release.yml': workflow(steps) });

export const cases: readonly ControlCase[] = [
  {
    name: 'workflows cannot approve',
    facts: { tokenDefaults: { ...ON, canApprovePullRequestReviews: false }, repository: PUBLIC },
    verdict: 'pass',
  },
  {
    name: 'workflows can approve',
    files: { '.github/workflows/ci.yml': workflow('- run: make') },
    facts: { tokenDefaults: ON, repository: PUBLIC },
    verdict: 'fail',
    findings: ['may-approve'],
    offers: ['forbid-approval'],
  },
  {
    name: 'workflows can approve, and whether one needs that cannot be read',
    facts: { tokenDefaults: ON, texts: FORBIDDEN },
    verdict: 'fail',
    findings: ['may-approve'],
    says: 'forbidden: log in as an administrator',
  },
  {
    name: 'release-please relies on it',
    files: bot('- uses: googleapis/release-please-action@v4'),
    facts: { tokenDefaults: ON, repository: PUBLIC },
    verdict: 'partial',
    gap: true,
    findings: ['may-approve', 'bot-relies-on-it .github/workflows/release.yml:9'],
    offers: ['move-bot-to-app', 'forbid-approval'],
  },
  {
    name: 'changesets with the job’s own token',
    files: bot('- uses: changesets/action@v1\n  env:\n    GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}'),
    facts: { tokenDefaults: ON },
    verdict: 'partial',
    gap: true,
  },
  {
    name: 'a bot with the token of an App does not rely on it',
    files: bot('- uses: peter-evans/create-pull-request@v7\n  with:\n    token: ${{ steps.app.outputs.token }}'),
    facts: { tokenDefaults: ON },
    verdict: 'fail',
    findings: ['may-approve'],
  },
  {
    name: 'the command line opens a pull request',
    files: bot('- run: gh pr create --fill\n  env:\n    GH_TOKEN: ${{ github.token }}'),
    facts: { tokenDefaults: ON },
    verdict: 'partial',
    gap: true,
    findings: ['may-approve', 'bot-relies-on-it .github/workflows/release.yml:9'],
  },
  {
    name: 'an archived repository',
    facts: { tokenDefaults: ON, repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  { name: 'the token may not look', facts: { tokenDefaults: FORBIDDEN }, verdict: 'unknown', says: 'administrator' },
];
