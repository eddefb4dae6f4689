import type { Surroundings } from '../adapters/process-environment.ts';
import type { ReadsRepositoryFiles } from '../collectors/reads-files.ts';
import { CONTROLS } from '../controls/registry.ts';
import { isReadable } from '../model/files.ts';
import type { Pack } from '../model/pack.ts';
import { POLICY_PATH } from '../policy/policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { foreignPacks } from '../report/foreign-packs.ts';
import type { Looking } from './invocation.ts';
import { loadPack } from './load-pack.ts';
import type { PolicyFile } from './merge-base-policy.ts';
import type { Online } from './pack-layer.ts';
import type { Located } from './wire-target.ts';

/** A pack, and what the person should know about it. */
export type ChosenPack = { readonly pack: Pack; readonly notes: readonly string[] };

/**
 * The pack for this repository: that of the flag, else that of the policy, else the program's own.
 * @throws Refusal when it cannot be had.
 */
export async function wirePack(
  { templates, local }: Pick<Looking, 'templates' | 'local'>,
  { files, target, client }: Located,
  { environment, workingDirectory }: Surroundings,
  onLog: (line: string) => void,
  policy: PolicyFile | null = null,
): Promise<ChosenPack> {
  const online: Online = local
    ? null
    : { host: target.host, client: async () => client ?? (await newClient(target.host, environment, onLog)) };
  if (templates !== null) {
    const pack = await loadPack(templates, { kind: 'disk', folder: workingDirectory }, online);
    return { pack, notes: notesOn(pack) };
  }
  const named = await packOfPolicy(files, policy);
  if (named === null) return { pack: await loadPack('built-in', { kind: 'elsewhere' }, online), notes: [] };
  const pack = await loadPack(named, { kind: 'commit', files, folder: '' }, online);
  return { pack, notes: notesOn(pack).map((note) => `${note}, named in ${POLICY_PATH}`) };
}

const notesOn = ({ layers }: Pack): readonly string[] => foreignPacks(layers).map((pack) => `template pack ${pack}`);

async function newClient(host: string, environment: Surroundings['environment'], onLog: (line: string) => void) {
  const { wireClient } = await import('./wire-client.ts');
  return (await wireClient(host, environment, onLog)).client;
}

/** A policy with a mistake names nothing here: it ends the run as soon as all of it is read. */
async function packOfPolicy(files: ReadsRepositoryFiles, policy: PolicyFile | null): Promise<string | null> {
  const entry = policy === null ? (await files.listTree()).find(({ path }) => path === POLICY_PATH) : undefined;
  const [file] = entry === undefined ? [policy?.file] : await files.readTexts([entry]);
  if (!isReadable(file)) return null;
  const read = readPolicy(
    POLICY_PATH,
    file.text,
    CONTROLS.map(({ id }) => id),
  );
  return read.ok ? read.policy.pack : null;
}
