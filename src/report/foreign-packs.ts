import type { PackOrigin } from '../model/pack.ts';

/** The packs that are not the program's, each with where it came from and what that was: a commit, or a digest. */
export const foreignPacks = (packs: readonly PackOrigin[]): readonly string[] =>
  packs
    .filter(({ source }) => source !== 'built-in')
    .map(
      ({ name, version, source, resolved }) =>
        `${name} ${version} (${source}${resolved === null ? '' : `, ${resolved}`})`,
    );
