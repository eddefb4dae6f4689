import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { listensToReleases } from '../../ecosystems/release-triggers.ts';
import type { SettingChange } from '../../model/change.ts';
import { defineControl, type Limit, type RemedyContext } from '../../model/control.ts';
import type { MaybeFacts } from '../../model/fact.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Ruleset } from '../../model/settings.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { refMatches } from '../../workflow/ref-pattern.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

export default defineControl({
  id: 'release-tags-protected',
  number: '3.11',
  section: 'sign',
  tier: 'must',
  title: 'Version tags cannot be moved, deleted or made by anyone',
  why: 'A tag starts a release and is what people check out, so whoever can move one decides what they get under a version they trust.',
  trap: 'A ruleset in `evaluate` mode looks active and stops nothing. Bots that tag releases need a place on the bypass list as an App. A tag made with `GITHUB_TOKEN` starts no workflow.',
  docs: [
    'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  ],
  rules: {
    'tags-unprotected': 'No ruleset in force names the version tags.',
    'tags-movable': 'A version tag can be moved to another commit.',
    'tags-deletable': 'A version tag can be deleted, and made anew.',
    'tags-creatable': 'Everybody who can push can create a version tag.',
    'bypass-wide': 'Any deploy key that may write gets past the ruleset.',
  },
  needs: ['rulesets'],
  uses: ['latestRelease', 'tree', 'texts', 'repository'],

  detect({ rulesets }, maybe, target) {
    const tagged = versionTags(maybe);
    if (tagged.state === 'none') return { verdict: 'not-applicable', message: tagged.message };
    if (tagged.state === 'unknown') {
      return { verdict: 'unknown', message: 'whether versions are tagged is not known', limitedBy: tagged.limitedBy };
    }
    const { refs } = tagged;
    const own = rulesets.filter((each) => isInForce(each) && refs.every((ref) => names(each, ref)));
    const missing = RULES.filter(({ type }) => !own.some(({ rules }) => rules.includes(type)));
    const wide = own.filter(({ bypassActors }) => bypassActors?.some(({ kind }) => kind === 'DeployKey'));
    if (missing.length === RULES.length) {
      const finding = unprotected(rulesets, refs, target);
      return { verdict: 'fail', message: finding.message, findings: [finding] };
    }
    const findings = [
      ...missing.map((rule) => unguarded(rule, own, target)),
      ...wide.map((each) => bypassed(each, target)),
    ];
    const [first] = findings;
    const limitedBy = own.flatMap(unseenBypass);
    return first === undefined
      ? { verdict: 'pass', message: `rulesets protect ${refs.join(', ')}`, limitedBy }
      : { verdict: 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'add-tag-ruleset',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Add a ruleset for version tags',
      unavailable(context) {
        const { maybe, target } = context;
        if (newRulesets(context).length === 0) return 'the rules are there: it is the bypass list that is too wide';
        if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no setting to change';
        return maybe.repository.state === 'known' && maybe.repository.value.archived
          ? 'the repository is archived: GitHub refuses every change'
          : null;
      },
      plan: (context) => newRulesets(context),
    },
    {
      id: 'protect-tags-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Protect the version tags in the settings of the repository',
      plan: ({ target }) => [
        {
          kind: 'manual',
          summary: 'let one ruleset in force restrict creation, update and deletion of version tags',
          why: 'keep the bypass list to the App or role that makes releases',
          lines: [
            'Settings → Rules → Rulesets → New tag ruleset',
            'Target tags: v*',
            'Restrict creations, updates, deletions',
          ],
          url: slugOf(target) === null ? null : `https://${target.host}/${slugOf(target)}/settings/rules`,
        },
      ],
    },
  ],
});

type Uses = 'latestRelease' | 'tree' | 'texts' | 'repository';
type Seen = { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles };
type Tagged =
  | { readonly state: 'none'; readonly message: string }
  | { readonly state: 'unknown'; readonly limitedBy: readonly Limit[] }
  /** Full refs, each an example of a pattern that is released from, or a tag that was. */
  | { readonly state: 'tagged'; readonly refs: readonly string[] };

/** Which tags stand for versions. That there are none is only said when releases and workflows were both seen. */
function versionTags({ latestRelease, tree, texts }: MaybeFacts<Uses>): Tagged {
  const latest = latestRelease.state === 'known' ? latestRelease.value : null;
  const seen = tree.state === 'known' && texts.state === 'known' ? { tree: tree.value, texts: texts.value } : null;
  const graph = seen === null ? null : releaseGraph(seen.tree, seen.texts, workflowsIn(seen.texts));
  const listening = graph?.workflows.filter(({ workflow }) => listensToReleases(workflow)) ?? [];
  const tags = listening.flatMap(({ workflow }) =>
    workflow.triggers.flatMap(({ event, config }) => (event === 'push' ? tagsOf(config) : [])),
  );
  const makesReleases = graph?.kinds.some((kind) => kind === 'binaries' || kind === 'source') ?? false;
  if (latest !== null) return { state: 'tagged', refs: [`refs/tags/${latest.tag}`] };
  if (tags.length > 0) return { state: 'tagged', refs: [...new Set(tags)] };
  if (listening.length > 0 || makesReleases) return { state: 'tagged', refs: ['refs/tags/v1.0.0'] };
  const unread: readonly Limit[] =
    seen === null
      ? [tree, texts].flatMap((fact, index) =>
          fact.state === 'unknown' ? [{ fact: index === 0 ? 'tree' : 'texts' } as const] : [],
        )
      : unreadWorkflows(workflowsIn(seen.texts), seen.tree, seen.texts);
  const unseen: readonly Limit[] = latestRelease.state === 'unknown' ? [{ fact: 'latestRelease' }] : [];
  const limitedBy = [...unseen, ...unread, ...(seen === null ? [] : tagsAreReleases(seen))];
  return limitedBy.length > 0
    ? { state: 'unknown', limitedBy }
    : { state: 'none', message: 'nothing is released, by hand or by a workflow' };
}

/** Users of a module or an action take the tag itself, with or without a release page. */
function tagsAreReleases({ tree, texts }: Seen): readonly Limit[] {
  const taken = ecosystemsIn(tree, texts).find(({ id }) => id === 'go' || id === 'github-action' || id === 'composer');
  if (taken === undefined) return [];
  const unlock = `say whether versions are tagged: users of ${taken.manifest} take the tag itself`;
  return [{ fact: 'tree', reason: 'unresolvable', unlock }];
}

/** A tag that each pattern of `on.push.tags` would take. */
function tagsOf(config: unknown): readonly string[] {
  const given: Readonly<Record<string, unknown>> = Object(config);
  return [given.tags]
    .flat()
    .filter((tag): tag is string => typeof tag === 'string' && !tag.startsWith('!'))
    .map(
      (tag) =>
        `refs/tags/${tag
          .replace(/\[[^\]]*\][+*?]?/g, '1')
          .replace(/\*+/g, '1')
          .replace(/[+?]/g, '')}`,
    );
}

const RULES = [
  { type: 'update', rule: 'tags-movable', message: 'version tags can be moved to another commit', expected: 'update' },
  { type: 'deletion', rule: 'tags-deletable', message: 'version tags can be deleted', expected: 'deletion' },
  {
    type: 'creation',
    rule: 'tags-creatable',
    message: 'everybody who can push can create a version tag, and so start a release',
    expected: 'creation',
  },
] as const;

const isInForce = ({ target, enforcement }: Ruleset): boolean => target === 'tag' && enforcement === 'active';

const names = ({ include, exclude }: Ruleset, ref: string): boolean =>
  include.some((pattern) => refMatches(pattern, ref)) && !exclude.some((pattern) => refMatches(pattern, ref));

const endpointOf = (target: Target) => ({ endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/rulesets` });

function unprotected(rulesets: readonly Ruleset[], refs: readonly string[], target: Target): Finding {
  const idle = rulesets.find(
    (each) => each.target === 'tag' && !isInForce(each) && refs.some((ref) => names(each, ref)),
  );
  return {
    rule: 'tags-unprotected',
    message:
      idle === undefined
        ? `no ruleset protects ${refs.join(', ')}: whoever can push can move it`
        : `the ruleset "${idle.name}" stops nothing while its enforcement is "${idle.enforcement}"`,
    observed: idle === undefined ? 'no ruleset for tags in force' : `enforcement: ${idle.enforcement}`,
    expected: 'an active ruleset that restricts creation, update and deletion',
    location: endpointOf(target),
  };
}

const unguarded = (
  { rule, message, expected }: (typeof RULES)[number],
  own: readonly Ruleset[],
  target: Target,
): Finding => ({
  rule,
  message,
  observed: `${own.map(({ name }) => name).join(', ')}: ${[...new Set(own.flatMap(({ rules }) => rules))].join(', ')}`,
  expected: `the rule "${expected}"`,
  location: endpointOf(target),
});

const bypassed = ({ name, bypassActors }: Ruleset, target: Target): Finding => ({
  rule: 'bypass-wide',
  message: `every deploy key that may write gets past the ruleset "${name}"`,
  observed: `bypass: ${bypassActors?.map(({ kind }) => kind).join(', ') ?? ''}`,
  expected: 'a bypass list of the App or role that makes releases',
  location: endpointOf(target),
  route: name,
});

/** Which role may bypass is not told, only that a role may. */
function unseenBypass({ name, bypassActors }: Ruleset): readonly Limit[] {
  if (bypassActors === null) {
    const unlock = `log in as an administrator: who gets past the ruleset "${name}" is not visible`;
    return [{ fact: 'rulesets', reason: 'forbidden', unlock }];
  }
  const role = bypassActors.some(({ kind }) => kind === 'RepositoryRole');
  return role
    ? [{ fact: 'rulesets', reason: 'unresolvable', unlock: `see which role gets past the ruleset "${name}"` }]
    : [];
}

function newRulesets({ known, maybe, target }: RemedyContext<'rulesets', Uses>): readonly SettingChange[] {
  const tagged = versionTags(maybe);
  const refs = tagged.state === 'tagged' ? tagged.refs : [];
  const own = known.rulesets.filter((each) => isInForce(each) && refs.every((ref) => names(each, ref)));
  const lacks = (type: string) => !own.some(({ rules }) => rules.includes(type));
  const include = refs.every((ref) => refMatches('refs/tags/v*', ref)) ? ['refs/tags/v*'] : ['~ALL'];
  const path = `/repos/${slugOf(target) ?? 'OWNER/REPO'}/rulesets`;
  const make = (name: string, rules: readonly string[], bypass: readonly object[], why: string): SettingChange => ({
    kind: 'setting',
    summary: `a ruleset "${name}" for ${include.join(', ')}`,
    request: {
      method: 'POST',
      path,
      body: {
        name,
        target: 'tag',
        enforcement: 'active',
        bypass_actors: bypass,
        conditions: { ref_name: { include, exclude: [] } },
        rules: rules.map((type) => ({ type })),
      },
    },
    payload: { template: 'tag-ruleset', inputs: { name, tags: include, rules, administrators: bypass.length > 0 } },
    // The number of the new ruleset, which the undoing DELETE needs, is in the answer.
    inverse: null,
    before: 'no such ruleset',
    after: `${rules.join(', ')} restricted for ${include.join(', ')}`,
    when: 'now',
    why,
  });
  const stay = lacks('update') || lacks('deletion');
  return [
    ...(stay
      ? [
          make(
            'release tags stay',
            ['update', 'deletion', 'non_fast_forward'],
            [],
            'a version is never moved or deleted; tags that move on purpose, as in v1 of an action, have to be excluded',
          ),
        ]
      : []),
    ...(lacks('creation')
      ? [
          make(
            'release tags are made by administrators',
            ['creation'],
            [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
            'administrators still create tags; a bot that does so has to be added to the bypass list as an App',
          ),
        ]
      : []),
  ];
}
