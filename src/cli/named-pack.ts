import type { Surroundings } from '../adapters/process-environment.ts';
import type { Pack, Template } from '../model/pack.ts';
import { Refusal } from '../model/refusal.ts';
import { loadPack } from './load-pack.ts';
import { nearestNames, orList } from './nearest-names.ts';
import type { Online, Within } from './pack-layer.ts';

/** What a command about templates may reach, without a repository: this machine, and the host that `GH_HOST` names. */
export function reachOf(
  { environment, workingDirectory }: Surroundings,
  onLog: (line: string) => void,
): { readonly within: Within; readonly online: Online } {
  const host = environment.GH_HOST?.toLowerCase() || 'github.com';
  const client = async () => {
    const { wireClient } = await import('./wire-client.ts');
    return (await wireClient(host, environment, onLog)).client;
  };
  return { within: { kind: 'disk', folder: workingDirectory }, online: { host, client } };
}

/** The pack that `--templates` names, else the program's own. */
export function namedPack(source: string | null, around: Surroundings, onLog: (line: string) => void): Promise<Pack> {
  const { within, online } = reachOf(around, onLog);
  return loadPack(source ?? 'built-in', within, online);
}

/** @throws Refusal with the nearest names when the pack has no such template. */
export function templateOf(pack: Pack, id: string): Template {
  const found = pack.templates.find((each) => each.id === id);
  if (found !== undefined) return found;
  const near = nearestNames(
    id,
    pack.templates.map((each) => each.id),
  );
  throw new Refusal(`the pack ${pack.name} has no template "${id}"`, {
    why: near.length === 0 ? 'No template has a name like it.' : `Is ${orList(near)} meant?`,
    next: ['harden-builds templates list'],
    exitCode: 2,
  });
}
