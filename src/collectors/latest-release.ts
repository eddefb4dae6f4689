import { type Fact, known, type Source, unknown } from '../model/fact.ts';
import type { LatestRelease, ReleaseAsset } from '../model/release.ts';
import type { AsksPaths } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { connectionIn, type Overview } from './overview.ts';
import { unknownBecause } from './unknown.ts';

const RECENT = 10;

/**
 * The newest published release, a pre-release only when there is no other. Read from the list, whose emptiness is certain:
 * `releases/latest` says 404 both for "none" and for "not allowed".
 */
export async function collectLatestRelease(
  api: AsksPaths,
  asking: Asking,
  overview: Overview | null = null,
): Promise<Fact<LatestRelease | null>> {
  const told = overview === null ? undefined : connectionIn(overview.repository, 'releases');
  if (overview !== null && told !== undefined) {
    return newestOf(told.nodes.map(releaseInOverview), told.more, asking, overview.source);
  }
  const path = `${repositoryPath(asking)}/releases`;
  const source = { via: 'api', at: `GET ${path}` } as const;
  const answer = await api.get(path, { per_page: RECENT });
  if (!answer.ok) {
    return unknownBecause(answer.failure, { role: 'read', permission: 'Contents: read' }, asking, source);
  }
  const releases = shapesOf(answer.data)?.map(releaseIn);
  return releases === undefined
    ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
    : newestOf(releases, answer.more, asking, source);
}

/** A release as it was listed; `release` is null when it cannot be read. */
type Listed = { readonly draft: boolean; readonly prerelease: boolean; readonly release: LatestRelease | null };

function newestOf(
  releases: readonly Listed[],
  more: boolean,
  asking: Asking,
  source: Source,
): Fact<LatestRelease | null> {
  const published = releases.filter(({ draft }) => !draft);
  const newest = published.find(({ prerelease }) => !prerelease) ?? published[0];
  if (newest === undefined) {
    return more
      ? unknown('not-asked', `the ${RECENT} newest releases are drafts; older ones are not asked for`, source)
      : known(null, source);
  }
  return newest.release === null
    ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
    : known(newest.release, source);
}

function releaseIn(listed: JsonShape): Listed {
  const assets = listed.list('assets')?.map((asset) => assetIn(asset, 'uploader'));
  return {
    draft: listed.flag('draft') === true,
    prerelease: listed.flag('prerelease') === true,
    release: described(listed.text('tag_name'), listed, listed.text('created_at'), assets),
  };
}

function releaseInOverview(listed: JsonShape): Listed {
  const assets = connectionIn(listed, 'releaseAssets')?.nodes.map((asset) => assetIn(asset, 'uploadedBy'));
  return {
    draft: listed.flag('isDraft') === true,
    prerelease: listed.flag('isPrerelease') === true,
    release: described(listed.text('tagName'), listed, listed.text('createdAt'), assets),
  };
}

const described = (
  tag: string | undefined,
  listed: JsonShape,
  createdAt: string | undefined,
  assets: readonly ReleaseAsset[] | undefined,
): LatestRelease | null =>
  tag === undefined || assets === undefined
    ? null
    : { tag, immutable: listed.flag('immutable') ?? null, createdAt: createdAt ?? null, assets };

const assetIn = (asset: JsonShape, uploader: 'uploader' | 'uploadedBy'): ReleaseAsset => ({
  name: asset.text('name') ?? '',
  digest: asset.text('digest') ?? null,
  uploader: asset.inside(uploader).text('login') ?? null,
});
