/**
 * Composite actions that take other actions by a tag, with the release in which it was seen. One line for each: `name release:
 * reference reference`. Read from the action.yml of the releases that were newest in October 2026. Where a repository requires pins,
 * a step with one of these fails, however it is pinned itself.
 */
const TABLE = `
cli/gh-extension-precompile v1.4.0: actions/setup-go@v3
docker/bake-action/subaction/matrix v7.1.0: actions/github-script@v8
gradle/gradle-build-action v3.5.0: gradle/actions/setup-gradle@v3.5.0
gradle/wrapper-validation-action v3.5.0: gradle/actions/wrapper-validation@v3.5.0
houseabsolute/actions-rust-cross v0.0.15: actions/cache@v4 dtolnay/rust-toolchain@master
pre-commit/action v3.0.1: actions/cache@v4
r-lib/actions/check-r-package v2.10.1: actions/upload-artifact@v4
r-lib/actions/setup-manifest v2.10.1: r-lib/actions/setup-r@v2 r-lib/actions/setup-renv@v2
r-lib/actions/setup-r-dependencies v2.10.1: actions/cache@v4 r-lib/actions/setup-pandoc@v2
r-lib/actions/setup-renv v2.10.1: actions/cache@v4
rubygems/release-gem v1.0.1: rubygems/configure-rubygems-credentials@v1.0.0
sonarsource/sonarcloud-github-action v5.0.0: SonarSource/sonarqube-scan-action@v5.0.0
subosito/flutter-action v2.23.0: actions/cache@v5
`;

/** What is taken by a tag inside the action, and in which release of it. */
export type NestedByTag = { readonly release: string; readonly references: readonly string[] };

const ROWS: ReadonlyMap<string, NestedByTag> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [, name = '', release = '', references = ''] = /^(\S+) (\S+): (.*)$/.exec(line) ?? [];
      return [name, { release, references: references.split(' ') }] as const;
    }),
);

/** `name` is `owner/repo/path`, in any spelling. Null when nothing is known, which is not to say that all is well. */
export const nestedByTag = (name: string): NestedByTag | null => ROWS.get(name.toLowerCase()) ?? null;
