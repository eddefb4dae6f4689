import { PACK_LIMITS, type Pack } from '../model/pack.ts';
import { type PackLayer, type ParsedPack, parseLayers } from '../templating/pack-manifest.ts';
import { readManifest } from '../templating/read-manifest.ts';
import { builtInPack } from './built-in-pack.ts';
import { type Online, packLayer, unusablePack, type Within } from './pack-layer.ts';

/**
 * A pack and all that it extends.
 * @throws Refusal when one of them cannot be had or has a fault; the program's own pack is never taken instead.
 */
export async function loadPack(source: string, from: Within, online: Online): Promise<Pack> {
  const parsed = await packOrProblems(source, from, online);
  if (!parsed.ok) throw unusablePack(source, parsed.problems);
  return parsed.pack;
}

/**
 * The same for whoever wants to know every fault.
 * @throws Refusal when one of the packs cannot be had at all.
 */
export async function packOrProblems(source: string, from: Within, online: Online): Promise<ParsedPack> {
  if (source === 'built-in') return { ok: true, pack: builtInPack() };
  const layers: PackLayer[] = [];
  let next: string | null = source;
  let within = from;
  while (next !== null) {
    if (layers.length === PACK_LIMITS.layers) {
      const chain = [...layers.map((layer) => layer.source), next].join(' extends ');
      return faulty(`pack.yml: more than ${PACK_LIMITS.layers} packs on top of each other, or a circle: ${chain}`);
    }
    const found = await packLayer(next, within, online);
    if (!found.ok) return found;
    layers.push(found.layer);
    within = found.within;
    const read = readManifest(found.layer.files);
    // Only the program's own pack carries its name, so that a marker never names another.
    if (read.ok && read.manifest.name === 'built-in' && found.layer.source !== 'built-in')
      return faulty('pack.yml: the name "built-in" belongs to the pack of the program');
    next = read.ok ? read.manifest.extends : null;
  }
  return parseLayers(layers);
}

const faulty = (problem: string): ParsedPack => ({ ok: false, problems: [problem] });
