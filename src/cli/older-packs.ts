import type { Pack } from '../model/pack.ts';
import { Refusal } from '../model/refusal.ts';
import type { OlderPack } from '../plan/upgrades.ts';
import type { Marker } from '../templating/marker.ts';
import { readPackSource } from '../templating/pack-source.ts';
import { packOrProblems } from './load-pack.ts';
import type { Online } from './pack-layer.ts';

/**
 * Packs in the versions that files record: a commit of the same repository, a version of the same name at the registry. What the
 * program carries, and what lies in a folder, is there in one version only. One that cannot be had is not there.
 */
export async function olderPacks(markers: readonly Marker[], { layers }: Pack, online: Online): Promise<OlderPack> {
  const packs = new Map<string, Pack>();
  for (const marker of markers) {
    const layer = layers.find(({ name }) => name === marker.pack);
    const source = layer === undefined ? null : sourceThen(layer.source, marker.version);
    if (source === null || packs.has(nameOf(marker))) continue;
    const read = await packOrProblems(source, { kind: 'elsewhere' }, online).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return null;
    });
    if (read?.ok === true) packs.set(nameOf(marker), read.pack);
  }
  return (marker) => packs.get(nameOf(marker)) ?? null;
}

const nameOf = ({ pack, version }: Marker): string => `${pack} ${version}`;

/** The version says which commit was read (twelve digits of it); of an archive the version itself is enough. */
export function sourceThen(source: string, recorded: string): string | null {
  const asked = readPackSource(source);
  const [version = '', build] = recorded.split('+');
  if (asked.kind === 'npm') return `npm:${asked.name}@${version}`;
  if (asked.kind !== 'github' || build === undefined || !/^[0-9a-f]{12}$/u.test(build)) return null;
  return `github:${asked.owner}/${asked.name}${asked.path === '' ? '' : `/${asked.path}`}@${build}`;
}
