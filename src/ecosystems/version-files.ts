import { textAt } from '../model/files.ts';
import type { ProjectView } from './fact-views.ts';
import { packageManifest } from './package-scripts.ts';

type Language = 'node' | 'python' | 'go' | 'ruby' | 'java';

/** Files that the setup actions read a version from, in the order in which they are worth most (READMEs of actions/setup-*). */
const FILES: Readonly<Record<Language, readonly string[]>> = {
  node: ['.nvmrc', '.node-version', '.tool-versions', 'mise.toml'],
  python: ['.python-version', '.tool-versions', 'pyproject.toml'],
  go: ['go.mod', 'go.work', '.go-version', '.tool-versions'],
  ruby: ['.ruby-version', '.tool-versions', 'mise.toml'],
  java: ['.java-version', '.tool-versions', '.sdkmanrc'],
};

/** How each language is called in the files that name several. */
const NAMED: Readonly<Record<Language, RegExp>> = {
  node: /^[ \t]*(?:nodejs|node)\b/m,
  python: /^[ \t]*python\b/m,
  go: /^[ \t]*(?:golang|go)\b/m,
  ruby: /^[ \t]*ruby\b/m,
  java: /^[ \t]*java\b/m,
};

/** The file of the root that says which version of a language to use; null when none does. */
export function versionFile(language: Language, { paths, texts }: ProjectView): string | null {
  const says = (path: string): boolean => {
    if (!paths.has(path)) return false;
    const text = textAt(texts, path)?.text ?? '';
    if (path === '.tool-versions' || path === 'mise.toml' || path === '.sdkmanrc') return NAMED[language].test(text);
    return path === 'pyproject.toml' ? /^requires-python\s*=/m.test(text) : true;
  };
  const found = FILES[language].find(says);
  if (found !== undefined) return found;
  return language === 'node' && hasNodeEngine(packageManifest(texts, 'package.json')) ? 'package.json' : null;
}

/** setup-node reads `devEngines.runtime`, `volta.node` and `engines.node` of a package.json. */
function hasNodeEngine(manifest: Readonly<Record<string, unknown>> | null): boolean {
  const inside = (key: string, name: string): boolean => {
    const value = manifest?.[key];
    return typeof value === 'object' && value !== null && name in value;
  };
  return inside('engines', 'node') || inside('volta', 'node') || inside('devEngines', 'runtime');
}
