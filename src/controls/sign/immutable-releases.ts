import { releaseFilesIn } from '../../ecosystems/late-uploads.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { defineControl, type Limit, type RemedyContext } from '../../model/control.ts';
import type { MaybeFacts } from '../../model/fact.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

export default defineControl({
  id: 'immutable-releases',
  number: '3.12',
  section: 'sign',
  tier: 'must',
  title: 'Published releases cannot be changed',
  why: 'Whoever takes over an account or a token can exchange the files of an old release, unless its assets and its tag are locked.',
  trap: 'It only covers releases that are published after it was switched on. A workflow that uploads after publishing fails half-way, and the tag name is used up for good. Tags such as `nightly` that move with each release stop working.',
  docs: [
    'https://docs.github.com/en/code-security/concepts/supply-chain-security/immutable-releases',
    'https://docs.github.com/en/code-security/how-tos/secure-your-supply-chain/secure-your-dependencies/verify-release-integrity',
  ],
  rules: {
    'releases-mutable': 'Assets and tags of published releases can be changed.',
    'latest-mutable': 'The setting is on, and the newest release was published before it was.',
  },
  needs: ['immutableReleases'],
  uses: ['latestRelease', 'tree', 'texts', 'repository'],

  detect({ immutableReleases }, maybe, target) {
    const released = releasesSeen(maybe);
    const { latestRelease } = maybe;
    if (released.state === 'none') {
      return { verdict: 'not-applicable', message: 'there are no GitHub releases, and no workflow makes any' };
    }
    if (!immutableReleases.enabled) {
      const message = 'the assets and the tag of a published release can be changed';
      if (released.state === 'unknown') {
        return {
          verdict: 'unknown',
          message: `${message}; whether there are releases is not known`,
          limitedBy: released.limitedBy,
        };
      }
      const location = { endpoint: `GET ${pathOf(target)}` };
      const finding = {
        rule: 'releases-mutable',
        message,
        observed: 'enabled: false',
        expected: 'enabled: true',
        location,
      };
      return { verdict: 'fail', message, findings: [finding] };
    }
    const limits: readonly Limit[] = released.state === 'unknown' ? released.limitedBy : [];
    if (latestRelease.state === 'unknown') {
      return {
        verdict: 'pass',
        message: 'releases are locked when they are published',
        limitedBy: [...limits, { fact: 'latestRelease' }],
      };
    }
    const latest = latestRelease.value;
    if (latest?.immutable === false) {
      const message = `the newest release, ${latest.tag}, was published before releases became immutable, and can be changed`;
      const location = { endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/releases/latest` };
      const finding = {
        rule: 'latest-mutable',
        message,
        observed: 'immutable: false',
        expected: 'immutable: true',
        location,
      };
      return { verdict: 'partial', message, findings: [finding] };
    }
    const untold: readonly Limit[] =
      latest?.immutable === null
        ? [{ fact: 'latestRelease', reason: 'unserved', unlock: `see on its page whether ${latest.tag} is immutable` }]
        : [];
    return {
      verdict: 'pass',
      message: 'releases are locked when they are published',
      limitedBy: [...limits, ...untold],
    };
  },

  remedies: [
    {
      id: 'enable-immutable-releases',
      kind: 'setting',
      risk: 'review',
      phase: 4,
      title: 'Make releases immutable from now on',
      unavailable({ known, maybe, target }) {
        if (known.immutableReleases.enabled) return 'it is on already: only the next release is locked';
        if (slugOf(target) === null) return 'the repository has no GitHub remote, so there is no setting to change';
        if (maybe.repository.state === 'known' && maybe.repository.value.archived)
          return 'the repository is archived: GitHub refuses every change';
        const late =
          maybe.texts.state === 'known'
            ? releaseFilesIn(workflowsIn(maybe.texts.value), maybe.texts.value).late[0]
            : undefined;
        return late === undefined
          ? null
          : `line ${late.place.line} of ${late.place.path} uploads to a release that is public, which would fail: mend that first`;
      },
      plan: ({ maybe, target }) => [
        {
          kind: 'setting',
          summary: 'published releases become immutable',
          request: { method: 'PUT', path: pathOf(target), body: null },
          inverse: { method: 'DELETE', path: pathOf(target), body: null },
          before: 'enabled: false',
          after: 'enabled: true',
          when: 'after-merge',
          why:
            maybe.texts.state === 'known'
              ? 'releases that are out stay as they are; whatever edits assets after publishing stops working'
              : 'the workflows could not be read: see first that none uploads after publishing',
        },
      ],
    },
    {
      id: 'release-again',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Publish the next release with the setting on',
      plan: (context) => [
        {
          kind: 'manual',
          summary: steps(context),
          why: 'the setting locks what is published from then on, and a half-filled release cannot be mended',
          lines: ['gh release verify TAG', 'gh release verify-asset TAG FILE'],
          url: 'https://docs.github.com/en/code-security/concepts/supply-chain-security/immutable-releases',
        },
      ],
    },
  ],
});

type Uses = 'latestRelease' | 'tree' | 'texts' | 'repository';

const pathOf = (target: Target): string => `/repos/${slugOf(target) ?? 'OWNER/REPO'}/immutable-releases`;

const steps = ({ known }: RemedyContext<'immutableReleases', Uses>): string =>
  known.immutableReleases.enabled
    ? 'publish the next release, and verify that it is immutable'
    : 'let the workflow make a draft, fill it and publish it last; then switch immutable releases on';

type Seen = { readonly state: 'some' | 'none' } | { readonly state: 'unknown'; readonly limitedBy: readonly Limit[] };

/** That there are no releases is only said when the host and the workflows were both seen. */
function releasesSeen({ latestRelease, tree, texts }: MaybeFacts<Uses>): Seen {
  if (latestRelease.state === 'known' && latestRelease.value !== null) return { state: 'some' };
  const unseen: readonly Limit[] = latestRelease.state === 'unknown' ? [{ fact: 'latestRelease' }] : [];
  if (tree.state === 'unknown') return { state: 'unknown', limitedBy: [...unseen, { fact: 'tree' }] };
  if (texts.state === 'unknown') return { state: 'unknown', limitedBy: [...unseen, { fact: 'texts' }] };
  const set = workflowsIn(texts.value);
  const graph = releaseGraph(tree.value, texts.value, set);
  if (graph.kinds.some((kind) => kind === 'binaries' || kind === 'source')) return { state: 'some' };
  const limitedBy = [...unseen, ...unreadWorkflows(set, tree.value, texts.value), ...unseenReleases(graph)];
  return limitedBy.length > 0 ? { state: 'unknown', limitedBy } : { state: 'none' };
}
