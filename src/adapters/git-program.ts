import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Absolute path of a program, looked up in PATH, or null. Relative entries of PATH are passed over, and so is the current
 * folder, which Windows would search first: a repository must not be able to bring its own `git.exe`.
 */
export function findProgram(name: string, environment: NodeJS.ProcessEnv): string | null {
  const windows = process.platform === 'win32';
  const entry = (wanted: string): string =>
    Object.entries(environment).find(([key]) => key.toUpperCase() === wanted)?.[1] ?? '';
  const endings = windows ? ['.exe', '.com'] : [''];
  for (const folder of entry('PATH').split(delimiter).filter(isAbsolute)) {
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if (isProgram(candidate)) return candidate;
    }
  }
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
