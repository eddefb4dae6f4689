import { type TextFiles, type TreeEntry, textAt } from '../model/files.ts';
import { type WorkflowSet, workflowsIn } from '../workflow/read-workflows.ts';
import { cloudLoginsIn } from './cloud-logins.ts';
import { inDirectory } from './ecosystem.ts';
import { reachedSteps } from './reached-steps.ts';
import { placesOf, scriptPath } from './script-files.ts';
import { tracedCommands } from './traced-command.ts';

/** Limits of one snapshot (DESIGN section 3, "Files as facts"); what lies beyond was not asked for. */
export const READ_LIMITS = { bytes: 512 * 1024, files: 400 } as const;

/** Places that are always read, the most important first: a limit cuts off the end. */
const PLACES: readonly RegExp[] = [
  /^\.github\/workflows\/[^/]+\.ya?ml$/,
  /^\.github\/workflows\/actions\.lock$/,
  /^(?!(?:.+\/)?node_modules\/)(?:.+\/)?action\.ya?ml$/,
  /^(?:\.github\/|docs\/)?CODEOWNERS$/,
  /^\.github\/(?:dependabot\.ya?ml|harden-builds\.yml)$/,
  /^(?:\.github\/|\.gitlab\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/,
  /^(?:\.github\/|docs\/)?(?:README|SECURITY|VERIFYING|CONTRIBUTING|RELEASING|RELEASE|INSTALL)(?:\.[a-z]+)?$/i,
  /^(?:(?:\.github|docs?|keys?)\/)?(?:KEYS|cosign\.pub|[^/]+\.asc)$/,
  /^docs?\/[^/]*(?:verif|releas|secur|install|provenance|attest|sign)[^/]*\.(?:md|rst|adoc|txt)$/i,
  /^(?:package\.json|go\.mod|go\.work|Cargo\.toml|pyproject\.toml|setup\.cfg|setup\.py|composer\.json|pom\.xml|Gemfile|Chart\.yaml|[^/]+\.(?:cs|fs|vb)proj|deno\.jsonc?)$/,
  /^(?:requirements[^/]*\.txt|requirements\/[^/]+\.txt|Directory\.(?:Build|Packages)\.props|global\.json|settings\.gradle(?:\.kts)?|gradle\.properties|build\.gradle(?:\.kts)?)$/,
  /^(?:GNUmakefile|[Mm]akefile|[Jj]ustfile|Taskfile\.ya?ml|CMakeLists\.txt|tox\.ini|noxfile\.py|Rakefile)$/,
  /^(?:(?:\.config\/)?\.?goreleaser\.ya?ml|\.releaserc(?:\.[a-z]+)?|release\.config\.[cm]?js|\.changeset\/config\.json|jreleaser\.ya?ml|dist-workspace\.toml|lerna\.json|nx\.json)$/,
  /^(?:\.npmrc|\.yarnrc\.yml|pnpm-workspace\.yaml|\.gitignore|\.nvmrc|\.node-version|\.python-version|\.ruby-version|\.java-version|\.tool-versions|mise\.toml|rust-toolchain(?:\.toml)?)$/,
  /^(?:\.gitlab-ci\.yml|\.circleci\/config\.yml|Jenkinsfile|azure-pipelines\.ya?ml|\.travis\.yml|\.cirrus\.yml|appveyor\.yml|\.appveyor\.yml|\.buildkite\/pipeline\.ya?ml|\.drone\.yml|bitbucket-pipelines\.yml)$/,
  /^(?:[^/]*\/)?(?:Dockerfile|Containerfile|Dockerfile\.[^/]+|[^/]+\.Dockerfile)$/,
];

const NESTED =
  /\/(?:package\.json|action\.ya?ml|go\.mod|Cargo\.toml|pyproject\.toml|Chart\.yaml|[^/]+\.(?:cs|fs|vb)proj|Makefile|Dockerfile)$/;
const NOT_OURS = /(?:^|\/)(?:node_modules|vendor|third_party|testdata|fixtures|__fixtures__)\//;

/** Manifests of nested packages are many; scripts of the nearest to the root are what jobs run. */
const MOST_NESTED = 120;

/** What is read before anything is known: workflows, actions, owners, documents, manifests, release configuration. */
export function firstPaths(tree: readonly TreeEntry[]): readonly TreeEntry[] {
  const files = tree.filter(isFile);
  const fixed = PLACES.flatMap((place) => files.filter(({ path }) => place.test(path)));
  const nested = files
    .filter(({ path }) => NESTED.test(path) && !NOT_OURS.test(path))
    .sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_NESTED);
  return [...new Set([...fixed, ...nested])];
}

const isFile = ({ mode }: TreeEntry): boolean => mode === '100644' || mode === '100755';
const depth = (path: string): number => path.split('/').length;

/** What the texts that were read lead to: local actions, scripts, makefiles, requirement files, Dockerfiles. Not what is read already. */
export function referencedPaths(tree: readonly TreeEntry[], texts: TextFiles): readonly TreeEntry[] {
  const byPath = new Map(tree.filter(isFile).map((entry) => [entry.path, entry]));
  const set = workflowsIn(texts);
  const named = [
    ...reachedSteps(set).flatMap(({ actual }) => actionFiles(actual.uses?.value)),
    ...reachedSteps(set).flatMap(({ actual }) => actual.with.file?.value ?? []),
    ...tracedCommands(set, texts).flatMap(({ invocations, directory }) =>
      invocations.flatMap((invocation) => {
        const script = scriptPath(invocation);
        const files = [
          ...invocation.words,
          ...invocation.options.map((option) => option.slice(option.indexOf('=') + 1)),
        ].filter((word) => MENTIONED.test(word));
        return [...(script === null ? [] : [script]), ...files].flatMap((each) => placesOf(each, directory ?? ''));
      }),
    ),
    ...makeFolders(set, texts),
  ];
  const wanted = [...named, ...cloudTrustPaths(tree, set)]
    .flatMap((path) => byPath.get(path.replace(/^\.\//, '')) ?? [])
    .filter(({ path }) => textAt(texts, path) === null && !Object.hasOwn(texts, path));
  return [...new Set(wanted)];
}

/** Where a repository writes down whom its cloud trusts: Terraform, Bicep and policies in JSON. */
export const CLOUD_TRUST =
  /\.(?:tf|tofu|bicep)$|(?:^|\/)[^/]*(?:trust|assume|oidc|federat|workload-identity)[^/]*\.json$/i;

/** Infrastructure can be hundreds of files; the nearest to the root say who may log in. */
const MOST_TRUSTS = 60;

const cloudTrustPaths = (tree: readonly TreeEntry[], set: WorkflowSet): readonly string[] =>
  cloudLoginsIn(set).some(({ by }) => by === 'identity')
    ? tree
        .filter((entry) => isFile(entry) && CLOUD_TRUST.test(entry.path) && !NOT_OURS.test(entry.path))
        .map(({ path }) => path)
        .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
        .slice(0, MOST_TRUSTS)
    : [];

/** Words of a command that name a file worth reading. */
const MENTIONED =
  /\.(?:sh|bash|ps1|bat|cmd|mk)$|(?:^|\/)(?:requirements[^/]*\.txt|[Mm]akefile|Dockerfile[^/]*)$|\.Dockerfile$/;

function actionFiles(uses: { readonly kind: string; readonly path?: string } | undefined): readonly string[] {
  if (uses === undefined || (uses.kind !== 'local' && uses.kind !== 'self')) return [];
  return ['action.yml', 'action.yaml'].map((name) => inDirectory(uses.path ?? '', name));
}

/** `make -C folder`, and `make` after `cd folder`. */
const makeFolders = (set: ReturnType<typeof workflowsIn>, texts: TextFiles): readonly string[] =>
  tracedCommands(set, texts).flatMap(({ invocations, directory }) =>
    invocations.flatMap(({ program, options }) => {
      if (!/^(?:g?make|just)$/.test(program)) return [];
      const folder = options.find((option) => /^(?:-C|--directory)=/.test(option));
      const at = inDirectory(directory ?? '', folder?.slice(folder.indexOf('=') + 1) ?? '').replace(/^\/|\/$/g, '');
      return ['Makefile', 'makefile', 'GNUmakefile', 'justfile', 'Justfile'].map((name) => inDirectory(at, name));
    }),
  );
