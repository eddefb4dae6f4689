import type { PermissionLevel } from '../model/permission.ts';
import type { Step } from '../workflow/workflow-file.ts';

/** One scope that an action uses of the job's token, and with which inputs it does. */
export type ActionNeed = {
  readonly scope: string;
  readonly level: Exclude<PermissionLevel, 'none'>;
  when?(inputs: Step['with']): boolean;
};

/** What an action does with the job's token; null when it is not in the table, so that nothing can be said. */
export function actionNeeds(action: string, step: Step): readonly ActionNeed[] | null {
  const needs = Object.hasOwn(TABLE, action) ? TABLE[action] : undefined;
  if (needs === undefined) return null;
  const tokens = TOKEN_INPUTS.flatMap((name) => step.with[name]?.value ?? []);
  const isTheirs = tokens.length > 0 && tokens.every(isForeignToken);
  return needs.filter((need) => (need.when?.(step.with) ?? true) && !(isTheirs && need.scope !== 'id-token'));
}

/** What a reusable workflow of somebody else asks its caller for, by its own documentation; null when it is not in the table. */
export const workflowNeeds = (path: string): readonly ActionNeed[] | null =>
  Object.hasOwn(WORKFLOWS, path) ? (WORKFLOWS[path] ?? null) : null;

const TOKEN_INPUTS = [
  'token',
  'github-token',
  'github_token',
  'GITHUB_TOKEN',
  'repo-token',
  'repo_token',
  'access_token',
];

/** A token that is plainly not the job's own: its rights do not come from `permissions`. */
export const isForeignToken = (value: string | undefined): boolean =>
  value !== undefined &&
  /secrets\.|steps\.[\w-]+\.outputs\./i.test(value) &&
  !/secrets\.GITHUB_TOKEN|github\.token/i.test(value);

const need =
  (level: ActionNeed['level']) =>
  (scope: string, when?: ActionNeed['when']): ActionNeed =>
    when === undefined ? { scope, level } : { scope, level, when };
const read = need('read');
const write = need('write');

const given = (name: string) => (inputs: Step['with']) => (inputs[name]?.value ?? '') !== '';
const is = (name: string, value: string) => (inputs: Step['with']) => inputs[name]?.value === value;
const isNot = (name: string, value: string) => (inputs: Step['with']) => inputs[name]?.value !== value;
/** Anything but a plain no: an expression may turn out to be true. */
const perhaps = (name: string) => (inputs: Step['with']) => !['', 'false', 'never'].includes(inputs[name]?.value ?? '');
const oidcLogin =
  (login: string, ...otherwise: readonly string[]) =>
  (inputs: Step['with']) =>
    given(login)(inputs) && !otherwise.some((name) => given(name)(inputs));

const NOTHING: readonly ActionNeed[] = [];
const CODE = [read('contents')];
const ATTEST = [
  read('contents'),
  write('id-token'),
  write('attestations'),
  write('artifact-metadata', perhaps('push-to-registry')),
  write('packages', perhaps('push-to-registry')),
];
const SCAN = [read('contents'), read('actions'), write('security-events')];
const RELEASE = [write('contents')];
const REVIEW = [read('contents'), write('pull-requests')];
const isOnGitHub =
  (...names: readonly string[]) =>
  (inputs: Step['with']) =>
    names.some((name) => /ghcr\.io|docker\.pkg\.github\.com|\$\{\{/.test(inputs[name]?.value ?? ''));
/** All of them, unless a list says which. */
const processes = (what: string) => (inputs: Step['with']) =>
  !given('process-only')(inputs) || (inputs['process-only']?.value ?? '').includes(what);
const SLSA = 'slsa-framework/slsa-github-generator/.github/workflows';

const WORKFLOWS: Readonly<Record<string, readonly ActionNeed[]>> = {
  [`${SLSA}/generator_generic_slsa3.yml`]: [read('actions'), write('id-token'), write('contents')],
  [`${SLSA}/generator_container_slsa3.yml`]: [read('actions'), write('id-token'), write('packages')],
  [`${SLSA}/builder_go_slsa3.yml`]: [read('actions'), write('id-token'), write('contents')],
  'google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml': SCAN,
  'google/osv-scanner-action/.github/workflows/osv-scanner-reusable-pr.yml': SCAN,
};

/**
 * Taken from the documentation and `action.yml` of each action; scripts/compare/permission-sources.yml says for each from which, and which
 * have no written source. Left out on purpose: actions whose use of the token depends on a
 * script or on their configuration (github-script, goreleaser, semantic releases), because nothing true can be said of them.
 */
const TABLE: Readonly<Record<string, readonly ActionNeed[]>> = {
  'actions/checkout': CODE,
  'actions/setup-node': CODE,
  'actions/setup-python': CODE,
  'actions/setup-go': CODE,
  'actions/setup-java': CODE,
  'actions/setup-dotnet': CODE,
  'actions/cache': NOTHING,
  'actions/cache/restore': NOTHING,
  'actions/cache/save': NOTHING,
  'actions/upload-artifact': NOTHING,
  'actions/upload-artifact/merge': NOTHING,
  'actions/download-artifact': [read('actions', (inputs) => given('run-id')(inputs) || given('github-token')(inputs))],
  'actions/create-github-app-token': NOTHING,
  'actions/attest': ATTEST,
  'actions/attest-build-provenance': ATTEST,
  'actions/attest-sbom': ATTEST,
  'actions/dependency-review-action': [read('contents'), write('pull-requests', perhaps('comment-summary-in-pr'))],
  'actions/labeler': [read('contents'), write('pull-requests'), write('issues')],
  'actions/stale': [
    write('issues'),
    write('pull-requests'),
    write('actions'),
    write('contents', perhaps('delete-branch')),
  ],
  'actions/first-interaction': [write('issues'), write('pull-requests')],
  'actions/configure-pages': [read('contents'), read('pages')],
  'actions/upload-pages-artifact': NOTHING,
  'actions/deploy-pages': [write('pages'), write('id-token')],
  'actions/delete-package-versions': [write('packages')],
  'github/codeql-action/init': [
    ...SCAN,
    read('packages', (inputs) => ['packs', 'config', 'config-file', 'registries'].some((name) => given(name)(inputs))),
  ],
  'github/codeql-action/autobuild': CODE,
  'github/codeql-action/analyze': SCAN,
  'github/codeql-action/upload-sarif': SCAN,
  'ossf/scorecard-action': [
    read('contents'),
    read('actions'),
    read('issues'),
    read('pull-requests'),
    read('checks'),
    write('id-token', perhaps('publish_results')),
  ],
  'zizmorcore/zizmor-action': [
    read('contents'),
    read('actions'),
    write('security-events', isNot('advanced-security', 'false')),
  ],
  'step-security/harden-runner': NOTHING,
  'docker/setup-buildx-action': NOTHING,
  'docker/setup-qemu-action': NOTHING,
  'docker/metadata-action': CODE,
  // What is pushed later is pushed with this login.
  'docker/login-action': [
    write(
      'packages',
      (inputs) => isOnGitHub('registry', 'registry-auth')(inputs) && !isForeignToken(inputs.password?.value),
    ),
  ],
  'docker/build-push-action': CODE,
  'docker/bake-action': CODE,
  'azure/login': [read('contents'), write('id-token', oidcLogin('client-id', 'creds'))],
  'aws-actions/configure-aws-credentials': [
    write('id-token', oidcLogin('role-to-assume', 'aws-access-key-id', 'web-identity-token-file')),
  ],
  'aws-actions/amazon-ecr-login': NOTHING,
  'google-github-actions/auth': [read('contents'), write('id-token', given('workload_identity_provider'))],
  'google-github-actions/setup-gcloud': NOTHING,
  'hashicorp/vault-action': [read('contents'), write('id-token', is('method', 'jwt'))],
  'hashicorp/setup-terraform': NOTHING,
  'pypa/gh-action-pypi-publish': [write('id-token', (inputs) => !given('password')(inputs))],
  'pypa/cibuildwheel': NOTHING,
  'rubygems/configure-rubygems-credentials': [write('id-token')],
  'rubygems/release-gem': [write('contents'), write('id-token')],
  'rust-lang/crates-io-auth-action': [write('id-token')],
  'nuget/login': [read('contents'), write('id-token')],
  'ruby/setup-ruby': CODE,
  'dtolnay/rust-toolchain': NOTHING,
  'swatinem/rust-cache': NOTHING,
  'taiki-e/install-action': CODE,
  'pnpm/action-setup': NOTHING,
  'oven-sh/setup-bun': CODE,
  'denoland/setup-deno': NOTHING,
  'astral-sh/setup-uv': CODE,
  'shivammathur/setup-php': CODE,
  'erlef/setup-beam': CODE,
  'gradle/actions/wrapper-validation': NOTHING,
  'gradle/actions/dependency-submission': RELEASE,
  'gradle/actions/setup-gradle': [
    read('contents'),
    write('contents', (inputs) => /submit|\$\{\{/.test(inputs['dependency-graph']?.value ?? '')),
    write('pull-requests', perhaps('add-job-summary-as-pr-comment')),
  ],
  'golangci/golangci-lint-action': [read('contents'), read('pull-requests')],
  'codecov/codecov-action': [read('contents'), write('id-token', perhaps('use_oidc'))],
  'crate-ci/typos': CODE,
  'amannn/action-semantic-pull-request': [
    read('pull-requests'),
    write('pull-requests', perhaps('wip')),
    write('statuses', perhaps('wip')),
  ],
  'dorny/paths-filter': [read('contents'), read('pull-requests')],
  'tj-actions/changed-files': [read('contents'), read('pull-requests')],
  'dependabot/fetch-metadata': [read('pull-requests')],
  'marocchino/sticky-pull-request-comment': [write('pull-requests')],
  'peter-evans/create-pull-request': [write('contents'), write('pull-requests')],
  'peter-evans/create-or-update-comment': [write('issues'), write('pull-requests')],
  'peter-evans/repository-dispatch': RELEASE,
  'peaceiris/actions-gh-pages': [write('contents', given('github_token'))],
  'jamesives/github-pages-deploy-action': RELEASE,
  'stefanzweifel/git-auto-commit-action': RELEASE,
  'endbug/add-and-commit': RELEASE,
  'softprops/action-gh-release': [write('contents'), write('discussions', given('discussion_category_name'))],
  'ncipollo/release-action': RELEASE,
  'svenstaro/upload-release-action': RELEASE,
  'googleapis/release-please-action': [write('contents'), write('pull-requests'), write('issues')],
  'styfle/cancel-workflow-action': [write('actions')],
  'dorny/test-reporter': [read('contents'), read('actions'), write('checks')],
  'actions/add-to-project': NOTHING,
  'actions/ai-inference': [read('contents'), read('models')],
  'actions/create-release': RELEASE,
  'actions/jekyll-build-pages': [read('contents'), read('pages')],
  'actions/publish-immutable-action': [read('contents'), write('id-token'), write('packages')],
  'actions/upload-release-asset': RELEASE,
  'actions-rs/audit-check': [read('contents'), write('checks'), write('issues')],
  'actions-rs/cargo': NOTHING,
  'actions-rs/clippy-check': [read('contents'), write('checks')],
  'actions-rs/toolchain': NOTHING,
  'ad-m/github-push-action': RELEASE,
  'anchore/sbom-action': [
    read('actions'),
    read('contents'),
    write(
      'contents',
      (inputs) => perhaps('dependency-snapshot')(inputs) || isNot('upload-release-assets', 'false')(inputs),
    ),
  ],
  'anchore/scan-action': NOTHING,
  'android-actions/setup-android': NOTHING,
  'appleboy/telegram-action': NOTHING,
  'aquasecurity/trivy-action': [write('contents', is('format', 'github'))],
  'arduino/setup-protoc': NOTHING,
  'astral-sh/ruff-action': CODE,
  'aws-actions/aws-secretsmanager-get-secrets': NOTHING,
  'azure/artifact-signing-action': NOTHING,
  'azure/setup-helm': NOTHING,
  'azure/trusted-signing-action': NOTHING,
  'biomejs/setup-biome': CODE,
  'bufbuild/buf-action': [read('contents'), write('pull-requests', isNot('pr_comment', 'false'))],
  'bufbuild/buf-setup-action': CODE,
  'cachix/cachix-action': NOTHING,
  'cachix/install-nix-action': CODE,
  'cloudflare/wrangler-action': [read('contents'), write('deployments', given('gitHubToken'))],
  'codespell-project/actions-codespell': NOTHING,
  'conda-incubator/setup-miniconda': NOTHING,
  'crazy-max/ghaction-github-labeler': [read('contents'), write('issues')],
  'crazy-max/ghaction-github-status': NOTHING,
  'crazy-max/ghaction-import-gpg': NOTHING,
  'dessant/lock-threads': [
    write('issues', processes('issues')),
    write('pull-requests', processes('prs')),
    write('discussions', processes('discussions')),
  ],
  'docker/bake-action/subaction/list-targets': CODE,
  'docker/bake-action/subaction/matrix': CODE,
  'docker/scout-action': [read('contents'), read('packages'), write('pull-requests', isNot('write-comment', 'false'))],
  'elgohr/publish-docker-github-action': [write('packages', isOnGitHub('registry', 'name'))],
  'embarkstudios/cargo-deny-action': NOTHING,
  'enricomi/publish-unit-test-result-action': [
    read('contents'),
    read('issues'),
    write('checks', isNot('check_run', 'false')),
    write('pull-requests', isNot('comment_mode', 'off')),
  ],
  'gitleaks/gitleaks-action': REVIEW,
  'go-task/setup-task': NOTHING,
  'golang/govulncheck-action': NOTHING,
  'graalvm/setup-graalvm': [
    read('contents'),
    write('contents', perhaps('native-image-enable-sbom')),
    write('pull-requests', perhaps('native-image-pr-reports')),
  ],
  'gradle/gradle-build-action': [
    read('contents'),
    write('contents', (inputs) => /submit|\$\{\{/.test(inputs['dependency-graph']?.value ?? '')),
  ],
  'gradle/wrapper-validation-action': NOTHING,
  'haskell-actions/setup': NOTHING,
  'hendrikmuhs/ccache-action': NOTHING,
  'hmarr/auto-approve-action': [write('pull-requests')],
  'ilammy/msvc-dev-cmd': NOTHING,
  'j178/prek-action': CODE,
  'jasonetco/create-an-issue': [read('contents'), write('issues')],
  'jdx/mise-action': CODE,
  'julia-actions/setup-julia': NOTHING,
  'jwlawson/actions-setup-cmake': NOTHING,
  'lewagon/wait-on-check-action': [read('checks')],
  'lukka/get-cmake': NOTHING,
  'lycheeverse/lychee-action': NOTHING,
  'madhead/semver-utils': NOTHING,
  'mamba-org/setup-micromamba': NOTHING,
  'mathieudutour/github-tag-action': RELEASE,
  'mattraks/delete-workflow-runs': [read('contents'), write('actions')],
  'maxim-lobanov/setup-xcode': NOTHING,
  'microsoft/setup-msbuild': NOTHING,
  'mikepenz/action-junit-report': [
    read('contents'),
    write('checks', isNot('annotate_only', 'true')),
    write('pull-requests', perhaps('comment')),
  ],
  'mozilla-actions/sccache-action': CODE,
  'msys2/setup-msys2': NOTHING,
  'obi1kenobi/cargo-semver-checks-action': CODE,
  'peaceiris/actions-hugo': NOTHING,
  'peter-evans/find-comment': [read('issues'), read('pull-requests')],
  'pre-commit/action': NOTHING,
  'ramsey/composer-install': NOTHING,
  're-actors/alls-green': NOTHING,
  'release-drafter/release-drafter': [write('contents'), write('pull-requests')],
  'rustsec/audit-check': [read('contents'), write('checks'), write('issues')],
  'sigstore/cosign-installer': NOTHING,
  'sigstore/gh-action-sigstore-python': [
    write('id-token'),
    write('contents', (inputs) => isNot('release-signing-artifacts', 'false')(inputs)),
  ],
  'slackapi/slack-github-action': NOTHING,
  'snok/install-poetry': NOTHING,
  'sonarsource/sonarqube-scan-action': NOTHING,
  'subosito/flutter-action': NOTHING,
  'super-linter/super-linter': [read('contents'), read('packages'), write('statuses')],
  'taiki-e/cache-cargo-install-action': CODE,
  'taiki-e/setup-cross-toolchain-action': NOTHING,
  'volta-cli/action': CODE,
  'wagoid/commitlint-github-action': [read('contents'), read('pull-requests')],
};
