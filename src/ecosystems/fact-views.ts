import type { TemplateValue } from '../model/change.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { slugOf } from '../model/target.ts';
import { effectiveCodeowners } from '../workflow/codeowners.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';
import { ecosystemsIn } from './detect-ecosystems.ts';
import type { Ecosystem } from './ecosystem.ts';
import { imageNames } from './image-names.ts';
import { ownersView } from './owners-view.ts';
import { buildCommand, installCommand, testCommand } from './project-commands.ts';
import { binaryName, chartName, distDirectory, goMainPackage, onlyChart, packageName } from './project-names.ts';
import { type ReleaseWorkflow, releaseGraph } from './release-graph.ts';
import { versionFile } from './version-files.ts';

/** What a view is derived from; `tree` and `texts` are empty while they are not known. */
export type ProjectView = {
  readonly tree: readonly TreeEntry[];
  readonly texts: TextFiles;
  readonly paths: ReadonlySet<string>;
  readonly ecosystems: readonly Ecosystem[];
  /** Name of the repository; null without a remote. */
  readonly name: string | null;
};

/** The views that a template input's `defaultFrom`, a `when` predicate or a question may name. Closed: a pack cannot add one. */
export const FACT_VIEWS = [
  'action-directories',
  'binary-name',
  'build-command',
  'chart-directory',
  'chart-name',
  'ci-workflow',
  'codeowners-path',
  'default-branch',
  'dist-directory',
  'ecosystems',
  'go-main-package',
  'go-version-file',
  'has-composite-actions',
  'has-lockfile',
  'host',
  'image-name',
  'image-namespace',
  'install-command',
  'java-version-file',
  'main-branch',
  'node-version-file',
  'owner',
  'owners',
  'package-manager',
  'package-name',
  'publish-kinds',
  'python-version-file',
  'release-workflow',
  'repository',
  'repository-name',
  'ruby-version-file',
  'test-command',
  'visibility',
] as const;

export type FactView = (typeof FACT_VIEWS)[number];

/** Every view of a snapshot. Null: no fact suggests a value. */
export function factViews(snapshot: Snapshot): Readonly<Record<FactView, TemplateValue | null>> {
  const { target, facts } = snapshot;
  const branch = branchOf(snapshot);
  const slug = slugOf(target);
  const identity = {
    'default-branch': branch,
    'main-branch': branch,
    host: target.host,
    owner: target.owner,
    repository: slug,
    'repository-name': target.name,
    visibility: facts.repository.state === 'known' ? facts.repository.value.visibility : null,
  };
  if (facts.tree.state === 'unknown' || facts.texts.state === 'unknown') return { ...NOTHING, ...identity };
  const tree = facts.tree.value;
  const texts = facts.texts.value;
  const ecosystems = ecosystemsIn(tree, texts);
  const project: ProjectView = {
    tree,
    texts,
    paths: new Set(tree.map(({ path }) => path)),
    ecosystems,
    name: target.name,
  };
  return { ...identity, ...filesViews(snapshot, project) };
}

function filesViews(
  snapshot: Snapshot,
  project: ProjectView,
): Omit<Readonly<Record<FactView, TemplateValue | null>>, IdentityView> {
  const { tree, texts, ecosystems } = project;
  const set = workflowsIn(texts);
  const { tokenDefaults } = snapshot.facts;
  const graph = releaseGraph(
    tree,
    texts,
    set,
    tokenDefaults.state === 'known' ? tokenDefaults.value.defaultWorkflowPermissions : null,
  );
  const composites = set.actions.filter(({ using }) => using === 'composite');
  const manager = ecosystems.find(({ id }) => id === 'npm' || id === 'pnpm' || id === 'yarn' || id === 'bun');
  const chart = onlyChart(ecosystems);
  const releases = graph.workflows.filter(({ publishes }) => publishes.length > 0);
  return {
    'action-directories': composites.map(({ path }) => `/${path.replace(/\/?action\.ya?ml$/, '')}`).sort(),
    'binary-name': binaryName(project),
    'build-command': buildCommand(project),
    'chart-directory': chart?.directory || (chart === undefined ? null : '.'),
    'chart-name': chart === undefined ? null : chartName(chart, project),
    'ci-workflow': set.workflows.find(({ path }) => /\/(?:ci|build|tests?|main)\.ya?ml$/.test(path))?.path ?? null,
    'codeowners-path': effectiveCodeowners(tree, texts)?.path ?? null,
    'dist-directory': distDirectory(project),
    ecosystems: [...new Set(ecosystems.map(({ id }) => id))],
    'go-main-package': goMainPackage(project),
    'go-version-file': versionFile('go', project),
    'has-composite-actions': composites.length > 0,
    'has-lockfile': ecosystems.some(({ lockfile }) => lockfile !== null),
    'image-name': imageName(graph.workflows, slugOf(snapshot.target)),
    'image-namespace': snapshot.target.owner === null ? null : `ghcr.io/${snapshot.target.owner.toLowerCase()}/charts`,
    'install-command': installCommand(project),
    'java-version-file': versionFile('java', project),
    'node-version-file': versionFile('node', project),
    owners: ownersView(snapshot, project),
    'package-manager': manager?.id ?? null,
    'package-name': packageName(project),
    'publish-kinds': graph.kinds.length > 0 ? graph.kinds : null,
    'python-version-file': versionFile('python', project),
    'release-workflow': releases[0]?.workflow.path ?? null,
    'ruby-version-file': versionFile('ruby', project),
    'test-command': testCommand(project),
  };
}

/** What is pushed today; where no image is pushed yet, GitHub's own registry under the repository's name. */
function imageName(releases: readonly ReleaseWorkflow[], slug: string | null): string | null {
  const publishes = releases.flatMap((release) => release.publishes);
  if (publishes.some(({ kind }) => kind === 'container')) return imageNames(publishes, slug)[0] ?? null;
  return slug === null ? null : `ghcr.io/${slug.toLowerCase()}`;
}

type IdentityView =
  | 'default-branch'
  | 'main-branch'
  | 'host'
  | 'owner'
  | 'repository'
  | 'repository-name'
  | 'visibility';

// Every name of the closed list, so that the record is whole.
const NOTHING = Object.fromEntries(FACT_VIEWS.map((view) => [view, null])) as Readonly<Record<FactView, null>>;

/** The repository's own word; without it the branch that the base was read from. A commit id is no branch. */
function branchOf({ target, facts }: Snapshot): string | null {
  if (facts.repository.state === 'known') return facts.repository.value.defaultBranch;
  const short = target.base.ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '').replace(/^origin\//, '');
  return short === '' || short === 'HEAD' || short.startsWith('refs/') || /^[0-9a-f]{7,64}$/.test(short) ? null : short;
}
