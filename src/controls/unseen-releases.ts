import type { ReleaseGraph } from '../ecosystems/release-graph.ts';
import type { Limit } from '../model/control.ts';

/** Places that may release something and cannot be followed: what a control of release workflows could not look at. */
export const unseenReleases = ({ unknown }: ReleaseGraph): readonly Limit[] =>
  unknown.map(({ because, place }) => ({
    fact: 'texts',
    reason: 'unresolvable',
    unlock: `look at line ${place.line} of ${place.path}, which ${because}`,
    at: place.path,
  }));
