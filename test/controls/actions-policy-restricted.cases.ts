import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PINNED_CHECKOUT, PRIVATE, PUBLIC, workflow } from './sample-facts.ts';

const FILES = {
  '.github/workflows/ci.yml': workflow(
    `- uses: ${PINNED_CHECKOUT}\n- uses: other/setup@v1\n- uses: other/setup/sub@v1`,
  ),
};
const CHOSEN = { enabled: true, allowedActions: 'selected', shaPinningRequired: true } as const;
const OPEN = { enabled: true, allowedActions: 'all', shaPinningRequired: false } as const;
const LIST = { githubOwnedAllowed: true, verifiedAllowed: false, patternsAllowed: ['other/setup@*'] };
const base = { repository: PUBLIC, selectedActions: LIST } as const;
const none = { repository: PUBLIC, selectedActions: null } as const;

export const cases: readonly ControlCase[] = [
  {
    name: 'a list, and pins are required',
    facts: { ...base, actionsPolicy: CHOSEN },
    verdict: 'pass',
    says: 'pinned to a commit',
  },
  {
    name: 'only local actions, pinned',
    facts: { ...none, actionsPolicy: { ...CHOSEN, allowedActions: 'local_only' } },
    verdict: 'pass',
  },
  {
    name: 'the list cannot be seen',
    facts: { repository: PUBLIC, actionsPolicy: CHOSEN, selectedActions: FORBIDDEN },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'a list that allows everything',
    files: FILES,
    facts: { ...base, actionsPolicy: CHOSEN, selectedActions: { ...LIST, patternsAllowed: ['*/*'] } },
    verdict: 'partial',
    gap: true,
    findings: ['list-allows-all'],
    offers: ['allow-chosen-actions'],
  },
  {
    name: 'every action, but pinned',
    files: FILES,
    facts: { ...none, actionsPolicy: { ...OPEN, shaPinningRequired: true } },
    verdict: 'partial',
    gap: true,
    findings: ['every-action-allowed'],
    offers: ['allow-chosen-actions'],
  },
  {
    name: 'a list, and tags are fine',
    files: FILES,
    facts: { ...base, actionsPolicy: { ...CHOSEN, shaPinningRequired: false } },
    verdict: 'partial',
    gap: true,
    findings: ['pins-not-required'],
    offers: ['require-pins'],
  },
  {
    name: 'everything goes',
    files: FILES,
    facts: { ...none, actionsPolicy: OPEN },
    verdict: 'fail',
    findings: ['every-action-allowed', 'pins-not-required'],
    offers: ['allow-chosen-actions', 'require-pins'],
  },
  {
    name: 'a host that does not know about pins',
    facts: { ...base, actionsPolicy: { ...CHOSEN, shaPinningRequired: null } },
    verdict: 'partial',
    gap: false,
    says: '3.19',
  },
  {
    name: 'a private repository needs only the pins',
    facts: { ...none, repository: PRIVATE, actionsPolicy: { ...OPEN, shaPinningRequired: true } },
    verdict: 'pass',
  },
  {
    name: 'a private repository with a list alone',
    facts: { ...base, repository: PRIVATE, actionsPolicy: { ...CHOSEN, shaPinningRequired: false } },
    verdict: 'partial',
    gap: true,
    findings: ['pins-not-required'],
    offers: ['require-pins'],
  },
  {
    name: 'a private repository without anything',
    facts: { ...none, repository: PRIVATE, actionsPolicy: OPEN },
    verdict: 'fail',
    findings: ['pins-not-required'],
  },
  {
    name: 'a private repository on a host that does not know about pins',
    facts: { ...none, repository: PRIVATE, actionsPolicy: { ...OPEN, shaPinningRequired: null } },
    verdict: 'unknown',
  },
  {
    name: 'pinned, and whether it is private is not known',
    facts: { actionsPolicy: { ...OPEN, shaPinningRequired: true } },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'Actions is off',
    facts: { ...none, actionsPolicy: { enabled: false, allowedActions: null, shaPinningRequired: null } },
    verdict: 'not-applicable',
  },
  {
    name: 'an archived repository',
    facts: { ...none, repository: { ...PUBLIC, archived: true }, actionsPolicy: OPEN },
    verdict: 'not-applicable',
  },
  { name: 'the token may not look', facts: { actionsPolicy: FORBIDDEN }, verdict: 'unknown', says: 'administrator' },
];
