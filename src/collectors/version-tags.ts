/** A tag that names a version: `v4`, `4.2`, `v4.2.2-rc.1`. Others (`nightly`, `codeql-bundle-v2.1`) are not versions. */
export type VersionTag = {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly prerelease: boolean;
};

export function versionTag(name: string): VersionTag | null {
  const match = /^v?(\d+(?:\.\d+){0,3})(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(name);
  if (match === null) return null;
  return { name, numbers: (match[1] ?? '').split('.').map(Number), prerelease: match[2] !== undefined };
}

/** The tag that says most about a commit: the longest version, then the highest. Null when none is a version. */
export function mostPrecise(names: readonly string[]): string | null {
  const versions = names.flatMap((name) => versionTag(name) ?? []);
  versions.sort((a, b) => b.numbers.length - a.numbers.length || compareVersions(b, a));
  return versions[0]?.name ?? null;
}

/** The newest release version among tags; one with fewer than three numbers moves, and counts only when no other is there. */
export function newestVersion(names: readonly string[]): string | null {
  const versions = names.flatMap((name) => versionTag(name) ?? []).filter((version) => !version.prerelease);
  const whole = versions.filter(({ numbers }) => numbers.length >= 3);
  return [...(whole.length > 0 ? whole : versions)].sort((a, b) => compareVersions(b, a))[0]?.name ?? null;
}

function compareVersions(a: VersionTag, b: VersionTag): number {
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.prerelease === b.prerelease ? 0 : a.prerelease ? -1 : 1;
}
