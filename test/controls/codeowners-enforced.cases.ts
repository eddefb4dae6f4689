import { unknown } from '../../src/model/fact.ts';
import type { BranchProtection, Ruleset } from '../../src/model/settings.ts';
import { branchRule } from './branch-rule.ts';
import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PRIVATE, PUBLIC } from './sample-facts.ts';

const OWNERS = branchRule('pull_request', { requireCodeOwnerReview: true, requiredApprovals: 1 });
const PLAN = unknown('unsupported', 'Upgrade to GitHub Pro', { via: 'api', at: 'test' });
const ruleset = (bypassActors: Ruleset['bypassActors']): Ruleset => ({
  id: '7',
  name: 'main',
  target: 'branch',
  enforcement: 'active',
  sourceKind: 'repository',
  include: ['~DEFAULT_BRANCH'],
  exclude: [],
  rules: ['pull_request'],
  bypassActors,
});
const CLASSIC: BranchProtection = {
  requireCodeOwnerReviews: true,
  requiredApprovals: 1,
  enforceAdmins: true,
  requiredChecks: [],
  allowsForcePushes: false,
  allowsDeletions: false,
};
const base = {
  repository: PUBLIC,
  ownerAccess: { writers: ['a', 'b'], complete: true },
  branchProtection: null,
  rulesets: [ruleset([])],
} as const;
const ALONE = { ownerAccess: { writers: ['me'], complete: true } };

export const cases: readonly ControlCase[] = [
  { name: 'a ruleset that nobody bypasses', facts: { ...base, branchRules: [OWNERS] }, verdict: 'pass' },
  {
    name: 'classic protection that binds administrators',
    facts: { ...base, branchRules: [], branchProtection: CLASSIC },
    verdict: 'pass',
  },
  {
    name: 'a team must review the workflows',
    facts: {
      ...base,
      branchRules: [branchRule('pull_request', { reviewedPatterns: ['.github/**'], requiredApprovals: 0 })],
    },
    verdict: 'pass',
  },
  {
    name: 'a team must review something else',
    facts: { ...base, branchRules: [branchRule('pull_request', { reviewedPatterns: ['src/**'] })] },
    verdict: 'fail',
  },
  {
    name: 'a bypass for pull requests only is no way around the review of a push',
    facts: { ...base, branchRules: [OWNERS], rulesets: [ruleset([{ kind: 'RepositoryRole', mode: 'pull_request' }])] },
    verdict: 'pass',
  },
  {
    name: 'who can bypass cannot be seen',
    facts: { ...base, branchRules: [OWNERS], rulesets: [ruleset(null)] },
    verdict: 'partial',
    gap: false,
    says: 'bypass',
  },
  {
    name: 'whether administrators are bound cannot be seen',
    facts: { ...base, branchRules: [], branchProtection: { ...CLASSIC, enforceAdmins: null } },
    verdict: 'partial',
    gap: false,
  },
  {
    name: 'somebody always bypasses',
    facts: { ...base, branchRules: [OWNERS], rulesets: [ruleset([{ kind: 'Integration', mode: 'always' }])] },
    verdict: 'partial',
    gap: true,
    findings: ['bypass-always'],
    offers: ['require-owner-review'],
  },
  {
    name: 'administrators are not bound, but a ruleset binds them',
    facts: { ...base, branchRules: [OWNERS], branchProtection: { ...CLASSIC, enforceAdmins: false } },
    verdict: 'pass',
  },
  {
    name: 'administrators are not bound',
    facts: { ...base, branchRules: [], branchProtection: { ...CLASSIC, enforceAdmins: false } },
    verdict: 'partial',
    gap: true,
    findings: ['bypass-always'],
  },
  {
    name: 'no approval is needed',
    facts: { ...base, branchRules: [{ ...OWNERS, requiredApprovals: 0 }] },
    verdict: 'partial',
    gap: true,
    findings: ['no-approval-needed'],
  },
  {
    name: 'a review of anybody',
    facts: { ...base, branchRules: [{ ...OWNERS, requireCodeOwnerReview: false }] },
    verdict: 'fail',
    findings: ['review-not-required'],
  },
  {
    name: 'classic protection that needs no approval',
    facts: { ...base, branchRules: [], branchProtection: { ...CLASSIC, requiredApprovals: 0 } },
    verdict: 'partial',
    gap: true,
    findings: ['no-approval-needed'],
  },
  {
    name: 'nobody bypasses the ruleset, whoever bypasses the classic protection',
    facts: { ...base, branchRules: [OWNERS], branchProtection: { ...CLASSIC, enforceAdmins: null } },
    verdict: 'pass',
  },
  {
    name: 'a sole maintainer',
    facts: { ...base, ...ALONE, branchRules: [] },
    verdict: 'not-applicable',
    says: 'one account',
  },
  {
    name: 'only the first page of accounts was seen',
    facts: { ...base, ownerAccess: { writers: ['me'], complete: false }, branchRules: [] },
    verdict: 'fail',
  },
  {
    name: 'rules without it, and the classic protection cannot be seen',
    facts: { ...base, branchRules: [], branchProtection: FORBIDDEN },
    verdict: 'unknown',
  },
  {
    name: 'a private repository whose plan has no rules',
    facts: { repository: PRIVATE, branchRules: PLAN, branchProtection: PLAN },
    verdict: 'not-applicable',
  },
  {
    name: 'an archived repository',
    facts: { ...base, branchRules: [], repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  { name: 'nobody was asked', verdict: 'unknown' },
  {
    name: 'of two rules one is bound to nobody’s bypass',
    facts: {
      ...base,
      branchRules: [OWNERS],
      branchProtection: { ...CLASSIC, enforceAdmins: false },
    },
    verdict: 'pass',
  },
  {
    name: 'a team must review everything but one folder',
    facts: {
      ...base,
      branchRules: [branchRule('pull_request', { reviewedPatterns: ['.github/**', '!.github/workflows/**'] })],
    },
    verdict: 'fail',
    findings: ['review-not-required'],
  },
  {
    name: 'no rule, and who else can write is not known',
    facts: { ...base, branchRules: [], ownerAccess: FORBIDDEN },
    verdict: 'fail',
    findings: ['review-not-required'],
    says: 'administrator',
  },
  {
    name: 'a team beside owners whose review needs no approval',
    facts: {
      ...base,
      branchRules: [
        branchRule('pull_request', { requireCodeOwnerReview: true, requiredApprovals: 0 }),
        branchRule('pull_request', { reviewedPatterns: ['.github/**'], requiredApprovals: 0 }),
      ],
    },
    verdict: 'pass',
  },
];
