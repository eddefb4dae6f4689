import type { Step } from '../workflow/workflow-file.ts';
import type { Invocation } from './invocation.ts';
import { actionName } from './reached-steps.ts';

/**
 * Whether a command runs code of the folder it is started in: scripts, builds, tests, and tools whose configuration there is code.
 * Reading, copying and comparing files is not running them.
 */
export function runsProjectCode({ program, words, args, written }: Invocation): boolean {
  const [verb = ''] = words;
  if (isOwnFile(written)) return true;
  if (INTERPRETERS.test(program)) return words.some((word) => word !== '-' && !word.startsWith('/')) && !isInline(args);
  const idle = Object.hasOwn(IDLE, program) ? IDLE[program] : undefined;
  if (idle !== undefined) return !idle.test(verb) && !args.some((arg) => /^(?:--version|-v|--help)$/.test(arg));
  if (program === 'pip' || program === 'pip3') {
    return (
      verb === 'install' &&
      (args.some((arg) => /^-(?:r|e)$|^--(?:requirement|editable)/.test(arg)) || words.some(isLocal))
    );
  }
  if (program === 'go') return /^(?:run|test|generate|tool)$/.test(verb);
  if (program === 'docker' || program === 'podman') return /^(?:build|buildx|compose|bake)$/.test(verb);
  if (program === 'source' || program === '.') return words.some((word) => !word.startsWith('/'));
  return RUNNERS.has(program);
}

/** `./build.sh`, `scripts/build`, `.\\build.ps1`; not `/usr/bin/x` and not what an expression names. */
const isOwnFile = (written: string): boolean =>
  /^\.{1,2}[\\/]/.test(written) || (/^[\w.-]+\/[\w./-]+$/.test(written) && !written.startsWith('/'));

const isLocal = (word: string): boolean => word === '.' || /^\.{0,2}\//.test(word) || /^\.\[/.test(word);

const INTERPRETERS =
  /^(?:bash|sh|zsh|dash|ksh|pwsh|powershell|python[\d.]*|py|node|ruby|perl|php|lua|rscript|tsx|ts-node|groovy|jshell)$/i;

/** `bash -c`, `node -e`: the code stands in the workflow. `python -m` finds modules in the folder first. */
const isInline = (args: readonly string[]): boolean => args.some((arg) => /^-(?:\w*[ce]|-eval|-command)$/i.test(arg));

/** Tools that run the project’s code, but for these verbs. */
const IDLE: Readonly<Record<string, RegExp>> = {
  npm: /^(?:view|info|show|config|whoami|login|logout|ping|search|audit|outdated|ls|list|dist-tag|deprecate|)$/,
  pnpm: /^(?:view|info|config|whoami|login|audit|outdated|ls|list|store|env|setup|)$/,
  yarn: /^(?:config|info|audit|outdated|list|cache)$/,
  bun: /^(?:pm|upgrade|)$/,
  deno: /^(?:fmt|lint|check|info|cache|upgrade|)$/,
  cargo: /^(?:fmt|metadata|tree|search|login|fetch|update|generate-lockfile|install|audit|deny|)$/,
  bundle: /^(?:config|list|show|)$/,
  composer: /^(?:config|show|validate|audit|diagnose|)$/,
  poetry: /^(?:config|show|check|lock|version|self|export|)$/,
  uv: /^(?:lock|export|python|cache|self|version|tree|venv|tool|)$/,
  hatch: /^(?:version|config|status|)$/,
  dotnet: /^(?:nuget|tool|sln|list|workload|)$/,
  helm: /^(?!dep)/,
  terraform: /^(?:fmt|version|validate|show|output|)$/,
  tofu: /^(?:fmt|version|validate|show|output|)$/,
};

const RUNNERS: ReadonlySet<string> = new Set(
  `npx pnpx bunx make gmake just task mise rake invoke mage gulp grunt tox nox pytest mvn mvnw gradle gradlew ant sbt lein mix rebar3
   stack cabal cmake ctest ninja meson bazel bazelisk buck2 pants earthly dagger swift flutter dart xcodebuild pod fastlane msbuild
   eslint prettier jest vitest mocha ava karma cypress playwright webpack vite rollup tsc lerna nx turbo rush changeset pre-commit
   ansible-playbook pulumi jekyll hugo mkdocs sphinx-build phpunit phpstan rspec rubocop coverage mypy pylint black-box act
   semantic-release release-it goreleaser skaffold cibuildwheel maturin gem cookiecutter`.split(/\s+/),
);

/** Actions that run the code of the workspace, by their own documentation. */
const RUNNING_ACTIONS: ReadonlySet<string> = new Set([
  'actions/jekyll-build-pages',
  'changesets/action',
  'cypress-io/github-action',
  'devcontainers/ci',
  'docker/bake-action',
  'github/codeql-action/autobuild',
  'gradle/gradle-build-action',
  'megalinter/megalinter',
  'oxsecurity/megalinter',
  'pre-commit/action',
  'pypa/cibuildwheel',
  'pyo3/maturin-action',
  'j178/prek-action',
  'goreleaser/goreleaser-action',
  'borales/actions-yarn',
  'bahmutov/npm-install',
  'reviewdog/action-eslint',
  'wagoid/commitlint-github-action',
  'ruby/setup-ruby',
  'super-linter/super-linter',
  'github/super-linter',
]);

/** Actions that read or move files of the workspace and run none of them. */
const HARMLESS_ACTIONS =
  /^(?:actions\/(?:checkout|cache(?:\/\w+)?|(?:upload|download)-artifact(?:\/\w+)?|setup-\w+|labeler|stale|github-script|first-interaction|create-github-app-token|attest[\w-]*|dependency-review-action|add-to-project|upload-pages-artifact|configure-pages|deploy-pages)|github\/codeql-action\/(?:init|analyze|upload-sarif)|docker\/(?:login|setup-\w+|metadata)-action|step-security\/harden-runner|codecov\/codecov-action|dorny\/(?:paths-filter|test-reporter)|tj-actions\/changed-files|peter-evans\/[\w-]+|marocchino\/sticky-pull-request-comment|thollander\/actions-comment-pull-request|aws-actions\/[\w-]+|azure\/login|google-github-actions\/(?:auth|setup-gcloud)|slackapi\/slack-github-action|dependabot\/fetch-metadata|amannn\/action-semantic-pull-request|pnpm\/action-setup|oven-sh\/setup-bun|denoland\/setup-deno|astral-sh\/setup-uv|dtolnay\/rust-toolchain|dawidd6\/action-download-artifact|ossf\/scorecard-action|sonarsource\/[\w-]+|xt0rted\/[\w-]+|stefanzweifel\/git-auto-commit-action|endbug\/add-and-commit|jamesives\/github-pages-deploy-action|peaceiris\/actions-gh-pages|ncipollo\/release-action|softprops\/action-gh-release)$/;

/** What an action does with the code of the workspace; null when that is not known. */
export function actionRunsProjectCode(step: Step): boolean | null {
  const name = actionName(step);
  if (name === null) return step.uses?.value.kind === 'docker' ? null : false;
  if (name === 'docker/build-push-action')
    return (step.with.context?.value ?? '') !== '' && !/^(?:https?:|\{\{)/.test(step.with.context?.value ?? '');
  if (name === 'ruby/setup-ruby') return step.with['bundler-cache']?.value === 'true';
  if (name === 'actions/github-script')
    return /\b(?:require|import)\s*\(\s*[`'"](?:\.{1,2}\/|\$\{process)/.test(step.with.script?.value ?? '');
  if (RUNNING_ACTIONS.has(name)) return true;
  return HARMLESS_ACTIONS.test(name) ? false : null;
}
