import { unknown } from '../../src/model/fact.ts';
import type { BranchProtection } from '../../src/model/settings.ts';
import { branchRule } from './branch-rule.ts';
import type { ControlCase } from './control-case.ts';
import { FORBIDDEN, PRIVATE, PUBLIC } from './sample-facts.ts';

const WRITERS = { writers: ['a', 'b'], complete: true };
const PLAN = unknown('unsupported', 'Upgrade to GitHub Pro', { via: 'api', at: 'test' });
const ALL = [
  branchRule('pull_request', { requiredApprovals: 1 }),
  branchRule('non_fast_forward'),
  branchRule('deletion'),
  branchRule('required_status_checks', { requiredChecks: ['build'] }),
];
const CLASSIC: BranchProtection = {
  requireCodeOwnerReviews: false,
  requiredApprovals: 1,
  enforceAdmins: true,
  requiredChecks: ['build'],
  allowsForcePushes: false,
  allowsDeletions: false,
};
const base = { repository: PUBLIC, ownerAccess: WRITERS, branchProtection: null } as const;

export const cases: readonly ControlCase[] = [
  { name: 'a ruleset with all four', facts: { ...base, branchRules: ALL }, verdict: 'pass' },
  {
    name: 'a ruleset with all four, whatever the classic protection says',
    facts: { branchRules: ALL, branchProtection: FORBIDDEN },
    verdict: 'pass',
  },
  { name: 'classic protection', facts: { ...base, branchRules: [], branchProtection: CLASSIC }, verdict: 'pass' },
  {
    name: 'both together',
    facts: {
      ...base,
      branchRules: ALL.slice(0, 1),
      branchProtection: { ...CLASSIC, requiredApprovals: null },
    },
    verdict: 'pass',
  },
  {
    name: 'whole workflows are required',
    facts: { ...base, branchRules: [...ALL.slice(0, 3), branchRule('workflows')] },
    verdict: 'pass',
  },
  {
    name: 'a rule about checks that names none',
    facts: { ...base, branchRules: [...ALL.slice(0, 3), branchRule('required_status_checks')] },
    verdict: 'partial',
    gap: true,
    findings: ['no-required-check'],
    offers: ['add-branch-ruleset'],
  },
  {
    name: 'classic protection that lets history be replaced',
    facts: {
      ...base,
      branchRules: [],
      branchProtection: { ...CLASSIC, allowsForcePushes: true, allowsDeletions: true, requiredApprovals: null },
    },
    verdict: 'partial',
    gap: true,
    findings: ['no-pull-request', 'force-push-allowed', 'deletion-allowed'],
  },
  {
    name: 'nothing',
    facts: { ...base, branchRules: [] },
    verdict: 'fail',
    findings: ['no-pull-request', 'force-push-allowed', 'deletion-allowed', 'no-required-check'],
    says: 'nothing protects',
  },
  {
    name: 'a sole maintainer is asked for no approval',
    facts: { ...base, branchRules: [], ownerAccess: { writers: ['me'], complete: true } },
    verdict: 'fail',
  },
  {
    name: 'no rules, and the classic protection cannot be seen',
    facts: { ...base, branchRules: [], branchProtection: FORBIDDEN },
    verdict: 'unknown',
  },
  {
    name: 'a private repository whose plan has no rules',
    facts: { repository: PRIVATE, branchRules: PLAN, branchProtection: PLAN },
    verdict: 'not-applicable',
    says: 'plan',
  },
  {
    name: 'an archived repository',
    facts: { ...base, branchRules: [], repository: { ...PUBLIC, archived: true } },
    verdict: 'not-applicable',
  },
  { name: 'nobody was asked', verdict: 'unknown' },
];
