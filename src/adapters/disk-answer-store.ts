import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './disk-atomic-write.ts';
import type { AnswerStore, CachedAnswer } from './github-cache.ts';
import type { Environment } from './process-environment.ts';
import { stateRoot } from './state-directory.ts';

export type StoreLimits = {
  readonly files: number;
  readonly bytes: number;
  /** Milliseconds since an answer was last used. */
  readonly age: number;
};

const LIMITS: StoreLimits = { files: 2000, bytes: 50 * 1024 * 1024, age: 30 * 24 * 60 * 60 * 1000 };

/**
 * Answers of hosts, kept between runs beside the state of the repositories, so that what did not change costs no points of the
 * rate limit. Files are readable by the user alone, and their names do not tell the token. Whatever goes wrong here only costs
 * a full answer: nothing is thrown and nothing is said.
 */
export function diskAnswerStore(environment: Environment, limits: StoreLimits = LIMITS): AnswerStore {
  const folder = join(stateRoot(environment), 'answers');
  const at = (key: string): string => join(folder, `${key}.json`);
  let opened: Promise<boolean> | null = null;
  const open = (): Promise<boolean> => {
    opened ??= prepared(folder, limits);
    return opened;
  };
  return {
    async get(key) {
      const answer = await readAnswer(at(key));
      const now = new Date();
      if (answer !== null) await utimes(at(key), now, now).catch(() => {});
      return answer;
    },
    async put(key, { etag, headers, body }) {
      if (!(await open())) return;
      await writeAtomically(at(key), JSON.stringify({ etag, headers, body }), 0o600).catch(() => {});
    },
  };
}

async function readAnswer(path: string): Promise<CachedAnswer | null> {
  try {
    // Checked field by field below.
    const kept = JSON.parse(await readFile(path, 'utf8')) as { readonly [K in keyof CachedAnswer]?: unknown } | null;
    const { etag, headers, body } = kept ?? {};
    if (typeof etag !== 'string' || typeof body !== 'string' || !areHeaders(headers)) return null;
    return { etag, headers, body };
  } catch {
    return null;
  }
}

const areHeaders = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((each) => typeof each === 'string');

/** Makes the folder, and takes away what is old or too much, the least used first. False when nothing can be kept. */
async function prepared(folder: string, limits: StoreLimits): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    const files = await Promise.all(names.map((name) => described(join(folder, name))));
    const known = files.filter((file) => file !== null).sort((a, b) => b.used - a.used);
    const oldest = Date.now() - limits.age;
    let bytes = 0;
    for (const [index, { path, used, size }] of known.entries()) {
      bytes += size;
      if (index >= limits.files || bytes > limits.bytes || used < oldest) await rm(path, { force: true });
    }
    return true;
  } catch {
    return false;
  }
}

async function described(path: string): Promise<{ path: string; used: number; size: number } | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? { path, used: found.mtimeMs, size: found.size } : null;
  } catch {
    return null;
  }
}
