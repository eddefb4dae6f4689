import type { Surroundings } from '../adapters/process-environment.ts';
import type { Pack } from '../model/pack.ts';
import type { Policy } from '../policy/policy.ts';
import { foreignPacks } from '../report/foreign-packs.ts';
import type { Looking } from './invocation.ts';
import { loadPack } from './load-pack.ts';
import type { Online } from './pack-layer.ts';
import type { WiredPolicy } from './wire-policy.ts';
import type { Located } from './wire-target.ts';

/** A pack, and what the person should know about it. */
export type ChosenPack = { readonly pack: Pack; readonly notes: readonly string[] };

/**
 * The pack for this repository: that of the flag, else that of the policy, else the program's own.
 * @throws Refusal when it cannot be had.
 */
export async function wirePack(
  { templates, local }: Pick<Looking, 'templates' | 'local'>,
  { target, client }: Located,
  { environment, workingDirectory }: Surroundings,
  onLog: (line: string) => void,
  { policy, packWithin }: Pick<WiredPolicy, 'policy' | 'packWithin'>,
): Promise<ChosenPack> {
  const online: Online = local
    ? null
    : { host: target.host, client: async () => client ?? (await newClient(target.host, environment, onLog)) };
  if (templates !== null) {
    const pack = await loadPack(templates, { kind: 'disk', folder: workingDirectory }, online);
    return { pack, notes: notesOn(pack) };
  }
  const { pack: named } = policy;
  if (named === null) return { pack: await loadPack('built-in', { kind: 'elsewhere' }, online), notes: [] };
  const pack = await loadPack(named, packWithin, online);
  return { pack, notes: notesOn(pack).map((note) => `${note}, named in ${namedIn(policy)}`) };
}

const namedIn = ({ rules, path }: Policy): string =>
  rules.findLast(({ pointer, ignored }) => pointer === '/pack' && ignored === null)?.file ?? path;

const notesOn = ({ layers }: Pack): readonly string[] => foreignPacks(layers).map((pack) => `template pack ${pack}`);

async function newClient(host: string, environment: Surroundings['environment'], onLog: (line: string) => void) {
  const { wireClient } = await import('./wire-client.ts');
  return (await wireClient(host, environment, onLog)).client;
}
