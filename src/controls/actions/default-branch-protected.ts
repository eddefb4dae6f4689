import { defineControl } from '../../model/control.ts';
import type { Fact } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import { listAnswer, type Question, textAnswer } from '../../model/question.ts';
import type { RepositoryFacts } from '../../model/repository.ts';
import type { Target } from '../../model/target.ts';
import { type BranchGuard, branchGuard, noRulesInPlan } from '../branch-guard.ts';
import { noSetting, shownBy, unlessArchived } from '../repository-setting.ts';
import { approvalsQuestion, newBranchRuleset, pullRequestRule, type RulesetRule } from '../ruleset-request.ts';

const DOCS =
  'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets' as const;

export default defineControl({
  id: 'default-branch-protected',
  number: '4.06',
  section: 'actions',
  tier: 'must',
  title: 'The default branch takes only tested pull requests',
  why: 'Workflows run from branches, so whoever can push to the default branch decides what is built and released: a pull request with a required check leaves time to see it.',
  trap: 'A required check that a `paths` filter skips blocks merges forever. The check is named after the job’s name, not its id. One that comes from pull_request_target stops with GitHub’s default policy of November 2026. Other branches still run workflows with secrets, unless environments limit them.',
  docs: [DOCS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'no-pull-request': 'Commits reach the default branch without a pull request.',
    'force-push-allowed': 'The history of the default branch can be replaced.',
    'deletion-allowed': 'The default branch can be deleted.',
    'no-required-check': 'A change can be merged that no check has passed.',
  },
  needs: [],
  uses: ['branchRules', 'branchProtection', 'repository', 'ownerAccess'],

  detect(_known, { branchRules, branchProtection, repository }, target) {
    const facts = { branchRules, branchProtection };
    const guard = branchGuard(facts);
    const findings = missing(guard, target, repository);
    if (findings.length === 0) {
      return { verdict: 'pass', message: 'the default branch takes only tested pull requests, and keeps its history' };
    }
    const gate = noRulesInPlan(facts, repository);
    if (gate !== null) return { verdict: 'not-applicable', message: gate };
    if (guard.unseen.length > 0) {
      const message = 'not all of what protects the default branch could be seen';
      return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: guard.unseen });
    }
    const isBare = findings.length === 4;
    return unlessArchived(repository, {
      verdict: isBare ? 'fail' : 'partial',
      message: isBare ? 'nothing protects the default branch' : findings.map(({ message }) => message).join('; '),
      findings,
    });
  },

  remedies: [
    {
      id: 'add-branch-ruleset',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Add a ruleset with what is missing',
      unavailable: ({ maybe, target }) => noSetting(target, maybe.repository),
      questions: ({ maybe }) => [approvalsQuestion(maybe.ownerAccess), requiredChecksQuestion],
      plan({ maybe, target }, answers) {
        const guard = branchGuard(maybe);
        const checks = listAnswer(answers, 'required-checks');
        const approvals = Number(textAnswer(answers, 'required-approvals', '0'));
        const rules: readonly RulesetRule[] = [
          ...(guard.pullRequest ? [] : [pullRequestRule(approvals, false)]),
          ...(guard.noForcePush ? [] : [{ type: 'non_fast_forward' }]),
          ...(guard.noDeletion ? [] : [{ type: 'deletion' }]),
          ...(isTested(guard) || checks.length === 0 ? [] : [checksRule(checks)]),
        ];
        const uncheckedStep = {
          kind: 'manual' as const,
          summary: 'require a check of the default branch once it has run',
          why: 'a required check that never ran blocks every merge, so only you can name one',
          lines: ['Settings → Rules → Rulesets → the ruleset of the default branch → Require status checks to pass'],
          url: DOCS,
        };
        const named = rules.map(({ type }) => type).join(', ');
        return [
          ...(rules.length === 0
            ? []
            : [
                newBranchRuleset(
                  target,
                  { name: 'harden-builds: default branch', rules },
                  { approvals, ownersReview: false, checks },
                  {
                    summary: 'the default branch gets the rules it lacks',
                    before: `without ${named}`,
                    after: `with ${named}`,
                    why: 'nobody pushes to the branch any more, robots included: let those open pull requests first',
                  },
                ),
              ]),
          ...(isTested(guard) || checks.length > 0 ? [] : [uncheckedStep]),
        ];
      },
    },
  ],
});

const isTested = ({ checks, workflowsRequired }: BranchGuard): boolean => checks.length > 0 || workflowsRequired;

const checksRule = (checks: readonly string[]): RulesetRule => ({
  type: 'required_status_checks',
  parameters: {
    strict_required_status_checks_policy: true,
    required_status_checks: checks.map((context) => ({ context })),
  },
});

/** A check that never ran blocks every merge, so none is suggested. */
const requiredChecksQuestion: Question = {
  id: 'required-checks',
  kind: 'list',
  label: 'Which checks must pass before a merge?',
  help: 'Names as they stand in the list of checks of a recent pull request. A name that never ran blocks every merge.',
  required: false,
};

function missing(guard: BranchGuard, target: Target, repository: Fact<RepositoryFacts>): readonly Finding[] {
  const branch = repository.state === 'known' ? repository.value.defaultBranch : target.base.ref;
  const location = shownBy(target, `/rules/branches/${branch}`);
  const finding = (rule: string, message: string, expected: string): Finding => ({
    rule,
    message,
    observed: `no rule ${expected}`,
    expected,
    location,
  });
  return [
    ...(guard.pullRequest ? [] : [finding('no-pull-request', 'commits need no pull request', 'pull_request')]),
    ...(guard.noForcePush ? [] : [finding('force-push-allowed', 'its history can be replaced', 'non_fast_forward')]),
    ...(guard.noDeletion ? [] : [finding('deletion-allowed', 'it can be deleted', 'deletion')]),
    ...(isTested(guard) ? [] : [finding('no-required-check', 'no check is required', 'required_status_checks')]),
  ];
}
