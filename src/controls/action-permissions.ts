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
  const ownToken = TOKEN_INPUTS.some((name) => isForeign(step.with[name]?.value));
  return needs.filter(
    (need) => (need.when?.(step.with) ?? true) && !(ownToken && need.level === 'write' && need.scope !== 'id-token'),
  );
}

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
const isForeign = (value: string | undefined): boolean =>
  value !== undefined &&
  /secrets\.|steps\.[\w-]+\.outputs\./i.test(value) &&
  !/secrets\.GITHUB_TOKEN|github\.token/i.test(value);

const read = (scope: string): ActionNeed => ({ scope, level: 'read' });
const write = (scope: string, when?: ActionNeed['when']): ActionNeed =>
  when === undefined ? { scope, level: 'write' } : { scope, level: 'write', when };

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

/**
 * Taken from the documentation and `action.yml` of each action. Left out on purpose: actions whose use of the token depends on a
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
  'actions/download-artifact': [read('actions')],
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
  'github/codeql-action/init': [...SCAN, read('packages')],
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
  'docker/login-action': [write('packages', is('registry', 'ghcr.io'))],
  'docker/build-push-action': [read('contents'), write('packages', perhaps('push'))],
  'docker/bake-action': [read('contents'), write('packages', perhaps('push'))],
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
  'amannn/action-semantic-pull-request': [read('pull-requests'), write('statuses', perhaps('wip'))],
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
};
