import { type Known, known } from '../model/fact.ts';
import { type Pin, type PinCatalogue, pinKey } from '../model/pin.ts';
import { isFullSha } from '../workflow/parse-uses.ts';
import type { ActionAnswer } from './action-answers.ts';
import { pinsIn, type ResolvedPins } from './pin-answers.ts';
import { type PinRequest, type RemoteUse, versionIn } from './pin-requests.ts';

/**
 * What every action that is used or may be written means now: from the host, else as it is pinned elsewhere in this repository
 * and confirmed by the catalogue, else from the dated catalogue. What none of them knows has no pin.
 */
export function pinsKnown(
  answers: readonly ActionAnswer[],
  uses: readonly RemoteUse[],
  requests: readonly PinRequest[],
  catalogue: PinCatalogue,
): Known<PinCatalogue> {
  const online = united(answers.map(({ data, requests: asked }) => pinsIn(data, asked)));
  const added = { ...pinnedHere(uses, catalogue), ...online.pins };
  const keys = requests.flatMap(({ owner, repo, refs }) => refs.map((ref) => pinKey(`${owner}/${repo}`, ref)));
  const allOnline = keys.every((key) => Object.hasOwn(online.pins, key));
  const value: PinCatalogue = {
    pins: withMore(catalogue.pins, added),
    tagObjects: withMore(catalogue.tagObjects, online.tagObjects),
    versions: eitherOf(catalogue.versions, online.versions),
    offlineSince: allOnline && keys.length > 0 ? null : catalogue.offlineSince,
  };
  const resolved = Object.keys(online.pins).length;
  return resolved === 0
    ? known(value, { via: 'catalogue', at: 'offline pin catalogue' })
    : known(value, { via: 'api', at: `POST /graphql (${resolved} of ${keys.length} references)` });
}

/** The catalogue holds thousands of entries: it is copied only for something to add. */
const withMore = <T>(known: Readonly<Record<string, T>>, more: Readonly<Record<string, T>>) =>
  Object.keys(more).length === 0 ? known : { ...known, ...more };

/** Either may know only some of the tags that name a commit. */
function eitherOf(catalogue: PinCatalogue['versions'], online: PinCatalogue['versions']): PinCatalogue['versions'] {
  const both = Object.entries(online).map(([key, versions]) => [
    key,
    [...new Set([...(catalogue[key] ?? []), ...versions])],
  ]);
  return both.length === 0 ? catalogue : { ...catalogue, ...Object.fromEntries(both) };
}

const united = (answers: readonly ResolvedPins[]): ResolvedPins => ({
  pins: Object.assign({}, ...answers.map(({ pins }) => pins)),
  tagObjects: Object.assign({}, ...answers.map(({ tagObjects }) => tagObjects)),
  versions: Object.assign({}, ...answers.map(({ versions }) => versions)),
});

/** A version that is pinned in one place of this repository answers for the same version in another, if the catalogue agrees. */
function pinnedHere(uses: readonly RemoteUse[], catalogue: PinCatalogue): Readonly<Record<string, Pin>> {
  const pins: Record<string, Pin> = {};
  for (const { owner, repo, ref, comment } of uses) {
    const version = isFullSha(ref) ? versionIn(comment) : null;
    if (version === null) continue;
    const action = `${owner}/${repo}`;
    const confirmed = catalogue.versions[pinKey(action, ref)]?.includes(version) ?? false;
    if (confirmed) pins[pinKey(action, version)] = { sha: ref, version, source: 'repository' };
  }
  return pins;
}
