import { ecosystemsIn } from '../ecosystems/detect-ecosystems.ts';
import { carriesFiles, type PublishKind } from '../ecosystems/publish-kind.ts';
import { type ReleaseWorkflow, releaseGraph } from '../ecosystems/release-graph.ts';
import type { Detection, Limit } from '../model/control.ts';
import type { Fact } from '../model/fact.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { LatestRelease, ReleaseAsset } from '../model/release.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { unreadWorkflows } from './unread-workflows.ts';

/** What users can download that was built, and what could not be seen of it. */
export type Released =
  | { readonly state: 'nothing'; readonly message: string }
  | { readonly state: 'unknown'; readonly message: string; readonly limitedBy: readonly Limit[] }
  | {
      readonly state: 'released';
      /** Release workflows that publish files; empty when people upload them. */
      readonly workflows: readonly ReleaseWorkflow[];
      readonly kinds: readonly PublishKind[];
      /** Payload of the newest release: without checksums, signatures and bills of materials. */
      readonly assets: readonly ReleaseAsset[];
      readonly limitedBy: readonly Limit[];
    };

/** A release that is nothing but a tag carries no bytes to attest, list or sign (catalogue 0.1, repository preconditions). */
export function releasedBy(
  known: { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles },
  latestRelease: Fact<LatestRelease | null>,
): Released {
  const { tree, texts } = known;
  const set = workflowsIn(texts);
  const graph = releaseGraph(tree, texts, set);
  const workflows = graph.workflows.filter(({ publishes }) => publishes.some(({ kind }) => carriesFiles(kind)));
  const assets = latestRelease.state === 'known' ? (latestRelease.value?.assets ?? []).filter(isPayload) : [];
  const limitedBy: readonly Limit[] = [
    ...unreadWorkflows(set, tree, texts),
    ...graph.unknown.map(({ because, place }) =>
      unseen(`look at line ${place.line} of ${place.path}, which ${because}`, place.path),
    ),
    ...graph.workflows
      .filter(({ publishes }) => publishes.length === 0)
      .map(({ workflow }) =>
        unseen(`say what ${workflow.path} publishes: it runs for releases and may write`, workflow.path),
      ),
  ];
  if (workflows.length > 0 || assets.length > 0) {
    const kinds = graph.kinds.filter(carriesFiles);
    return { state: 'released', workflows, kinds: kinds.length > 0 ? kinds : ['binaries'], assets, limitedBy };
  }
  if (limitedBy.length > 0) {
    return { state: 'unknown', message: 'what is released may be in a workflow that cannot be followed', limitedBy };
  }
  if (graph.workflows.length > 0) return { state: 'nothing', message: 'a release is the tag itself, without files' };
  if (latestRelease.state === 'known') return { state: 'nothing', message: 'nothing with files is released' };
  if (ecosystemsIn(tree, texts).length === 0)
    return { state: 'nothing', message: 'there is nothing to build and release' };
  const message = 'no workflow publishes anything, and whether releases are made by hand is not known';
  return { state: 'unknown', message, limitedBy: [{ fact: 'latestRelease' }] };
}

/** What a control about releases says where there is none to judge. */
export const withoutReleases = (released: Exclude<Released, { readonly state: 'released' }>): Detection =>
  released.state === 'nothing'
    ? { verdict: 'not-applicable', message: released.message }
    : { verdict: 'unknown', message: released.message, limitedBy: released.limitedBy };

const unseen = (unlock: string, at: string): Limit => ({ fact: 'texts', reason: 'unresolvable', unlock, at });

const BESIDE =
  /(?:\.(?:asc|sig|minisig|pem|crt|cert|pub|sha\d*|sha\d+sum|md5|sigstore|sigstore\.json|bundle|intoto\.jsonl|jsonl|att|prov|sbom)|sbom[\w.-]*\.json|\.spdx\.json|\.cdx\.json|(?:^|[._-])(?:sha\d+sums?|checksums?|digests?)(?:\.txt)?)$/i;

const isPayload = ({ name }: ReleaseAsset): boolean => !BESIDE.test(name);
