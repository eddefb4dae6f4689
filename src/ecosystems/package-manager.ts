import type { TextFiles } from '../model/files.ts';
import { packageManifest } from './package-scripts.ts';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const MANAGERS: readonly PackageManager[] = ['npm', 'pnpm', 'yarn', 'bun'];

/** The package manager that a package.json names (`packageManager`, or `devEngines`); null when it names none. */
export function chosenPackageManager(manifest: string, texts: TextFiles): PackageManager | null {
  const data = packageManifest(texts, manifest);
  const named =
    typeof data?.packageManager === 'string' ? data.packageManager.split('@')[0] : engineName(data?.devEngines);
  return MANAGERS.find((each) => each === named) ?? null;
}

function engineName(engines: unknown): string | undefined {
  if (typeof engines !== 'object' || engines === null || !('packageManager' in engines)) return undefined;
  const { packageManager } = engines;
  if (typeof packageManager !== 'object' || packageManager === null || !('name' in packageManager)) return undefined;
  return typeof packageManager.name === 'string' ? packageManager.name : undefined;
}
