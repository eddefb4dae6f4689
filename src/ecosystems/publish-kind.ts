/**
 * What is released. `source` is a tag or release without uploaded files; `go-module`, `composer` and `github-action` are
 * the same for repositories whose users take the tag itself; `other` a registry that has no name of its own here.
 */
export type PublishKind =
  | 'binaries'
  | 'container'
  | 'npm'
  | 'pypi'
  | 'crate'
  | 'gem'
  | 'nuget'
  | 'maven'
  | 'helm'
  | 'go-module'
  | 'composer'
  | 'github-action'
  | 'source'
  | 'other';

const NAMES: Readonly<Record<PublishKind, string>> = {
  binaries: 'binaries',
  container: 'container images',
  npm: 'npm packages',
  pypi: 'Python packages',
  crate: 'crates',
  gem: 'gems',
  nuget: 'NuGet packages',
  maven: 'Maven artifacts',
  helm: 'Helm charts',
  'go-module': 'Go modules',
  composer: 'Composer packages',
  'github-action': 'actions',
  source: 'source releases',
  other: 'packages',
};

/** What is released, in the plural, as a sentence names it. */
export const kindName = (kind: PublishKind): string => NAMES[kind];

const TAG_ONLY: readonly PublishKind[] = ['go-module', 'composer', 'github-action', 'source'];

/** False when the release is the tag itself, so that there are no bytes to attest, list or sign. */
export const carriesFiles = (kind: PublishKind): boolean => !TAG_ONLY.includes(kind);
