import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import { textAnswer } from '../../model/question.ts';
import type { RepositoryFacts } from '../../model/repository.ts';
import type { BranchRule, Ruleset } from '../../model/settings.ts';
import type { Target } from '../../model/target.ts';
import { type BranchFacts, branchGuard, noRulesInPlan } from '../branch-guard.ts';
import { noSetting, shownBy, unlessArchived } from '../repository-setting.ts';
import { approvalsQuestion, isSoleMaintainer, newBranchRuleset, pullRequestRule } from '../ruleset-request.ts';

export default defineControl({
  id: 'codeowners-enforced',
  number: '4.05',
  section: 'actions',
  tier: 'must',
  title: 'Code-owner review is required',
  why: 'Without a rule that requires the owners’ review, CODEOWNERS only sends them a notification, and a change of the build can be merged before anybody looked.',
  trap: 'Who maintains a repository alone can never approve their own pull request. A ruleset in `evaluate` enforces nothing. Administrators and apps on a bypass list that says “always” need no review. Release branches that the rule does not name stay open.',
  docs: [
    'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
  ],
  rules: {
    'review-not-required': 'No rule of the default branch requires a review by code owners.',
    'no-approval-needed': 'The review is asked for, and the number of approvals is 0.',
    'bypass-always': 'Somebody can always go around the rule.',
  },
  needs: [],
  uses: ['branchRules', 'branchProtection', 'rulesets', 'repository', 'ownerAccess'],

  detect(_known, { branchRules, branchProtection, rulesets, repository, ownerAccess }, target) {
    const facts = { branchRules, branchProtection };
    const paths = enforcing(facts, rulesets);
    const location = shownBy(target, `/rules/branches/${branchOf(repository, target)}`);
    const { unseen } = branchGuard(facts);
    if (paths.length === 0) {
      const gate = noRulesInPlan(facts, repository);
      if (gate !== null) return { verdict: 'not-applicable', message: gate };
      if (unseen.length > 0) {
        const message = 'whether code owners must review could not be seen';
        return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: unseen });
      }
      if (isSoleMaintainer(ownerAccess)) return nobodyElse;
      const message = 'no rule requires a review by code owners';
      const finding: Finding = {
        rule: 'review-not-required',
        message,
        observed: 'require_code_owner_review: false',
        expected: 'require_code_owner_review: true on the default branch',
        location,
      };
      const limitedBy: Limit[] = [{ fact: 'ownerAccess' }];
      return unlessArchived(repository, { verdict: 'fail', message, findings: [finding], limitedBy });
    }
    const open = paths.every(({ bypass }) => bypass === 'always') ? paths.flatMap(bypassFinding(location)) : [];
    const findings = [
      ...(approvals(facts) > 0 || paths.some(({ byTeam }) => byTeam) ? [] : [noApproval(location)]),
      ...open,
    ];
    const [first] = findings;
    if (first !== undefined && unseen.length > 0) {
      const message = 'whether another rule binds everybody to the owners’ review could not be seen';
      return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: unseen });
    }
    if (first !== undefined) {
      if (isSoleMaintainer(ownerAccess)) return nobodyElse;
      return unlessArchived(repository, { verdict: 'partial', message: first.message, findings });
    }
    const blind = paths.some(({ bypass }) => bypass === 'nobody') ? [] : paths.map(({ limit }) => limit);
    return {
      verdict: 'pass',
      message: 'changes need a review by code owners',
      limitedBy: blind.filter((each) => each !== null),
    };
  },

  remedies: [
    {
      id: 'require-owner-review',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Add a ruleset that requires the owners’ review',
      unavailable: ({ maybe, target }) => noSetting(target, maybe.repository),
      questions: ({ maybe }) => [approvalsQuestion(maybe.ownerAccess)],
      plan({ target }, answers) {
        const approvals = Number(textAnswer(answers, 'required-approvals', '1'));
        return [
          newBranchRuleset(
            target,
            { name: 'harden-builds: build-system owners', rules: [pullRequestRule(approvals, true)] },
            { approvals, ownersReview: true, checks: [] },
            {
              summary: 'code owners must review changes of the default branch',
              before: 'require_code_owner_review: false, or with a way around it',
              after: 'require_code_owner_review: true, nobody can bypass it',
              why: 'CODEOWNERS must be on the branch first; owners cannot approve their own pull requests',
            },
          ),
        ];
      },
    },
  ],
});

const nobodyElse = {
  verdict: 'not-applicable',
  message: 'only one account can write, so nobody could approve: required checks and protected tags carry the weight',
} as const;

const branchOf = (repository: Fact<RepositoryFacts>, target: Target): string =>
  repository.state === 'known' ? repository.value.defaultBranch : target.base.ref;

/** One rule that asks the owners, and who can go around it. */
type Path = {
  readonly name: string;
  readonly bypass: 'nobody' | 'always' | 'unknown';
  readonly byTeam: boolean;
  readonly limit: Limit | null;
};

function enforcing(
  { branchRules, branchProtection }: BranchFacts,
  rulesets: Fact<readonly Ruleset[]>,
): readonly Path[] {
  const rules = branchRules.state === 'known' ? branchRules.value.filter(asksOwners) : [];
  const classic = branchProtection.state === 'known' ? branchProtection.value : null;
  const hidden: Limit = {
    fact: 'branchProtection',
    reason: 'forbidden',
    unlock: 'run as an administrator to see whether administrators are bound by the branch protection',
  };
  return [
    ...rules.map((rule) => pathOf(rule, rulesets)),
    ...(classic?.requireCodeOwnerReviews === true
      ? [
          {
            name: 'the branch protection',
            bypass:
              classic.enforceAdmins === null
                ? ('unknown' as const)
                : classic.enforceAdmins
                  ? ('nobody' as const)
                  : ('always' as const),
            byTeam: false,
            limit: classic.enforceAdmins === null ? hidden : null,
          },
        ]
      : []),
  ];
}

const asksOwners = (rule: BranchRule): boolean =>
  rule.type === 'pull_request' && (rule.requireCodeOwnerReview === true || guardsWorkflows(rule));

/** `required_reviewers` with patterns that cover every workflow is a CODEOWNERS of its own; an exception (`!`) may take it back. */
const guardsWorkflows = ({ reviewedPatterns }: BranchRule): boolean =>
  reviewedPatterns.some((pattern) =>
    /^\/?(?:\*\*(?:\/\*)?|\.github\/(?:workflows\/)?\*\*(?:\/\*)?|\.github\/workflows\/\*)$/.test(pattern),
  ) && !reviewedPatterns.some((pattern) => pattern.startsWith('!'));

function pathOf(rule: BranchRule, rulesets: Fact<readonly Ruleset[]>): Path {
  const byTeam = rule.requireCodeOwnerReview !== true;
  const ruleset = rulesets.state === 'known' ? rulesets.value.find(({ id }) => id === rule.rulesetId) : undefined;
  const actors = ruleset?.bypassActors ?? null;
  const name = ruleset === undefined ? 'the ruleset' : `the ruleset "${ruleset.name}"`;
  if (actors !== null) {
    const isOpen = actors.some(({ mode }) => mode === 'always' || mode === 'exempt');
    return { name, byTeam, bypass: isOpen ? 'always' : 'nobody', limit: null };
  }
  const limit: Limit = {
    fact: 'rulesets',
    reason: 'forbidden',
    unlock: `run as an administrator to see who can bypass ${name}`,
  };
  return { name, byTeam, bypass: 'unknown', limit };
}

/** Rules add up: the highest number of approvals counts. */
function approvals({ branchRules, branchProtection }: BranchFacts): number {
  const rules = branchRules.state === 'known' ? branchRules.value : [];
  const classic = branchProtection.state === 'known' ? branchProtection.value : null;
  return Math.max(0, classic?.requiredApprovals ?? 0, ...rules.map(({ requiredApprovals }) => requiredApprovals ?? 0));
}

const noApproval = (location: Finding['location']): Finding => ({
  rule: 'no-approval-needed',
  message: 'code owners are asked, and no approval is needed',
  observed: 'required_approving_review_count: 0',
  expected: 'required_approving_review_count: 1 or more',
  location,
});

const bypassFinding =
  (location: Finding['location']) =>
  ({ name }: Path, index: number): Finding => ({
    rule: 'bypass-always',
    message: `${name} requires the owners’ review, and somebody can always bypass it`,
    observed: name === 'the branch protection' ? 'enforce_admins: false' : 'bypass_mode: always',
    expected: name === 'the branch protection' ? 'enforce_admins: true' : 'nobody, or bypass_mode: pull_request',
    location,
    route: `${index}`,
  });
