import type { Ecosystem, EcosystemId } from '../ecosystems/ecosystem.ts';
import type { TreeEntry } from '../model/files.ts';

/** A template of a release workflow: what it needs to be there, and what it must be told. */
export type ReleaseTemplate = {
  readonly template: string;
  readonly file: string;
  readonly what: string;
  /** Whether the repository makes what is released. */
  readonly fits: (ecosystems: readonly Ecosystem[], tree: readonly TreeEntry[]) => boolean;
  /** The name its registry is usually told. */
  readonly environment: string;
  /** What the template cannot do without and the facts may not know. */
  readonly asks: readonly ('binary-name' | 'package-name' | 'chart-name')[];
  /** Whom to tell that this workflow publishes, or which secrets the environment needs; null: nothing outside the repository. */
  readonly outside: Outside | null;
};

export type Outside =
  | { readonly kind: 'trusted-publisher'; readonly registry: string; readonly note: string; readonly lines: Lines }
  | { readonly kind: 'secrets'; readonly registry: string; readonly note: string; readonly lines: Lines };

/** Further commands, with the name of the environment. */
type Lines = (environment: string) => readonly string[];

const makes =
  (...ids: readonly EcosystemId[]): ReleaseTemplate['fits'] =>
  (ecosystems) =>
    ecosystems.some(({ id }) => ids.includes(id));

const holds =
  (name: RegExp): ReleaseTemplate['fits'] =>
  (_, tree) =>
    tree.some(({ path }) => name.test(path));

const publisher = (registry: string, note: string, lines: Lines = () => []): Outside => ({
  kind: 'trusted-publisher',
  registry,
  note,
  lines,
});

/** Keys and tokens that nobody but the maintainer has; the subkey signs, the primary key stays at home. */
const CENTRAL: Outside = {
  kind: 'secrets',
  registry: 'Maven Central',
  note: 'Maven Central has no trusted publishing: a token and an OpenPGP key stay in the environment, and whoever approves a run lets it use them',
  lines: (environment) => [
    `gpg --armor --export-secret-subkeys KEY! | gh secret set RELEASE_GPG_KEY --env ${environment}`,
    `gh secret set RELEASE_GPG_PASSPHRASE --env ${environment}`,
    `gh variable set RELEASE_GPG_FINGERPRINT --env ${environment}`,
    `gh secret set CENTRAL_USERNAME --env ${environment}   # of a user token of the portal`,
    `gh secret set CENTRAL_PASSWORD --env ${environment}`,
    `gh variable set CENTRAL_API --env ${environment}   # the address of its Publisher API, up to /publisher`,
  ],
};

/** Every release that can be written from a template, the most telling first. */
export const RELEASE_TEMPLATES: readonly ReleaseTemplate[] = [
  {
    template: 'release-goreleaser',
    file: 'release.yml',
    what: 'what GoReleaser builds',
    fits: holds(/^\.?goreleaser\.ya?ml$/),
    environment: 'release',
    asks: ['binary-name'],
    outside: null,
  },
  {
    template: 'release-binaries',
    file: 'release.yml',
    what: 'files as a GitHub release',
    fits: () => true,
    environment: 'release',
    asks: ['binary-name'],
    outside: null,
  },
  {
    template: 'release-container',
    file: 'release-container.yml',
    what: 'the container image',
    fits: makes('docker'),
    environment: 'release',
    asks: [],
    outside: null,
  },
  {
    template: 'release-npm',
    file: 'release-npm.yml',
    what: 'the npm package',
    fits: makes('npm', 'pnpm', 'yarn', 'bun'),
    environment: 'npm',
    asks: [],
    outside: publisher('npm', 'a package that does not exist yet is published once by hand'),
  },
  {
    template: 'release-pypi',
    file: 'release-pypi.yml',
    what: 'the Python package',
    fits: makes('pip', 'uv', 'poetry', 'hatch'),
    environment: 'pypi',
    asks: ['package-name'],
    outside: publisher('PyPI', 'a package that does not exist yet needs a pending publisher'),
  },
  {
    template: 'release-crate',
    file: 'release-crate.yml',
    what: 'the crate',
    fits: makes('cargo'),
    environment: 'crates',
    asks: ['package-name'],
    outside: publisher('the crate registry', 'the first version of a crate is published by hand'),
  },
  {
    template: 'release-gem',
    file: 'release-gem.yml',
    what: 'the gem',
    fits: holds(/^[^/]+\.gemspec$/),
    environment: 'rubygems',
    asks: ['package-name'],
    outside: publisher('RubyGems', 'a gem that does not exist yet needs a pending publisher'),
  },
  {
    template: 'release-nuget',
    file: 'release-nuget.yml',
    what: 'the NuGet packages',
    fits: makes('dotnet'),
    environment: 'nuget',
    asks: ['package-name'],
    outside: publisher('the NuGet gallery', 'NUGET_USER is the name of the profile, not its address', (environment) => [
      `gh variable set NUGET_USER --env ${environment}`,
    ]),
  },
  {
    template: 'release-maven-central',
    file: 'release-maven.yml',
    what: 'the Maven artifacts',
    fits: makes('maven'),
    environment: 'maven-central',
    asks: [],
    outside: CENTRAL,
  },
  {
    template: 'release-gradle-central',
    file: 'release-gradle.yml',
    what: 'the artifacts of the Gradle build',
    fits: makes('gradle'),
    environment: 'maven-central',
    asks: [],
    outside: CENTRAL,
  },
  {
    template: 'release-helm',
    file: 'release-helm.yml',
    what: 'the Helm chart',
    fits: makes('helm'),
    environment: 'release',
    asks: ['chart-name'],
    outside: null,
  },
  {
    template: 'release-action',
    file: 'release-action.yml',
    what: 'the GitHub Action',
    fits: holds(/^action\.ya?ml$/),
    environment: 'release',
    asks: [],
    outside: null,
  },
];
