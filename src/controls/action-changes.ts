/**
 * The inputs that the newest major release of an action takes, in lower case. One line for each action: `name major: input input`.
 * Read from the action.yml of the releases that were newest in October 2026; only actions that older majors are left for.
 */
const TABLE = `
actions/add-to-project 2: github-token label-operator labeled project-url
actions/attest 4: create-storage-record github-token predicate predicate-path predicate-type push-to-registry sbom-path show-summary subject-checksums subject-digest subject-name subject-path subject-version
actions/checkout 7: allow-unsafe-pr-checkout clean fetch-depth fetch-tags filter github-server-url lfs path persist-credentials ref repository set-safe-directory show-progress sparse-checkout sparse-checkout-cone-mode ssh-key ssh-known-hosts ssh-strict ssh-user submodules token
actions/create-github-app-token 3: app-id client-id github-api-url owner permission-actions permission-administration permission-artifact-metadata permission-attestations permission-checks permission-codespaces permission-contents permission-custom-properties-for-organizations permission-dependabot-secrets permission-deployments permission-discussions permission-email-addresses permission-enterprise-custom-properties-for-organizations permission-environments permission-followers permission-git-ssh-keys permission-gpg-keys permission-interaction-limits permission-issues permission-members permission-merge-queues permission-metadata permission-organization-administration permission-organization-announcement-banners permission-organization-copilot-seat-management permission-organization-custom-org-roles permission-organization-custom-properties permission-organization-custom-roles permission-organization-events permission-organization-hooks permission-organization-packages permission-organization-personal-access-token-requests permission-organization-personal-access-tokens permission-organization-plan permission-organization-projects permission-organization-secrets permission-organization-self-hosted-runners permission-organization-user-blocking permission-packages permission-pages permission-profile permission-pull-requests permission-repository-custom-properties permission-repository-hooks permission-repository-projects permission-secret-scanning-alerts permission-secrets permission-security-events permission-single-file permission-starring permission-statuses permission-team-discussions permission-vulnerability-alerts permission-workflows private-key repositories skip-token-revoke
actions/deploy-pages 5: artifact_name error_count preview reporting_interval timeout token
actions/download-artifact 8: artifact-ids digest-mismatch github-token merge-multiple name path pattern repository run-id skip-decompress
actions/first-interaction 3: issue_message pr_message repo_token
actions/labeler 7: configuration-path dot pr-number repo-token sync-labels
actions/setup-dotnet 6: architecture cache cache-dependency-path config-file dotnet-channel dotnet-quality dotnet-version global-json-file owner source-url workloads
actions/setup-go 7: architecture cache cache-dependency-path check-latest go-download-base-url go-version go-version-file token
actions/setup-node 7: architecture cache cache-dependency-path check-latest mirror mirror-token node-version node-version-file package-manager-cache registry-url scope token
actions/setup-python 7: allow-prereleases architecture cache cache-dependency-path check-latest freethreaded pip-version python-version python-version-file token update-environment
actions/upload-artifact 7: archive compression-level if-no-files-found include-hidden-files name overwrite path retention-days
actions/upload-artifact/merge 7: compression-level delete-merged include-hidden-files name pattern retention-days separate-directories
amannn/action-semantic-pull-request 6: disallowscopes githubbaseurl headerpattern headerpatterncorrespondence ignorelabels requirescope scopes subjectpattern subjectpatternerror types validatesinglecommit validatesinglecommitmatchesprtitle wip
astral-sh/setup-uv 10: activate-environment add-problem-matchers cache-dependency-glob cache-local-path cache-python cache-suffix checksum download-from-astral-mirror enable-cache github-token ignore-empty-workdir ignore-nothing-to-cache manifest-file no-project prune-cache python-version quiet resolution-strategy restore-cache save-cache tool-bin-dir tool-dir venv-path version version-file working-directory
aws-actions/amazon-ecr-login 2: http-proxy mask-password registries registry-type skip-logout
aws-actions/configure-aws-credentials 6: action-timeout-s allowed-account-ids audience aws-access-key-id aws-profile aws-region aws-secret-access-key aws-session-token custom-tags disable-retry force-skip-oidc http-proxy inline-session-policy managed-session-policies mask-aws-account-id no-proxy output-credentials output-env-credentials overwrite-aws-profile retry-max-attempts role-chaining role-duration-seconds role-external-id role-session-name role-skip-session-tagging role-to-assume special-characters-workaround sts-endpoint transitive-tag-keys unset-current-credentials use-existing-credentials web-identity-token-file
changesets/action 2: commit-message create-github-releases cwd github-token pr-base-branch pr-draft pr-title publish-script push-git-tags push-with-git-cli version-script
crazy-max/ghaction-import-gpg 7: fingerprint git_commit_gpgsign git_committer_email git_committer_name git_config_global git_push_gpgsign git_tag_gpgsign git_user_signingkey gpg_private_key passphrase trust_level workdir
denoland/setup-deno 2: cache cache-hash deno-binary-name deno-version deno-version-file
dependabot/fetch-metadata 3: alert-lookup compat-lookup github-token skip-commit-verification skip-verification
docker/bake-action 7: allow builder call files github-token load no-cache provenance pull push sbom set source targets
docker/build-push-action 7: add-hosts allow annotations attests build-args build-contexts builder cache-from cache-to call cgroup-parent context file github-token labels load network no-cache no-cache-filters outputs platforms provenance pull push sbom secret-envs secret-files secrets shm-size ssh tags target ulimit
docker/login-action 4: ecr logout password registry registry-auth scope username
docker/metadata-action 6: annotations bake-target context flavor github-token images labels sep-annotations sep-labels sep-tags tags
docker/setup-buildx-action 4: append buildkitd-config buildkitd-config-inline buildkitd-flags cache-binary cleanup driver driver-opts endpoint keep-state name platforms use version
docker/setup-docker-action 5: channel context daemon-config github-token rootless runtime-basedir set-host tcp-port version
docker/setup-qemu-action 4: cache-image image platforms reset
dorny/paths-filter 4: base filters initial-fetch-depth list-files predicate-quantifier ref token working-directory
endbug/add-and-commit 11: add allow_unsafe_git_protocols author_email author_name commit committer_email committer_name cwd default_author dry_run fetch github_token message new_branch pathspec_error_handling pull push push_attempts remove tag tag_push
github/codeql-action/analyze 4: add-snippets category check_name checkout_path cleanup-level expect-error matrix output post-processed-sarif-path ram ref sha skip-queries threads token upload upload-database wait-for-processing
github/codeql-action/autobuild 4: matrix token working-directory
github/codeql-action/init 4: analysis-kinds build-mode check-run-id config config-file db-location debug debug-artifact-name debug-database-name dependency-caching external-repository-token languages matrix packs quality-queries queries ram registries setup-python-dependencies source-root threads token tools trap-caching
github/codeql-action/resolve-environment 4: language matrix token working-directory
github/codeql-action/setup-codeql 4: analysis-kinds external-repository-token languages matrix token tools
github/codeql-action/start-proxy 4: language matrix registries_credentials registry_secrets token
github/codeql-action/upload-sarif 4: category checkout_path matrix ref sarif_file sha token wait-for-processing
golangci/golangci-lint-action 9: args cache-invalidation-interval debug experimental github-token install-mode install-only only-new-issues problem-matchers skip-cache skip-save-cache verify version version-file working-directory
google-github-actions/auth 3: access_token_lifetime access_token_scopes access_token_subject audience cleanup_credentials create_credentials_file credentials_json delegates export_environment_variables id_token_audience id_token_include_email project_id request_reason service_account token_format universe workload_identity_provider
google-github-actions/setup-gcloud 3: cache install_components project_id skip_install version
goreleaser/goreleaser-action 7: args distribution install-only version version-file workdir
gradle/actions/dependency-submission 6: add-job-summary add-job-summary-as-pr-comment additional-arguments allow-snapshot-wrappers artifact-retention-days build-root-directory build-scan-publish build-scan-terms-of-use-agree build-scan-terms-of-use-url cache-cleanup cache-disabled cache-encryption-key cache-overwrite-existing cache-provider cache-read-only cache-write-only dependency-graph dependency-graph-continue-on-failure dependency-graph-exclude-configurations dependency-graph-exclude-projects dependency-graph-include-configurations dependency-graph-include-projects dependency-graph-report-dir dependency-resolution-task develocity-access-key develocity-token-expiry github-token gradle-home-cache-cleanup gradle-home-cache-excludes gradle-home-cache-includes gradle-home-cache-strict-match gradle-version validate-wrappers workflow-job-context
gradle/actions/setup-gradle 6: add-job-summary add-job-summary-as-pr-comment allow-snapshot-wrappers arguments artifact-retention-days build-scan-publish build-scan-terms-of-use-agree build-scan-terms-of-use-url cache-cleanup cache-disabled cache-encryption-key cache-overwrite-existing cache-provider cache-read-only cache-write-only dependency-graph dependency-graph-continue-on-failure dependency-graph-exclude-configurations dependency-graph-exclude-projects dependency-graph-include-configurations dependency-graph-include-projects dependency-graph-report-dir develocity-access-key develocity-allow-untrusted-server develocity-capture-file-fingerprints develocity-ccud-plugin-version develocity-enforce-url develocity-injection-enabled develocity-plugin-version develocity-token-expiry develocity-url github-token gradle-home-cache-cleanup gradle-home-cache-excludes gradle-home-cache-includes gradle-home-cache-strict-match gradle-plugin-repository-password gradle-plugin-repository-url gradle-plugin-repository-username gradle-version validate-wrappers workflow-job-context
gradle/actions/wrapper-validation 6: allow-checksums allow-snapshots min-wrapper-count
gradle/gradle-build-action 3: add-job-summary add-job-summary-as-pr-comment arguments artifact-retention-days build-root-directory build-scan-publish build-scan-terms-of-service-agree build-scan-terms-of-service-url build-scan-terms-of-use-agree build-scan-terms-of-use-url cache-disabled cache-encryption-key cache-overwrite-existing cache-read-only cache-write-only dependency-graph dependency-graph-continue-on-failure develocity-access-key develocity-allow-untrusted-server develocity-capture-file-fingerprints develocity-ccud-plugin-version develocity-enforce-url develocity-injection-enabled develocity-plugin-version develocity-token-expiry develocity-url generate-job-summary github-token gradle-home-cache-cleanup gradle-home-cache-excludes gradle-home-cache-includes gradle-home-cache-strict-match gradle-plugin-repository-password gradle-plugin-repository-url gradle-plugin-repository-username gradle-version validate-wrappers workflow-job-context
gradle/wrapper-validation-action 3: allow-checksums allow-snapshots min-wrapper-count
hashicorp/setup-terraform 4: cli_config_credentials_hostname cli_config_credentials_token terraform_version terraform_wrapper
helm/kind-action 1: cloud_provider cluster_name config ignore_failed_clean install_only kubeconfig kubectl_version node_image registry registry_enable_delete registry_image registry_name registry_port verbosity version wait
marocchino/sticky-pull-request-comment 3: append delete follow_symbolic_links github_token header hide hide_and_recreate hide_classify hide_details ignore_empty message number number_force only_create only_update owner path recreate repo skip_unchanged
ncipollo/release-action 1: allowupdates artifact artifactcontenttype artifacterrorsfailbuild artifacts body bodyfile commit discussioncategory draft generatereleasenotes generatereleasenotesprevioustag immutablecreate makelatest name omitbody omitbodyduringupdate omitdraftduringupdate omitname omitnameduringupdate omitprereleaseduringupdate owner prerelease removeartifacts replacesartifacts repo skipifreleaseexists tag token updateonlyunreleased
oven-sh/setup-bun 2: bun-download-url bun-version bun-version-file no-cache registries registry-url scope token
peaceiris/actions-gh-pages 4: allow_empty_commit cname commit_message deploy_key destination_dir disable_nojekyll enable_jekyll exclude_assets external_repository force_orphan full_commit_message github_token keep_files personal_token publish_branch publish_dir tag_message tag_name user_email user_name
peter-evans/create-or-update-comment 5: append-separator body body-file body-path comment-id edit-mode issue-number reactions reactions-edit-mode repository token
peter-evans/create-pull-request 8: add-paths assignees author base body body-path branch branch-suffix branch-token commit-message committer delete-branch draft labels maintainer-can-modify milestone path push-to-fork reviewers sign-commits signoff team-reviewers title token
release-drafter/release-drafter 7: commitish config-name dry-run filter-by-range footer header include-pre-releases latest name prerelease prerelease-identifier publish tag token version
ruby/setup-ruby 1: bundler bundler-cache cache-version ruby-version rubygems self-hosted token windows-toolchain working-directory
shivammathur/setup-php 2: coverage extensions github-token ini-file ini-values php-version php-version-file tools
slackapi/slack-github-action 4: api errors method payload payload-delimiter payload-file-path payload-templated proxy retries token webhook webhook-type
softprops/action-gh-release 3: append_body body body_path discussion_category_name draft fail_on_unmatched_files files generate_release_notes make_latest name overwrite_files prerelease preserve_order previous_tag repository tag_name target_commitish token working_directory
stefanzweifel/git-auto-commit-action 7: add_options after_add_hook after_commit_hook after_push_hook after_tag_hook before_add_hook before_commit_hook before_push_hook before_tag_hook branch commit_author commit_message commit_options commit_user_email commit_user_name create_branch create_git_tag_only disable_globbing disable_pull_request_target_trigger_warning file_pattern internal_git_binary push_options repository skip_checkout skip_dirty_check skip_fetch skip_push status_options tag_name tagging_message
step-security/harden-runner 2: allowed-endpoints api-key deploy-on-self-hosted-vm disable-file-monitoring disable-sudo disable-sudo-and-containers disable-telemetry egress-policy policy token use-policy-store
styfle/cancel-workflow-action 0: access_token all_but_latest force_cancel ignore_sha only_status workflow_id
svenstaro/upload-release-action 2: asset_name body check_duplicates draft file file_glob make_latest overwrite prerelease promote release_id release_name repo_name repo_token tag target_commit
swatinem/rust-cache 2: add-job-id-key add-rust-environment-hash-key cache-all-crates cache-bin cache-directories cache-on-failure cache-provider cache-targets cache-workspace-crates cmd-format env-vars key lookup-only prefix-key save-if shared-key workspaces
taiki-e/install-action 2: checksum fallback tool
tj-actions/changed-files 47: api_url base_sha diff_relative dir_names dir_names_deleted_files_include_only_deleted_dirs dir_names_exclude_current_dir dir_names_include_files dir_names_include_files_separator dir_names_max_depth escape_json exclude_submodules exclude_symlinks fail_on_initial_diff_error fail_on_submodule_diff_error fetch_additional_submodule_history fetch_depth fetch_missing_history_max_retries files files_from_source_file files_from_source_file_separator files_ignore files_ignore_from_source_file files_ignore_from_source_file_separator files_ignore_separator files_ignore_yaml files_ignore_yaml_from_source_file files_ignore_yaml_from_source_file_separator files_separator files_yaml files_yaml_from_source_file files_yaml_from_source_file_separator include_all_old_new_renamed_files json matrix negation_patterns_first old_new_files_separator old_new_separator output_dir output_renamed_files_as_deleted_and_added path quotepath recover_deleted_files recover_deleted_files_to_destination recover_files recover_files_ignore recover_files_ignore_separator recover_files_separator safe_output separator sha since since_last_remote_commit skip_initial_fetch skip_same_sha tags_ignore_pattern tags_pattern token until use_posix_path_separator use_rest_api write_output_files
`;

type Row = { readonly major: number; readonly inputs: ReadonlySet<string> };

const ROWS: ReadonlyMap<string, Row> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [, name = '', major = '', inputs = ''] = /^(\S+) (\d+):(.*)$/.exec(line) ?? [];
      return [name, { major: Number(major), inputs: new Set(inputs.trim().split(' ')) }] as const;
    }),
);

/**
 * Those of a step’s inputs that a release of the action no longer takes: GitHub only warns of them, and what they asked for is lost.
 * Nothing is known of actions and majors that are not listed. `name` in lower case.
 */
export function inputsGone(name: string, major: number, given: readonly string[]): readonly string[] {
  const row = ROWS.get(name);
  if (row === undefined || row.major !== major) return [];
  // Every action that runs in a container has these two.
  return given.filter((input) => !row.inputs.has(input.toLowerCase()) && !/^(?:args|entrypoint)$/i.test(input));
}

/** What is known to change on the way to the newest release (the actions’ own release notes). */
const NOTES: Readonly<Record<string, string>> = {
  'actions/upload-artifact': 'a name can be used once in a run, and hidden files are left out',
  'actions/download-artifact': 'single artifacts are unpacked into the folder itself, and a wrong digest is an error',
  'actions/setup-node': 'the package manager’s cache is used by itself',
  'actions/setup-go': 'the Go version follows the toolchain line',
  'actions/checkout': 'the token lies outside of .git, and code of strangers is refused under pull_request_target',
  'actions/cache': 'runners must be 2.327.1 or newer',
  'docker/build-push-action': 'deprecated variables are gone',
  'sigstore/cosign-installer': 'it installs cosign 3, which writes bundles',
  'codecov/codecov-action': 'a token is needed for pushes',
};

/** A remark to put behind the name of an action; empty when nothing is known. */
export function noteOn(name: string): string {
  const note = Object.hasOwn(NOTES, name.toLowerCase()) ? NOTES[name.toLowerCase()] : undefined;
  return note === undefined ? '' : ` (${note})`;
}
