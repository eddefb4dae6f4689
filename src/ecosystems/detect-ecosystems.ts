import { type TextFiles, type TreeEntry, textAt } from '../model/files.ts';
import { andAbove, baseName, directoryOf, type Ecosystem, inDirectory } from './ecosystem.ts';
import { chosenPackageManager } from './package-manager.ts';
import type { ManifestRow } from './toolchain.ts';
import { TOOLCHAINS } from './toolchains.ts';

/** Folders whose manifests are material of tests and examples, or somebody else's code. */
const NOT_THE_PROJECT =
  /(?:^|\/)(?:node_modules|vendor|vendored|third_party|third-party|testdata|test-data|fixtures?|__fixtures__|__tests__|tests?|specs?|examples?|samples?|demos?|templates?|bench(?:mark)?s?|e2e|playground|\.yarn|\.git)\//i;

const ROWS: readonly ManifestRow[] = TOOLCHAINS.flatMap(({ manifests }) => manifests);

/** Every project of the repository: each manifest with the lock file that applies to it, the root first. */
export function ecosystemsIn(tree: readonly TreeEntry[], texts: TextFiles): readonly Ecosystem[] {
  const byTexts = remembered.get(tree) ?? new WeakMap<TextFiles, readonly Ecosystem[]>();
  remembered.set(tree, byTexts);
  const before = byTexts.get(texts);
  if (before !== undefined) return before;
  const found = findProjects(tree, texts);
  byTexts.set(texts, found);
  return found;
}

const remembered = new WeakMap<readonly TreeEntry[], WeakMap<TextFiles, readonly Ecosystem[]>>();

function findProjects(tree: readonly TreeEntry[], texts: TextFiles): readonly Ecosystem[] {
  const files = tree.filter(
    ({ mode, path }) => (mode === '100644' || mode === '100755') && !NOT_THE_PROJECT.test(path),
  );
  const paths = new Set(files.map(({ path }) => path));
  const found = ROWS.flatMap((row) => projectsOf(row, paths)).filter((project) => isSpokenFor(project, paths, texts));
  return found.sort(
    (a, b) =>
      depthOf(a.directory) - depthOf(b.directory) ||
      compare(a.directory, b.directory) ||
      ROW_ORDER.indexOf(a.id) - ROW_ORDER.indexOf(b.id),
  );
}

const ROW_ORDER = ROWS.map(({ id }) => id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const depthOf = (directory: string): number => (directory === '' ? 0 : directory.split('/').length);

/** One per folder. A member without a lock file of its own belongs to the project above it. */
function projectsOf(row: ManifestRow, paths: ReadonlySet<string>): readonly Ecosystem[] {
  const directories = new Map<string, string>();
  for (const path of paths) {
    const rank = row.manifests.findIndex((pattern) => fits(pattern, baseName(path)));
    if (rank < 0) continue;
    const directory = directoryOf(path);
    const before = directories.get(directory);
    const rankBefore =
      before === undefined
        ? Number.POSITIVE_INFINITY
        : row.manifests.findIndex((pattern) => fits(pattern, baseName(before)));
    if (rank < rankBefore || (rank === rankBefore && path < (before ?? ''))) directories.set(directory, path);
  }
  return [...directories].flatMap(([directory, manifest]) => {
    const own = row.lockfiles.map((name) => inDirectory(directory, name)).find((path) => paths.has(path)) ?? null;
    const above = andAbove(directory)
      .slice(1)
      .filter((folder) => directories.has(folder));
    if (row.nested === 'member' && own === null && above.length > 0) return [];
    return [{ id: row.id, directory, manifest, lockfile: own }];
  });
}

function fits(pattern: string, name: string): boolean {
  const at = pattern.indexOf('*');
  if (at < 0) return pattern === name;
  return (
    name.length >= pattern.length - 1 && name.startsWith(pattern.slice(0, at)) && name.endsWith(pattern.slice(at + 1))
  );
}

/** A manifest that several tools read goes to the one whose lock file is there, or that the manifest names. */
function isSpokenFor(project: Ecosystem, paths: ReadonlySet<string>, texts: TextFiles): boolean {
  const { id, directory, manifest, lockfile } = project;
  if (baseName(manifest) === 'package.json') {
    const locks = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];
    const locked = locks.some((name) => paths.has(inDirectory(directory, name)));
    const chosen = chosenPackageManager(manifest, texts);
    return lockfile !== null
      ? chosen === null || chosen === id || !hasLockOf(chosen, directory, paths)
      : !locked && (chosen ?? 'npm') === id;
  }
  const python = textAt(texts, inDirectory(directory, 'pyproject.toml'))?.text ?? '';
  const isPoetry = paths.has(inDirectory(directory, 'poetry.lock')) || /^\[tool\.poetry\]/m.test(python);
  const isUv = paths.has(inDirectory(directory, 'uv.lock'));
  const isHatch =
    !isUv && !isPoetry && (/^\[tool\.hatch\.envs/m.test(python) || paths.has(inDirectory(directory, 'hatch.toml')));
  switch (id) {
    case 'uv':
      return isUv;
    case 'poetry':
      return isPoetry && !isUv;
    case 'hatch':
      return isHatch;
    case 'pip':
      return !isUv && !isPoetry && !isHatch && !isMemberOfUv(directory, paths);
    case 'github-action':
      return directory === '' || directory.startsWith('.github/actions/') || directory.split('/').length <= 2;
    default:
      return true;
  }
}

const LOCK_OF: Readonly<Record<string, readonly string[]>> = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  pnpm: ['pnpm-lock.yaml'],
  yarn: ['yarn.lock'],
  bun: ['bun.lock', 'bun.lockb'],
};

const hasLockOf = (manager: string, directory: string, paths: ReadonlySet<string>): boolean =>
  (LOCK_OF[manager] ?? []).some((name) => paths.has(inDirectory(directory, name)));

/** The members of a uv workspace share the lock file of its root. */
const isMemberOfUv = (directory: string, paths: ReadonlySet<string>): boolean =>
  andAbove(directory).some((folder) => paths.has(inDirectory(folder, 'uv.lock')));
