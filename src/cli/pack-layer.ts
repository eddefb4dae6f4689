import { createHash } from 'node:crypto';
import { posix, resolve } from 'node:path';
import type { GitHubClient } from '../adapters/github-client.ts';
import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import type { PackEntry } from '../model/pack.ts';
import { Refusal } from '../model/refusal.ts';
import { packTexts } from '../templating/pack-files.ts';
import type { PackLayer } from '../templating/pack-manifest.ts';
import { PACK_SOURCES, type PackSource, readPackSource } from '../templating/pack-source.ts';
import { builtInLayer } from './built-in-pack.ts';

/** What folders are relative to: a folder of this machine, a folder of the commit that is looked at, or nothing. */
export type Within =
  | { readonly kind: 'disk'; readonly folder: string }
  | { readonly kind: 'commit'; readonly files: ReadsRepositoryFiles; readonly folder: string }
  | { readonly kind: 'elsewhere' };

/** How packs that are not on this machine are reached; null when nothing online is wanted. */
export type Online = { readonly host: string; client(): Promise<GitHubClient> } | null;

/** One pack as it was read, and what the folders that it extends are relative to; or what is wrong with its files. */
export type FoundLayer =
  | { readonly ok: true; readonly layer: PackLayer; readonly within: Within }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads one pack.
 * @throws Refusal with exit code 2 for a source that names none, 3 when the host or the registry does not give it.
 */
export async function packLayer(source: string, within: Within, online: Online): Promise<FoundLayer> {
  const asked = readPackSource(source);
  switch (asked.kind) {
    case 'none':
      throw noSource(source, asked.problem);
    case 'built-in':
      return { ok: true, layer: builtInLayer(), within: ELSEWHERE };
    case 'folder':
      return inFolder(asked.path, source, within);
    case 'github':
      return fromGitHub(asked, source, online);
    case 'archive': {
      if (within.kind !== 'disk') throw noSource(source, 'only a folder of this machine or a flag can name an archive');
      const { packArchive } = await import('../adapters/pack-archive.ts');
      const { entries, integrity } = packArchive(resolve(within.folder, asked.path), source);
      return layerOf(entries, source, integrity, ELSEWHERE);
    }
    case 'npm': {
      if (online === null) throw notOnline(source);
      const { packFromNpm } = await import('../adapters/pack-npm.ts');
      const { entries, integrity } = await packFromNpm(asked.name, asked.version);
      return layerOf(entries, source, integrity, ELSEWHERE);
    }
  }
}

async function inFolder(path: string, source: string, within: Within): Promise<FoundLayer> {
  if (within.kind === 'elsewhere')
    throw noSource(source, 'a pack that is not on this machine cannot extend a folder of it');
  if (within.kind === 'disk') {
    const folder = resolve(within.folder, path);
    const { packFolderEntries } = await import('../adapters/pack-folder.ts');
    return layerOf(await packFolderEntries(folder), source, null, { kind: 'disk', folder });
  }
  const folder = posix.normalize(posix.join(within.folder, path)).replace(/^\.?\/?|\/$/gu, '');
  if (folder.startsWith('..') || path.startsWith('/') || path.includes('\\'))
    throw noSource(source, 'a folder inside the repository is meant');
  const { packRepositoryEntries } = await import('../adapters/pack-repository.ts');
  return layerOf(await packRepositoryEntries(within.files, folder), source, null, { ...within, folder });
}

async function fromGitHub(
  { owner, name, path, ref }: Extract<PackSource, { kind: 'github' }>,
  source: string,
  online: Online,
): Promise<FoundLayer> {
  if (online === null) throw notOnline(source);
  const [client, { remoteBase }, { apiFiles }, { packRepositoryEntries }] = await Promise.all([
    online.client(),
    import('../adapters/api-repository.ts'),
    import('../adapters/api-files.ts'),
    import('../adapters/pack-repository.ts'),
  ]);
  const repository = { host: online.host, owner, name };
  const { sha } = await remoteBase(client, repository, ref);
  return layerOf(await packRepositoryEntries(apiFiles(client, repository, sha), path), source, sha, ELSEWHERE);
}

const ELSEWHERE: Within = { kind: 'elsewhere' };

/** `resolved` is what the source says it is; null takes the digest of what was read. */
function layerOf(entries: readonly PackEntry[], source: string, resolved: string | null, within: Within): FoundLayer {
  const read = packTexts(entries);
  if (!read.ok) return read;
  const { files } = read;
  return { ok: true, layer: { source, resolved: resolved ?? digest(files), files }, within };
}

/** Over paths and texts, so that it says what was read and not where it lay. */
function digest(files: Readonly<Record<string, string>>): string {
  const sum = createHash('sha256');
  for (const path of Object.keys(files).sort()) sum.update(`${path}\0${files[path]}\0`);
  return `sha256-${sum.digest('hex')}`;
}

/** A pack that has a fault is not used, and no other one in its place. */
export const unusablePack = (source: string, problems: readonly string[]): Refusal =>
  new Refusal(`the template pack ${source} cannot be used`, {
    why: problems.slice(0, 20).join('\n'),
    next: [`mend this, then look at it with: harden-builds templates lint ${source}`],
    exitCode: 2,
  });

const noSource = (source: string, why: string): Refusal =>
  new Refusal(`"${source}" names no template pack`, { why, next: [`name one of ${PACK_SOURCES}`], exitCode: 2 });

const notOnline = (source: string): Refusal =>
  new Refusal(`the template pack ${source} is not on this machine`, {
    why: 'With --local nothing online is read.',
    next: ['leave --local out', 'or name a copy: --templates FOLDER'],
    exitCode: 2,
  });
