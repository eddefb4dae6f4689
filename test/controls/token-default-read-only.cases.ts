import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PUBLIC, workflow } from './sample-facts.ts';

export const cases: readonly ControlCase[] = [
  {
    name: 'the default is read',
    facts: { tokenDefaults: { defaultWorkflowPermissions: 'read', canApprovePullRequestReviews: true } },
    verdict: 'pass',
  },
  {
    name: 'the default is write',
    files: { '.github/workflows/a.yml': workflow('- run: make', { top: '' }) },
    facts: { tokenDefaults: { defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: true } },
    verdict: 'fail',
    findings: ['default-write'],
    offers: ['set-default-read'],
  },
  {
    name: 'an archived repository takes no setting',
    facts: {
      tokenDefaults: { defaultWorkflowPermissions: 'write', canApprovePullRequestReviews: false },
      repository: { ...PUBLIC, archived: true },
    },
    verdict: 'fail',
    offers: [],
  },
  { name: 'nobody was asked', verdict: 'unknown' },
  { name: 'the token may not look', facts: { tokenDefaults: FORBIDDEN }, verdict: 'unknown', says: 'administrator' },
];
