import { type Pin, pinKey } from '../model/pin.ts';
import { type JsonShape, shapeOf } from './json-shape.ts';
import { LATEST, type PinRequest } from './pin-requests.ts';
import { mostPrecise, newestVersion, versionTag } from './version-tags.ts';

/** What the host said about actions: pins, ids that are tag objects, and the versions of commits. */
export type ResolvedPins = {
  readonly pins: Record<string, Pin>;
  readonly tagObjects: Record<string, { action: string; tag: string; sha: string }>;
  readonly versions: Record<string, readonly string[]>;
};

type Tag = { readonly name: string; readonly sha: string };

/** Reads the answer to `pinQuery`. What the host left out (private, gone, misspelled) gets no pin. */
export function pinsIn(data: unknown, requests: readonly PinRequest[]): ResolvedPins {
  const resolved: ResolvedPins = { pins: {}, tagObjects: {}, versions: {} };
  for (const [n, request] of requests.entries()) readRepository(shapeOf(data).inside(`r${n}`), request, resolved);
  return resolved;
}

function readRepository(repository: JsonShape, request: PinRequest, resolved: ResolvedPins): void {
  const action = `${request.owner}/${request.repo}`.toLowerCase();
  const tags = tagsOf(repository, request);
  const pinned = (sha: string, version: string | null): Pin => ({ sha, version, source: 'api' });
  const namesOf = (sha: string): readonly string[] => tags.filter((tag) => tag.sha === sha).map(({ name }) => name);
  request.refs.forEach((ref, k) => {
    if (ref === LATEST) {
      const newest = newestOf(repository, tags);
      if (newest !== null)
        resolved.pins[pinKey(action, ref)] = pinned(newest.sha, mostPrecise(namesOf(newest.sha)) ?? newest.name);
      return;
    }
    const object = repository.inside(`o${k}`);
    const sha = commitOf(object);
    if (sha === null) return;
    resolved.pins[pinKey(action, ref)] = pinned(sha, mostPrecise(namesOf(sha)));
    if (object.text('__typename') === 'Tag' && object.text('oid') === ref) {
      resolved.tagObjects[ref] = { action, tag: object.text('name') ?? ref, sha };
    }
  });
  for (const sha of new Set(tags.map((tag) => tag.sha))) {
    const versions = namesOf(sha).filter((name) => versionTag(name) !== null);
    if (versions.length > 0) resolved.versions[pinKey(action, sha)] = versions;
  }
}

/** Every tag that any part of the answer shows, once. */
function tagsOf(repository: JsonShape, request: PinRequest): readonly Tag[] {
  const listed = ['n', ...request.refs.map((_, k) => `t${k}`)].flatMap((alias) =>
    (repository.inside(alias).list('nodes') ?? []).flatMap((node) => tagAt(node.text('name'), node.inside('target'))),
  );
  const claimed = request.claims.flatMap(({ version }, k) => tagAt(version, repository.inside(`c${k}`)));
  const latest = repository.inside('latestRelease');
  const released = latest.inside('tagCommit').text('oid');
  const name = latest.text('tagName');
  const all = [
    ...listed,
    ...claimed,
    ...(released === undefined || name === undefined ? [] : [{ name, sha: released }]),
  ];
  return [...new Map(all.map((tag) => [tag.name, tag])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function tagAt(name: string | undefined, object: JsonShape): readonly Tag[] {
  const sha = commitOf(object);
  return name === undefined || sha === null ? [] : [{ name, sha }];
}

/** The release that GitHub calls latest when it is a version, else the highest version among the newest tags. */
function newestOf(repository: JsonShape, tags: readonly Tag[]): Tag | null {
  const released = repository.inside('latestRelease').text('tagName');
  const name =
    released !== undefined && versionTag(released) !== null ? released : newestVersion(tags.map((tag) => tag.name));
  return tags.find((tag) => tag.name === name) ?? null;
}

/** The commit behind an object: annotated tags are followed twice, a tag of a tag being possible. */
function commitOf(object: JsonShape): string | null {
  for (const at of [object, object.inside('target'), object.inside('target').inside('target')]) {
    if (at.text('__typename') === 'Commit') return at.text('oid') ?? null;
    if (at.text('__typename') !== 'Tag') return null;
  }
  return null;
}
