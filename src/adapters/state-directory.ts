import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { writeAtomically } from './disk-atomic-write.ts';
import type { Environment } from './process-environment.ts';
import { type Lock, takeLock } from './state-lock.ts';

/** Whose state: a repository on a host, or a checkout (its real path) without one. */
export type StateOf =
  | { readonly host: string; readonly owner: string; readonly name: string }
  | { readonly checkout: string };

/** `session.json`, `last.json`, `receipts/<id>.json`: lower-case folders, one level deep. */
export type StateFile = `${string}.json`;

/**
 * What is remembered about one repository between runs. Nothing here throws: state that cannot be kept is a note to the user,
 * and the run goes on without it.
 */
export type StateDirectory = {
  readonly path: string;
  /** `value` is null when nothing was kept. A file that is not JSON is put aside as `<name>.bad`. */
  read(file: StateFile): Promise<{ readonly value: unknown; readonly note: string | null }>;
  /** Gives back the note to show when it could not be written. Files are readable by the user alone. */
  write(file: StateFile, value: unknown): Promise<string | null>;
  /** Names of the files in a folder, sorted. */
  list(folder: string): Promise<readonly StateFile[]>;
  /** Held until `release`; a second run gets a note instead. */
  lock(): Promise<Lock>;
};

const MAX_STATE_BYTES = 32 * 1024 * 1024;

export function stateDirectory(of: StateOf, environment: Environment): StateDirectory {
  const path = join(stateRoot(environment), ...placeOf(of));
  const at = (file: StateFile): string => {
    if (!/^(?:[a-z-]+\/)?[A-Za-z0-9][A-Za-z0-9-]*\.json$/.test(file))
      throw new Error(`not a name of a state file: ${file}`);
    return join(path, ...file.split('/'));
  };
  return {
    path,
    read: (file) => readState(at(file)),
    write: (file, value) => writeState(at(file), value),
    list: (folder) => listState(join(path, folder), folder),
    async lock() {
      const problem = await makeFolder(path);
      return problem === null ? takeLock(join(path, 'lock')) : { state: 'unavailable', note: problem };
    },
  };
}

/** `$HARDEN_BUILDS_STATE_DIR`, else the place that the system has for it (XDG base directories, `%LOCALAPPDATA%`). */
export function stateRoot(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  const own = environment.HARDEN_BUILDS_STATE_DIR ?? '';
  if (own !== '') return resolve(own);
  // The XDG specification says to ignore a relative path.
  const xdg = environment.XDG_STATE_HOME ?? '';
  if (isAbsolute(xdg)) return join(xdg, 'harden-builds');
  const localAppData = environment.LOCALAPPDATA ?? '';
  if (platform === 'win32' && localAppData !== '') return join(localAppData, 'harden-builds');
  return join(homedir(), '.local', 'state', 'harden-builds');
}

function placeOf(of: StateOf): readonly string[] {
  if ('checkout' in of) return ['local', createHash('sha256').update(of.checkout).digest('hex')];
  const parts = [of.host, of.owner, of.name].map((part) => part.toLowerCase().replaceAll(':', '_'));
  const wrong = parts.find((part) => !/^[a-z0-9_[\].-]+$/.test(part) || /^\.+$/.test(part));
  if (wrong !== undefined) throw new Error(`not a part of a repository's name: ${wrong}`);
  return parts;
}

async function readState(path: string): Promise<{ value: unknown; note: string | null }> {
  try {
    if ((await stat(path)).size > MAX_STATE_BYTES)
      return { value: null, note: `${path} is too large to be read, and is passed over.` };
    const text = await readFile(path, 'utf8');
    try {
      return { value: JSON.parse(text), note: null };
    } catch {
      const aside = `${path}.bad`;
      const kept = await rename(path, aside).then(
        () => `it is kept as ${aside}`,
        () => 'it stays where it is',
      );
      return { value: null, note: `${path} is not valid JSON, so this run starts without it; ${kept}.` };
    }
  } catch (error) {
    const code = codeOf(error);
    return {
      value: null,
      note: code === 'ENOENT' || code === 'ENOTDIR' ? null : `${path} could not be read (${code}).`,
    };
  }
}

async function writeState(path: string, value: unknown): Promise<string | null> {
  const problem = await makeFolder(dirname(path));
  if (problem !== null) return problem;
  try {
    await writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`, 0o600);
    return null;
  } catch (error) {
    return `${path} could not be written (${codeOf(error)}), so the next run will not know about this one.`;
  }
}

async function makeFolder(path: string): Promise<string | null> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return null;
  } catch (error) {
    return `${path} could not be created (${codeOf(error)}), so nothing is remembered; set HARDEN_BUILDS_STATE_DIR to a folder that can be written.`;
  }
}

async function listState(path: string, folder: string): Promise<readonly StateFile[]> {
  const names = await readdir(path).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .map((name): StateFile => `${folder}/${name.slice(0, -'.json'.length)}.json`);
}

// Everything that fs throws carries a code.
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
