/**
 * The runtime an action was written for, from which release on. One line for each action: `name: from runtime, from runtime`, in the order
 * of versions; `?` ends what is known. Read from `runs.using` of each release’s own action.yml, up to October 2026.
 */
const TABLE = `
actions-rs/cargo: 1 node12
actions-rs/toolchain: 1 node12
actions-rust-lang/setup-rust-toolchain: 1.17 composite
actions/add-to-project: 0.0.1 node16, 0.6 node20, 2 node24
actions/ai-inference: 3 node24
actions/attest: 0.1 node20, 3 node24
actions/attest-build-provenance: 0.1 composite
actions/attest-build-provenance/predicate: 0.1 node20, 3 node24
actions/attest-sbom: 4.1 composite
actions/cache: 0.0.1 node12, 3 node16, 4 node20, 5 node24
actions/cache/restore: 3.2 node16, 4 node20, 5 node24
actions/cache/save: 3.2 node16, 4 node20, 5 node24
actions/checkout: 2 node12, 3 node16, 4 node20, 5 node24
actions/configure-pages: 0.1 node16, 4 node20, 5.0.1 ?
actions/create-github-app-token: 1 node16, 1.1 node20, 2.1 node24, 2.1.1 node20, 3 node24
actions/create-release: 1 node12
actions/delete-package-versions: 1 node12, 3 node16, 5 node20, 5.0.1 ?
actions/dependency-review-action: 1 node16, 3.1.1 node20, 3.1.2 node16, 4 node20, 4.9.1 ?
actions/deploy-pages: 1.0.1 node16, 3 node20, 5 node24
actions/download-artifact: 2.0.1 node12, 3 node16, 3.1 node24, 4 node20, 7 node24
actions/first-interaction: 1 docker, 2 node20, 3 node24
actions/github-script: 0.1 node12, 6 node16, 7 node20, 8 node24
actions/labeler: 2 node12, 4 node16, 5 node20, 6 node24
actions/publish-action: 0.4 node24
actions/publish-immutable-action: 0.0.4 node20, 0.0.5 ?
actions/setup-dotnet: 1 node12, 2 node16, 4 node20, 5 node24
actions/setup-go: 1 node12, 3 node16, 5 node20, 6.2 node24
actions/setup-java: 1 node12, 3 node16, 4 node20, 5 node24
actions/setup-node: 1 node12, 3 node16, 4 node20, 5 node24
actions/setup-python: 1 node12, 3 node16, 5 node20, 6 node24
actions/setup-ruby: 1.1.3 node12
actions/stale: 1 node12, 5 node16, 9 node20, 10 node24
actions/upload-artifact: 2.0.1 node12, 3 node16, 4 node20, 6 node24
actions/upload-artifact/merge: 4.3 node20, 6 node24
actions/upload-pages-artifact: 5 composite
actions/upload-release-asset: 1 node12
advanced-security/maven-dependency-submission-action: 5 node20, 5.0.1 ?
amannn/action-semantic-pull-request: 1 node12, 5.0.1 node16, 5.3 node20, 6 node24
anchore/sbom-action: 0.24 node24
anchore/sbom-action/download-syft: 0.24 node24
anchore/sbom-action/publish-sbom: 0.24 node24
anchore/scan-action: 7.4 node24
anchore/scan-action/download-grype: 7.4 node24
anthropics/claude-code-action: 1.0.200 composite
anthropics/claude-code-action/agent-approval-check: 1.0.200 composite
anthropics/claude-code-action/base-action: 1.0.200 composite
appleboy/ssh-action: 1.2.5 composite
aquasecurity/setup-trivy: 0.3.1 composite
aquasecurity/trivy-action: 0.36 composite
arduino/setup-protoc: 3 node20, 3.0.1 ?
astral-sh/setup-uv: 1 node20, 7 node24
awalsh128/cache-apt-pkgs-action: 1.6.3 composite
aws-actions/amazon-ecr-login: 1 node12, 1.5.2 node16, 2.0.1 node20, 2.0.2 node24
aws-actions/amazon-ecs-deploy-task-definition: 2.6.3 node24
aws-actions/configure-aws-credentials: 1 node12, 2 node16, 4 node20, 6 node24
azure/artifact-signing-action: 1.1 composite
azure/docker-login: 2 node16, 2.0.1 ?
azure/login: 3.0.1 node24
azure/setup-helm: 5.0.1 node24
azure/setup-kubectl: 5.1 node24
azure/trusted-signing-action: 0.5.11 composite
azure/webapps-deploy: 3.0.8 node24
browser-actions/setup-chrome: 2.2 node24
bufbuild/buf-action: 1.5 node24
cachix/install-nix-action: 31.11 composite
changesets/action: 1 node12, 1.4 node16, 1.4.6 node20, 1.6 node24
changesets/action/pack: 2 node24
changesets/action/pr-comment: 1.9 node24
changesets/action/pr-status: 1.9 node24
changesets/action/publish: 2 node24
changesets/action/select-mode: 2 node24
changesets/action/version: 2 node24
cli/gh-extension-precompile: 1.4 composite
cloudflare/wrangler-action: 4 node24
codecov/codecov-action: 0.2.1 docker, 1.0.4 node12, 3 node16, 3.1.5 node20, 3.1.6 node16, 4 node20, 5 composite
codspeedhq/action: 5.0.3 composite
conda-incubator/setup-miniconda: 4.0.1 node24
coverallsapp/github-action: 2.3.8 composite
crate-ci/typos: 1.48 composite
crazy-max/ghaction-import-gpg: 0.1 node12, 5 node16, 6 node20, 7 node24
cycjimmy/semantic-release-action: 6 node24
cyclonedx/gh-node-module-generatebom: 1.0.3 node16
cypress-io/github-action: 7.4.3 node24
dart-lang/setup-dart: 1.7.2 node24
dawidd6/action-download-artifact: 21 node20, 21.0.1 ?
denoland/setup-deno: 1 node12, 1.1.1 node16, 1.1.4 node20, 2.0.4 node24
dependabot/fetch-metadata: 1 node12, 1.3.4 node16, 2 node20, 3 node24
depot/build-push-action: 1.16.2 node20, 1.16.3 ?
determinatesystems/nix-installer-action: 22 node24
digitalocean/action-doctl: 2.5.1 node20, 2.5.2 ?
docker/bake-action: 1 node12, 2 node16, 4 node20, 7 node24
docker/bake-action/subaction/list-targets: 4.1 composite
docker/bake-action/subaction/matrix: 6.9 composite
docker/build-push-action: 1 docker, 2 node12, 3 node16, 5 node20, 7 node24
docker/login-action: 1 node12, 1.14 node16, 1.14.1 node12, 2 node16, 3 node20, 4 node24
docker/metadata-action: 1 node12, 4 node16, 5 node20, 6 node24
docker/scout-action: 1.22 node24
docker/setup-buildx-action: 1 node12, 2 node16, 3 node20, 4 node24
docker/setup-docker-action: 1 node16, 2 node20, 5 node24
docker/setup-qemu-action: 1 node12, 2 node16, 3 node20, 4 node24
dorny/paths-filter: 1 node12, 2.11 node16, 2.12 node20, 4 node24
dorny/test-reporter: 3 node24
dtolnay/rust-toolchain: 1 composite
embarkstudios/cargo-deny-action: 2.0.17 docker
endbug/add-and-commit: 1 docker, 2.3 node12, 9.1.1 node16, 9.1.4 node20, 10 node24
enricomi/publish-unit-test-result-action: 2.24 docker
erlef/setup-beam: 1.24.1 node24
github/codeql-action: 2.27.1 composite
github/codeql-action/analyze: 1 node12, 1.1 node16, 1.1.2 node12, 2.1.6 node16, 3.22.11 node20, 4.30.7 node24
github/codeql-action/autobuild: 1 node12, 1.1 node16, 1.1.2 node12, 2.1.6 node16, 3.22.11 node20, 4.30.7 node24
github/codeql-action/init: 1 node12, 1.1 node16, 1.1.2 node12, 2.1.6 node16, 3.22.11 node20, 4.30.7 node24
github/codeql-action/resolve-environment: 2.20.1 node16, 3.22.11 node20, 4.30.7 node24
github/codeql-action/setup-codeql: 3.30.9 node20, 4.30.9 node24
github/codeql-action/start-proxy: 2.25.14 node16, 3.25.14 node20, 4.30.7 node24
github/codeql-action/upload-sarif: 1 node12, 1.1 node16, 1.1.2 node12, 2.1.6 node16, 3.22.11 node20, 4.30.7 node24
gitleaks/gitleaks-action: 3 node24
golangci/golangci-lint-action: 0.0.1 docker, 0.1 node12, 3 node16, 3.7.1 node20, 9 node24
google-github-actions/auth: 0.1 node12, 0.5 node16, 1.2 node20, 1.3 node16, 2 node20, 3 node24
google-github-actions/deploy-cloudrun: 3.0.1 node24
google-github-actions/release-please-action: 4.1.1 node20
google-github-actions/setup-gcloud: 0.1.1 node12, 0.6 node16, 2 node20, 3 node24
google/osv-scanner-action/osv-reporter-action: 2.5 docker
google/osv-scanner-action/osv-scanner-action: 2.5 docker
googleapis/release-please-action: 1 node12, 3.5 node16, 4 node20, 4.1.5 ?
goreleaser/goreleaser-action: 0.1 node12, 3 node16, 4.5 node20, 4.6 node16, 5 node20, 7 node24
gradle/actions: 6.3 composite
gradle/actions/dependency-submission: 3 composite, 3.3 node20, 5 node24
gradle/actions/setup-gradle: 3 node20, 5 node24
gradle/actions/wrapper-validation: 3.3 node20, 5 node24
gradle/gradle-build-action: 1 node12, 2.1.2 node16, 3 composite
gradle/wrapper-validation-action: 1 node12, 1.0.5 node16, 2 node20, 3.3 composite
hadolint/hadolint-action: 3.3 docker
hashicorp/setup-terraform: 1 node12, 2 node16, 3 node20, 4 node24
hashicorp/vault-action: 3.4 node20, 3.4.1 ?
haskell-actions/setup: 2.10.3 node24
helm/chart-releaser-action: 1.7 composite
helm/kind-action: 1 node12, 1.3 node16, 1.9 node20, 1.13 node24
ilammy/msvc-dev-cmd: 1.13 node20, 1.13.1 ?
jamesives/github-pages-deploy-action: 2.0.1 docker, 3 node12, 4.4.1 node16, 4.5 node20, 4.6.9 ?
jdx/mise-action: 4.2.5 node24
jlumbroso/free-disk-space: 1.3.1 composite
js-devtools/npm-publish: 4.1.5 node24
julia-actions/setup-julia: 3.0.2 node24
jwlawson/actions-setup-cmake: 2.2 node24
ko-build/setup-ko: 0.10 composite
ludeeus/action-shellcheck: 2 composite
lycheeverse/lychee-action: 2.8 composite
mamba-org/setup-micromamba: 3 node24
marocchino/sticky-pull-request-comment: 1 node12, 2.2.1 node16, 2.9 node20, 3 node24
maxim-lobanov/setup-xcode: 1.6 node20, 1.6.1 ?
microsoft/setup-msbuild: 3 node24
mikepenz/action-junit-report: 6.4.2 node24
ncipollo/release-action: 1.2 node12, 1.10.1 node16, 1.14 node20, 1.21 node24
nick-fields/retry: 4 node24
nuget/login: 1.2 node24
nuget/setup-nuget: 4 node24
obi1kenobi/cargo-semver-checks-action: 2.9 node24
ossf/scorecard-action: 2.4.4 docker
oven-sh/setup-bun: 0.1 node12, 0.1.8 node16, 1.1 node20, 2.2 node24
peaceiris/actions-gh-pages: 2 docker, 3 node12, 3.9 node16, 4 node20, 4.1 node24
peter-evans/create-or-update-comment: 1 node12, 2 node16, 4 node20, 5 node24
peter-evans/create-pull-request: 1.4.1 docker, 1.7 node12, 3.13 node16, 3.14 node12, 4 node16, 6 node20, 8 node24
peter-evans/repository-dispatch: 4.0.1 node24
pnpm/action-setup: 1 node12, 2.2.3 node16, 3 node20, 4.0.1 ?
pre-commit/action: 3.0.1 composite
prefix-dev/setup-pixi: 0.9.6 node24
pyo3/maturin-action: 1.51 node24
pypa/cibuildwheel: 4.2 composite
pypa/gh-action-pypi-publish: 1.8.14 docker
redhat-actions/buildah-build: 3.0.2 node24
redhat-actions/push-to-registry: 3 node24
release-drafter/release-drafter: 5.3 docker, 5.13 node12, 5.16 node16, 6 node20, 7 node24
release-drafter/release-drafter/autolabeler: 7 node24
release-drafter/release-drafter/drafter: 7 node24
reviewdog/action-setup: 1.5 composite
ruby/setup-ruby: 1 node12, 1.106 node16, 1.159 node20, 1.259 node24, 1.260 node20, 1.292 node24
rubygems/configure-rubygems-credentials: 2.1 node24
rubygems/release-gem: 1.0.1 composite
rust-lang/crates-io-auth-action: 1.0.5 node24
sbt/setup-sbt: 1.5.2 composite
shivammathur/setup-php: 1 node12, 2.19 node16, 2.26 node20, 2.37 node24
sigstore/cosign-installer: 0.1 composite
sigstore/gh-action-sigstore-python: 3.5 composite
slackapi/slack-github-action: 1.1 node12, 1.23 node16, 1.25 node20, 3 node24
slackapi/slack-github-action/cli: 3 composite
snok/install-poetry: 1.4.2 composite
softprops/action-gh-release: 0.1 docker, 0.1.2 node12, 0.1.15 node16, 2 node20, 3 node24
sonarsource/sonarcloud-github-action: 5 composite
sonarsource/sonarqube-scan-action: 8.2.1 node24
stefanzweifel/git-auto-commit-action: 2.3 docker, 4 node12, 4.15.1 node16, 5 node20, 7 node24
step-security/harden-runner: 0.1 node12, 1.4 node16, 2.7 node20, 2.16 node24
styfle/cancel-workflow-action: 0.1.1 node12, 0.11 node16, 0.12.1 node20, 0.13.1 node24
subosito/flutter-action: 2.23 composite
super-linter/super-linter: 8.7 docker
super-linter/super-linter/slim: 8.7 docker
suzuki-shunsuke/pinact-action: 3 node24
svenstaro/upload-release-action: 1 node12, 2.4 node16, 2.8 node20, 2.11.5 node24
swatinem/rust-cache: 1 node12, 2 node16, 2.7.2 node20, 2.9 node24
taiki-e/install-action: 1 node16, 2.5.2 composite
taiki-e/upload-rust-binary-action: 1.30.2 composite
tibdex/github-app-token: 2.1 node20
tj-actions/changed-files: 1 composite, 6 docker, 6.1 composite, 6.2 docker, 8 composite, 36 node16, 39 node20, 47 node24
trufflesecurity/trufflehog: 3.97 composite
webfactory/ssh-agent: 0.9.1 node20, 0.9.2 ?
zizmorcore/zizmor-action: 0.1.1 composite
`;

type Row = readonly { readonly from: readonly number[]; readonly runtime: string }[];

const ROWS: ReadonlyMap<string, Row> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [name = '', rest = ''] = line.split(': ');
      const row = rest.split(', ').map((entry) => {
        const [from = '', runtime = '?'] = entry.split(' ');
        return { from: from.split('.').map(Number), runtime };
      });
      return [name, row] as const;
    }),
);

/**
 * What runs an action, `node20`, `composite`, `docker`; null when it is not known. `name` in lower case; `version` is null for a branch,
 * which stands for the newest release.
 */
export function runtimeOf(name: string, version: readonly number[] | null): string | null {
  const row = ROWS.get(name);
  const found = row?.findLast(({ from }) => version === null || isReached(version, from));
  return found === undefined || found.runtime === '?' ? null : found.runtime;
}

/** Names of widely used actions, `owner/repo` in lower case. */
export const WELL_KNOWN_ACTIONS: readonly string[] = [
  ...new Set([...ROWS.keys()].map((name) => name.split('/').slice(0, 2).join('/'))),
];

/** Whether every release that is known runs on something current, so that a name nobody knows does as well. */
export const isAlwaysCurrent = (name: string): boolean =>
  ROWS.get(name)?.every(({ runtime }) => runtime === 'composite' || runtime === 'docker' || runtime === 'node24') ??
  false;

/** Numbers that are left out stand for the newest: `v4` has reached 4.3.1. */
function isReached(version: readonly number[], from: readonly number[]): boolean {
  for (const [index, want] of from.entries()) {
    const have = version[index];
    if (have === undefined) return true;
    if (have !== want) return have > want;
  }
  return true;
}
