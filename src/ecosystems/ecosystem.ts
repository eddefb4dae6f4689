export type EcosystemId =
  | 'npm'
  | 'pnpm'
  | 'yarn'
  | 'bun'
  | 'pip'
  | 'uv'
  | 'poetry'
  | 'hatch'
  | 'cargo'
  | 'go'
  | 'maven'
  | 'gradle'
  | 'dotnet'
  | 'bundler'
  | 'composer'
  | 'docker'
  | 'helm'
  | 'terraform'
  | 'make'
  | 'cmake'
  | 'github-action';

/** One project of the repository: the manifest that says how it is built, and the lock file that fixes its dependencies. */
export type Ecosystem = {
  readonly id: EcosystemId;
  /** Folder of the manifest; empty for the root. */
  readonly directory: string;
  readonly manifest: string;
  /** Path of the lock file that applies here, which may stand in a folder above; null when there is none. */
  readonly lockfile: string | null;
};

/** `path` inside a folder, where the empty string is the root. */
export const inDirectory = (directory: string, name: string): string =>
  directory === '' ? name : `${directory}/${name}`;

/** The folder of a path; empty for the root. */
export const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The folder, then every folder above it up to the root. */
export function andAbove(directory: string): readonly string[] {
  const found = [directory];
  for (let at = directory; at !== ''; ) {
    at = directoryOf(at);
    found.push(at);
  }
  return found;
}
