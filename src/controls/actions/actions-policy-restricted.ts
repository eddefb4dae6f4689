import type { SettingChange } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { type Question, yesAnswer } from '../../model/question.ts';
import type { ActionsPolicy } from '../../model/repository.ts';
import type { SelectedActions } from '../../model/settings.ts';
import type { Target } from '../../model/target.ts';
import { isFullSha } from '../../workflow/parse-uses.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { stepsOf } from '../../workflow/steps.ts';
import type { UsesReference } from '../../workflow/uses-reference.ts';
import { nestedByTag } from '../nested-by-tag.ts';
import { isClosed, noSetting, repositoryApi, shownBy, unlessArchived } from '../repository-setting.ts';

const POLICY = '/actions/permissions';
const LIST = '/actions/permissions/selected-actions';

export default defineControl({
  id: 'actions-policy-restricted',
  number: '4.03',
  section: 'actions',
  tier: 'must',
  title: 'Policy: which actions may run, pinning required',
  why: 'A setting still holds when a reviewer is tired: an action that nobody chose, or that is not pinned to a commit, does not run at all.',
  trap: 'Pin first, then require it, or every run turns red; actions inside composite actions must be pinned too. `local_only` blocks actions/checkout as well. The list of patterns acts on public repositories only. The policy does not require pins of reusable workflows. An organisation may have the last word.',
  docs: [
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository',
    'https://docs.github.com/en/actions/reference/security/secure-use',
  ],
  rules: {
    'every-action-allowed': 'Any action of anybody may run.',
    'list-allows-all': 'The list of allowed actions has a pattern that matches every action.',
    'pins-not-required': 'An action may be taken by a tag or a branch.',
  },
  needs: ['actionsPolicy'],
  uses: ['selectedActions', 'repository', 'texts'],

  detect({ actionsPolicy: policy }, { selectedActions, repository }, target) {
    if (!policy.enabled) {
      return { verdict: 'not-applicable', message: 'GitHub Actions is switched off here, so no action runs' };
    }
    const list = selectedActions.state === 'known' ? selectedActions.value : null;
    const open = openness(policy, list, target);
    const unpinned = policy.shaPinningRequired === false ? [notRequired(target)] : [];
    const unsaid: readonly Limit[] = policy.shaPinningRequired === null ? [unserved] : [];
    // The list of patterns acts on public repositories only, so in a private one the requirement of pins is all there is.
    if (isClosed(repository)) {
      if (policy.shaPinningRequired === true) return { verdict: 'pass', message: 'actions must be pinned to a commit' };
      const findings = unpinned;
      const [first] = findings;
      if (first === undefined) {
        const message = 'whether pins are required is not said by this host';
        return unlessArchived(repository, { verdict: 'unknown', message, limitedBy: unsaid });
      }
      const verdict = open.length > 0 ? 'fail' : 'partial';
      return unlessArchived(repository, { verdict, message: first.message, findings });
    }
    const blind: readonly Limit[] = policy.allowedActions === 'selected' ? [{ fact: 'selectedActions' }] : [];
    if (open.length === 0 && unpinned.length === 0) {
      const message = `only chosen actions may run${policy.shaPinningRequired === true ? ', pinned to a commit' : ''}`;
      return { verdict: 'pass', message, limitedBy: [...unsaid, ...blind] };
    }
    const findings = [...open, ...unpinned];
    const message = findings.map((each) => each.message).join('; ');
    if (findings.length === 2) return unlessArchived(repository, { verdict: 'fail', message, findings });
    // Every action allowed is no gap of a private repository, and this one could be private.
    const limitedBy: readonly Limit[] = [...unsaid, { fact: 'repository' }];
    if (open.length === 1 && repository.state === 'unknown') {
      return policy.shaPinningRequired === true
        ? { verdict: 'pass', message: 'actions must be pinned to a commit', limitedBy }
        : { verdict: 'unknown', message, limitedBy };
    }
    return unlessArchived(repository, { verdict: 'partial', message, findings, limitedBy });
  },

  // Both stop runs that worked before, and are done once the pins are merged.
  remedies: [
    {
      id: 'allow-chosen-actions',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Allow the actions in use, pinned to a commit',
      unavailable({ known, maybe, target }) {
        if (isClosed(maybe.repository)) return 'the list acts on public repositories only';
        if (maybe.texts.state === 'unknown') return 'which actions are in use could not be read';
        const list = maybe.selectedActions.state === 'known' ? maybe.selectedActions.value : null;
        return openness(known.actionsPolicy, list, target).length === 0
          ? 'the list of allowed actions is not open'
          : noSetting(target, maybe.repository);
      },
      questions: () => [githubOwned, verifiedCreators],
      plan({ known, maybe, target }, answers) {
        const texts = maybe.texts.state === 'known' ? maybe.texts.value : {};
        const github = yesAnswer(answers, 'allow-github-actions', true);
        const before = maybe.selectedActions.state === 'known' ? maybe.selectedActions.value : null;
        const after: SelectedActions = {
          githubOwnedAllowed: github,
          verifiedAllowed: yesAnswer(answers, 'allow-verified-creators'),
          patternsAllowed: patternsFor(texts, target, github),
        };
        const path = repositoryApi(target, LIST);
        return [
          ...(known.actionsPolicy.allowedActions === 'selected' && known.actionsPolicy.shaPinningRequired !== false
            ? []
            : [
                policyChange(
                  known.actionsPolicy,
                  { ...known.actionsPolicy, allowedActions: 'selected' },
                  target,
                  texts,
                ),
              ]),
          {
            kind: 'setting',
            summary: `the list of allowed actions: ${after.patternsAllowed.length} of others`,
            request: { method: 'PUT', path, body: listBody(after) },
            payload: {
              template: 'allowed-actions',
              inputs: { github, verified: after.verifiedAllowed, patterns: after.patternsAllowed },
            },
            inverse: before === null ? null : { method: 'PUT', path, body: listBody(before) },
            before: before === null ? 'no list' : `patterns_allowed: ${before.patternsAllowed.join(', ')}`,
            after: `patterns_allowed: ${after.patternsAllowed.join(', ') || 'none'}`,
            when: 'after-merge',
            why: 'actions inside the actions you use must be on the list too: try it on a branch',
          },
        ];
      },
    },
    {
      id: 'require-pins',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Require every action to be pinned to a commit',
      unavailable({ known, maybe, target }) {
        if (known.actionsPolicy.shaPinningRequired !== false)
          return 'pins are required, or this host cannot require them';
        return noSetting(target, maybe.repository);
      },
      plan: ({ known, maybe, target }) => [
        policyChange(
          known.actionsPolicy,
          known.actionsPolicy,
          target,
          maybe.texts.state === 'known' ? maybe.texts.value : null,
        ),
      ],
    },
  ],
});

const githubOwned: Question = {
  id: 'allow-github-actions',
  kind: 'confirm',
  label: 'Allow all actions that GitHub made?',
  help: 'actions/* and github/*. Without this, only those in use are listed.',
  required: true,
  default: { value: true, from: 'GitHub runs the machines as well' },
};

const verifiedCreators: Question = {
  id: 'allow-verified-creators',
  kind: 'confirm',
  label: 'Allow all actions of verified creators?',
  help: 'Verified says who they are, not that each of their actions is good.',
  required: true,
  default: { value: false, from: 'the actions in use are listed one by one' },
};

const unserved: Limit = {
  fact: 'actionsPolicy',
  reason: 'unserved',
  unlock:
    'look in the settings whether pins are required: this host does not tell (GitHub Enterprise Server does from 3.19)',
};

function openness(policy: ActionsPolicy, list: SelectedActions | null, target: Target): readonly Finding[] {
  const expected = 'allowed_actions: selected, with the actions in use';
  if (policy.allowedActions === 'all' || policy.allowedActions === null) {
    const observed = `allowed_actions: ${policy.allowedActions ?? 'not said'}`;
    const message = 'any action of anybody may run';
    return [{ rule: 'every-action-allowed', message, observed, expected, location: shownBy(target, POLICY) }];
  }
  const all =
    policy.allowedActions === 'selected'
      ? list?.patternsAllowed.find((each) => /^\*(?:\/\*)?(?:@\*)?$/.test(each))
      : undefined;
  if (all === undefined) return [];
  const message = `the pattern "${all}" allows every action`;
  return [{ rule: 'list-allows-all', message, observed: all, expected, location: shownBy(target, LIST) }];
}

const notRequired = (target: Target): Finding => ({
  rule: 'pins-not-required',
  message: 'actions may be taken by a tag or a branch',
  observed: 'sha_pinning_required: false',
  expected: 'sha_pinning_required: true',
  location: shownBy(target, POLICY),
});

/** Everything is sent back as it was but what changes: what GitHub does with omitted fields is not documented. */
function policyChange(
  before: ActionsPolicy,
  wanted: ActionsPolicy,
  target: Target,
  texts: TextFiles | null,
): SettingChange {
  const after = { ...wanted, shaPinningRequired: before.shaPinningRequired === null ? null : true };
  const path = repositoryApi(target, POLICY);
  return {
    kind: 'setting',
    summary: 'only chosen actions run, pinned to a commit',
    request: { method: 'PUT', path, body: policyBody(after) },
    payload: {
      template: 'actions-permissions',
      inputs: {
        enabled: after.enabled,
        allowed: after.allowedActions ?? 'unsaid',
        pins: after.shaPinningRequired === null ? 'unsaid' : 'required',
      },
    },
    inverse: { method: 'PUT', path, body: policyBody(before) },
    before: written(before),
    after: written(after),
    when: 'after-merge',
    why: breakage(texts),
  };
}

const policyBody = ({ enabled, allowedActions, shaPinningRequired }: ActionsPolicy) => ({
  enabled,
  ...(allowedActions === null ? {} : { allowed_actions: allowedActions }),
  ...(shaPinningRequired === null ? {} : { sha_pinning_required: shaPinningRequired }),
});

const listBody = ({ githubOwnedAllowed, verifiedAllowed, patternsAllowed }: SelectedActions) => ({
  github_owned_allowed: githubOwnedAllowed,
  verified_allowed: verifiedAllowed,
  patterns_allowed: patternsAllowed,
});

const written = (policy: ActionsPolicy): string =>
  Object.entries(policyBody(policy))
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');

type Remote = Extract<UsesReference, { readonly owner: string }>;

/** Every action and workflow of other repositories that is used, in workflows and in actions. */
function remotesIn(texts: TextFiles): readonly Remote[] {
  const set = workflowsIn(texts);
  const uses = [
    ...set.workflows.flatMap(({ jobs }) => jobs.flatMap((job) => [job.uses, ...stepsOf(job).map((step) => step.uses)])),
    ...set.actions.flatMap((action) => stepsOf(action).map((step) => step.uses)),
  ];
  return uses.flatMap((use) => (use !== null && 'owner' in use.value ? [use.value] : []));
}

/** Actions of the repository's own owner need no pattern. */
function patternsFor(texts: TextFiles, target: Target, github: boolean): readonly string[] {
  const free = [target.owner?.toLowerCase(), ...(github ? ['actions', 'github'] : [])];
  const named = remotesIn(texts)
    .filter(({ owner }) => !free.includes(owner.toLowerCase()))
    .map(({ kind, owner, repo, path }) => (kind === 'action' ? `${owner}/${repo}@*` : `${owner}/${repo}/${path}@*`));
  const nested = named.flatMap((pattern) =>
    /^[^/]+\/[^/@]+@\*$/.test(pattern) ? [pattern.replace('@*', '/*@*')] : [],
  );
  const used = new Set(
    remotesIn(texts)
      .filter(({ kind, path }) => kind === 'action' && path !== '')
      .map(({ owner, repo }) => `${owner}/${repo}/*@*`),
  );
  return [...new Set([...named, ...nested.filter((pattern) => used.has(pattern))])].sort();
}

/** Actions in use that are known to take others by a tag: no pin in the workflow helps them. */
function insides(texts: TextFiles): string {
  const names = remotesIn(texts).map(({ owner, repo, path }) =>
    [owner, repo, ...(path === '' ? [] : [path])].join('/'),
  );
  const known = [...new Set(names)].flatMap((name) => {
    const nested = nestedByTag(name);
    return nested === null ? [] : [`${name} (${nested.references.join(', ')} in ${nested.release})`];
  });
  return known.length === 0
    ? ''
    : `; these take others by a tag and fail although they are pinned: ${known.join(', ')}`;
}

function breakage(texts: TextFiles | null): string {
  if (texts === null) return 'runs with an action by tag fail: which ones could not be read';
  const set = workflowsIn(texts);
  const unread = set.broken.length + set.unreadable.length;
  const loose = [
    ...new Set(
      remotesIn(texts)
        .filter(({ kind, ref }) => kind === 'action' && !isFullSha(ref))
        .map(({ text }) => text),
    ),
  ];
  const rest = `${unread > 0 ? `; ${unread} files could not be read` : ''}${insides(texts)}`;
  return loose.length === 0
    ? `every action in use is pinned${rest}; actions inside them must be, too`
    : `runs fail until these are pinned: ${loose.join(', ')}${rest}`;
}
