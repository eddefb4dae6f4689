import type { Pack } from '../model/pack.ts';
import { PACK_LIMITS } from '../model/pack.ts';
import { type PackLayer, parseLayers } from '../templating/pack-manifest.ts';
import { readManifest } from '../templating/read-manifest.ts';
import { builtInPack } from './built-in-pack.ts';
import { type Online, packLayer, unusablePack, type Within } from './pack-layer.ts';

/**
 * A pack and all that it extends.
 * @throws Refusal when one of them cannot be had or has a fault; the built-in pack is never taken instead.
 */
export async function loadPack(source: string, from: Within, online: Online): Promise<Pack> {
  if (source === 'built-in') return builtInPack();
  const layers: PackLayer[] = [];
  let next: string | null = source;
  let within = from;
  while (next !== null) {
    if (layers.length === PACK_LIMITS.layers)
      throw unusablePack(source, [
        `more than ${PACK_LIMITS.layers} packs extend each other, or they do so in a circle`,
      ]);
    const found = await packLayer(next, within, online);
    layers.push(found.layer);
    within = found.within;
    const read = readManifest(found.layer.files);
    next = read.ok ? read.manifest.extends : null;
    // Only the program's own pack may carry its name, so that a marker never names another.
    if (read.ok && read.manifest.name === 'built-in' && found.layer.source !== 'built-in')
      throw unusablePack(source, ['pack.yml: the name "built-in" belongs to the pack of the program']);
  }
  const parsed = parseLayers(layers);
  if (!parsed.ok) throw unusablePack(source, parsed.problems);
  return parsed.pack;
}
