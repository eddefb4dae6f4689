import { type TextFiles, textAt } from '../model/files.ts';
import { baseName, type Ecosystem } from './ecosystem.ts';
import type { ProjectView } from './fact-views.ts';
import { packageManifest } from './package-scripts.ts';

/** The Go package to build: the root, or the only folder below `cmd/`, or the one named like the repository. Null when unclear. */
export function goMainPackage({ paths, name }: ProjectView): string | null {
  const commands = [...paths].flatMap((path) => /^cmd\/([^/]+)\/main\.go$/.exec(path)?.[1] ?? []).sort();
  if (paths.has('main.go')) return '.';
  const chosen = commands.length === 1 ? commands[0] : commands.find((each) => each === name);
  return chosen === undefined ? null : `./cmd/${chosen}`;
}

/** What the program is called, as its own manifest says; null for libraries and when several are built. */
export function binaryName(project: ProjectView): string | null {
  const { texts, paths, ecosystems, name } = project;
  if (ecosystems.some(({ id, directory }) => id === 'go' && directory === '')) {
    const main = goMainPackage(project);
    if (main === null) return null;
    const module = /^module\s+(\S+)/m.exec(textAt(texts, 'go.mod')?.text ?? '')?.[1]?.replace(/\/v\d+$/, '');
    return main !== '.' ? baseName(main) : module === undefined ? name : baseName(module);
  }
  const cargo = textAt(texts, 'Cargo.toml')?.text ?? '';
  if (cargo !== '') {
    const bins = [...cargo.matchAll(/^\[\[bin\]\]\s*(?:#.*)?\n(?:(?!\[).*\n)*?name\s*=\s*"([^"]+)"/gm)].flatMap(
      (match) => match[1] ?? [],
    );
    if (bins.length > 0) return bins.length === 1 ? (bins[0] ?? null) : null;
    return paths.has('src/main.rs') ? cargoName(cargo) : null;
  }
  const bin = packageManifest(texts, 'package.json')?.bin;
  if (typeof bin === 'string') return packageName(project)?.replace(/^@[^/]+\//, '') ?? null;
  const names = typeof bin === 'object' && bin !== null ? Object.keys(bin) : [];
  return names.length === 1 ? (names[0] ?? null) : null;
}

/** The name under which the root project is published. */
export function packageName({ texts, paths }: ProjectView): string | null {
  const npm = packageManifest(texts, 'package.json');
  if (npm !== null) return typeof npm.name === 'string' && npm.private !== true ? npm.name : null;
  const python = /^\[project\]\s*\n(?:(?!\[).*\n)*?name\s*=\s*["']([^"']+)["']/m.exec(
    textAt(texts, 'pyproject.toml')?.text ?? '',
  )?.[1];
  return python ?? cargoName(textAt(texts, 'Cargo.toml')?.text ?? '') ?? gemName(paths) ?? nugetName(paths, texts);
}

/** A gemspec is called like its gem; null when there are several. */
const gemName = (paths: ReadonlySet<string>): string | null =>
  onlyOne([...paths].flatMap((path) => /^([^/]+)\.gemspec$/.exec(path)?.[1] ?? []));

/** A project may name its package; without a name it is called like its file. Tests are not packed. */
function nugetName(paths: ReadonlySet<string>, texts: TextFiles): string | null {
  const projects = [...paths].filter(
    (path) => /\.(?:cs|fs|vb)proj$/.test(path) && !/tests?(?:\/|\.\w+proj$)/i.test(path),
  );
  const project = onlyOne(projects);
  if (project === null) return null;
  const named = /<PackageId>\s*([\w.-]+)\s*<\/PackageId>/.exec(textAt(texts, project)?.text ?? '')?.[1];
  return named ?? baseName(project).replace(/\.\w+$/, '');
}

const onlyOne = (names: readonly string[]): string | null => (names.length === 1 ? (names[0] ?? null) : null);

/** The chart that is released; with several it has to be said which. */
export function onlyChart(ecosystems: readonly Ecosystem[]): Ecosystem | undefined {
  const charts = ecosystems.filter(({ id }) => id === 'helm');
  return charts.length === 1 ? charts[0] : undefined;
}

/** As its manifest says. */
export const chartName = ({ manifest }: Ecosystem, { texts }: ProjectView): string | null =>
  /^name:\s*["']?([a-z0-9][a-z0-9-]*)["']?\s*(?:#.*)?$/m.exec(textAt(texts, manifest)?.text ?? '')?.[1] ?? null;

const cargoName = (cargo: string): string | null =>
  /^\[package\]\s*\n(?:(?!\[).*\n)*?name\s*=\s*"([^"]+)"/m.exec(cargo)?.[1] ?? null;

/** Where the build leaves what is shipped, by the custom of each tool. */
const DIST: Readonly<Record<string, string>> = {
  uv: 'dist',
  pip: 'dist',
  poetry: 'dist',
  hatch: 'dist',
  go: 'dist',
  cargo: 'target/release',
  maven: 'target',
  gradle: 'build/libs',
  bundler: 'pkg',
};

/** The folder that holds the build's result; for Node packages only when the manifest names one. */
export function distDirectory({ texts, ecosystems }: ProjectView): string | null {
  const root = ecosystems.find(
    ({ directory, id }) => directory === '' && (id in DIST || /^(?:npm|pnpm|yarn|bun)$/.test(id)),
  );
  if (root === undefined) return null;
  if (root.id in DIST) return DIST[root.id] ?? null;
  const manifest = packageManifest(texts, 'package.json');
  const files = Array.isArray(manifest?.files)
    ? manifest.files.filter((file): file is string => typeof file === 'string')
    : [];
  const named = [...files, typeof manifest?.main === 'string' ? manifest.main : ''].flatMap(
    (file) => /^(?:\.\/)?(dist|lib|build|out)(?:\/|$)/.exec(file)?.[1] ?? [],
  );
  return named[0] ?? null;
}
