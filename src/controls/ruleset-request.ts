import type { SettingChange } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Question } from '../model/question.ts';
import type { OwnerAccess } from '../model/repository.ts';
import type { Target } from '../model/target.ts';
import { repositoryApi } from './repository-setting.ts';

/** A rule as `POST …/rulesets` takes it. */
export type RulesetRule = { readonly type: string; readonly parameters?: Readonly<Record<string, unknown>> };

/**
 * A ruleset of our own for the default branch: it only adds to what is there, and deleting it undoes it. `{ruleset_id}` in the inverse
 * is the id that the request answers with.
 */
export const newBranchRuleset = (
  target: Target,
  ruleset: { readonly name: string; readonly rules: readonly RulesetRule[] },
  /** What the rules were made from. */
  answers: { readonly approvals: number; readonly ownersReview: boolean; readonly checks: readonly string[] },
  words: Pick<SettingChange, 'summary' | 'before' | 'after' | 'why'>,
): SettingChange => ({
  kind: 'setting',
  ...words,
  request: {
    method: 'POST',
    path: repositoryApi(target, '/rulesets'),
    body: {
      name: ruleset.name,
      target: 'branch',
      enforcement: 'active',
      bypass_actors: [],
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
      rules: ruleset.rules,
    },
  },
  payload: {
    template: 'branch-ruleset',
    inputs: {
      name: ruleset.name,
      rules: ruleset.rules.map(({ type }) => type),
      approvals: String(answers.approvals),
      'owners-review': answers.ownersReview,
      checks: answers.checks,
    },
  },
  inverse: { method: 'DELETE', path: repositoryApi(target, '/rulesets/{ruleset_id}'), body: null },
  when: 'after-merge',
});

/** The parameters that GitHub wants together. */
export const pullRequestRule = (approvals: number, byOwners: boolean): RulesetRule => ({
  type: 'pull_request',
  parameters: {
    required_approving_review_count: approvals,
    require_code_owner_review: byOwners,
    dismiss_stale_reviews_on_push: true,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
  },
});

/** Nobody can approve their own pull request, so one account alone must not ask for an approval. */
export const isSoleMaintainer = (access: Fact<OwnerAccess>): boolean =>
  access.state === 'known' && access.value.complete && access.value.writers.length < 2;

/** Whether a second person could approve is suggested only where the accounts could be counted. */
export const approvalsQuestion = (access: Fact<OwnerAccess>): Question => ({
  id: 'required-approvals',
  kind: 'choice',
  label: 'How many people must approve a change?',
  help: 'Nobody can approve their own pull request: with one account that can write, anything but 0 locks the branch.',
  choices: [
    { value: '0', label: 'nobody: a pull request is enough' },
    { value: '1', label: 'one other person' },
    { value: '2', label: 'two other people' },
  ],
  required: true,
  ...(access.state === 'known' && (access.value.writers.length > 1 || access.value.complete)
    ? {
        default: {
          value: access.value.writers.length > 1 ? '1' : '0',
          from: 'the number of accounts that can write',
        },
      }
    : {}),
});
