import { type Fact, known, unknown } from '../model/fact.ts';
import type { LatestRelease, ReleaseAsset } from '../model/release.ts';
import type { AsksPaths } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { type JsonShape, shapesOf } from './json-shape.ts';
import { unknownBecause } from './unknown.ts';

const RECENT = 10;

/**
 * The newest published release, a pre-release only when there is no other. Read from the list, whose emptiness is certain:
 * `releases/latest` says 404 both for "none" and for "not allowed".
 */
export async function collectLatestRelease(api: AsksPaths, asking: Asking): Promise<Fact<LatestRelease | null>> {
  const path = `${repositoryPath(asking)}/releases`;
  const source = { via: 'api', at: `GET ${path}` } as const;
  const answer = await api.get(path, { per_page: RECENT });
  if (!answer.ok) {
    return unknownBecause(answer.failure, { role: 'read', permission: 'Contents: read' }, asking, source);
  }
  const published = shapesOf(answer.data)?.filter((release) => release.flag('draft') !== true);
  const newest = published?.find((release) => release.flag('prerelease') !== true) ?? published?.[0];
  if (published !== undefined && newest === undefined) {
    return answer.more
      ? unknown('not-asked', `the ${RECENT} newest releases are drafts; older ones are not asked for`, source)
      : known(null, source);
  }
  const release = newest === undefined ? null : releaseIn(newest);
  return release === null
    ? unknown('unreadable', `the answer of ${asking.host} has an unknown form`, source)
    : known(release, source);
}

function releaseIn(release: JsonShape): LatestRelease | null {
  const tag = release.text('tag_name');
  const assets = release.list('assets')?.map(assetIn);
  if (tag === undefined || assets === undefined) return null;
  return {
    tag,
    immutable: release.flag('immutable') ?? null,
    createdAt: release.text('created_at') ?? null,
    assets,
  };
}

const assetIn = (asset: JsonShape): ReleaseAsset => ({
  name: asset.text('name') ?? '',
  digest: asset.text('digest') ?? null,
  uploader: asset.inside('uploader').text('login') ?? null,
});
