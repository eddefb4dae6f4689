import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Surroundings } from '../adapters/process-environment.ts';
import { isReadable, type TextFile, type UnreadableFile } from '../model/files.ts';
import { Refusal } from '../model/refusal.ts';
import type { LayerText } from '../policy/inherit-policy.ts';
import { POLICY_PATH, type PolicyLayer } from '../policy/policy.ts';
import type { PolicyFile } from './merge-base-policy.ts';
import type { Within } from './pack-layer.ts';
import type { Located } from './wire-target.ts';

/** A layer, and what a folder that it names as its pack is relative to. */
export type FoundLayer = LayerText & { readonly within: Within };

/** The repository of an account that holds what is common to its others. */
const COMMON = '.github';

/**
 * The layers of the policy, the organisation's first. In `.github` itself there is only one: its file is the organisation's.
 * @throws Refusal with exit code 2 when a file that is there cannot be read.
 */
export async function policyLayers(
  located: Located,
  file: string | null,
  around: Surroundings,
  before: PolicyFile | null,
): Promise<readonly FoundLayer[]> {
  if (isCommon(located)) return [file === null ? await ownLayer(located, before) : layerOnDisk(file, around)];
  return Promise.all([
    organisationLayer(located),
    file === null ? ownLayer(located, before) : layerOnDisk(file, around),
  ]);
}

const isCommon = ({ target }: Located): boolean => target.name?.toLowerCase() === COMMON;

async function organisationLayer({ target, client }: Located): Promise<FoundLayer> {
  const { host, owner, mode } = target;
  const layer = { from: 'organisation', file: `${owner ?? ''}/${COMMON}:${POLICY_PATH}`, commit: null } as const;
  const none = (state: 'absent' | 'unseen', because: string): FoundLayer => ({
    layer: { ...layer, state, because },
    text: null,
    within: { kind: 'elsewhere' },
  });
  if (owner === null) return { ...none('unseen', 'no remote names an owner'), layer: noOwner };
  if (client === null || mode === 'local') return none('unseen', 'nothing was asked online');
  const { remoteFile } = await import('../adapters/remote-file.ts');
  const found = await remoteFile(client, { host, owner, name: COMMON }, POLICY_PATH);
  if (found.state !== 'seen') return none(found.state, found.because);
  const text = textOf(found.file, layer.file);
  const used: PolicyLayer = { ...layer, commit: found.commit, state: 'used', because: null };
  return { layer: used, text, within: { kind: 'commit', files: found.files, folder: '' } };
}

const noOwner: PolicyLayer = {
  from: 'organisation',
  file: POLICY_PATH,
  commit: null,
  state: 'unseen',
  because: 'no remote names an owner',
};

async function ownLayer(located: Located, before: PolicyFile | null): Promise<FoundLayer> {
  const { files, target } = located;
  const entry = before === null ? (await files.listTree()).find(({ path }) => path === POLICY_PATH) : undefined;
  const [file] = entry === undefined ? [before?.file] : await files.readTexts([entry]);
  const read = before === null ? (target.base.dirty ? null : target.base.sha) : before.commit;
  const layer = { from: isCommon(located) ? 'organisation' : 'repository', file: POLICY_PATH } as const;
  const within: Within = { kind: 'commit', files, folder: '' };
  if (file !== undefined)
    return {
      layer: { ...layer, commit: read, state: 'used', because: null },
      text: textOf(file, POLICY_PATH),
      within,
    };
  const unseen = before?.note ?? null;
  const because = unseen ?? 'the repository has none';
  return {
    layer: { ...layer, commit: null, state: unseen === null ? 'absent' : 'unseen', because },
    text: null,
    within,
  };
}

function layerOnDisk(file: string, { workingDirectory }: Surroundings): FoundLayer {
  const path = resolve(workingDirectory, file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // Everything that fs and the decoder throw carries a code.
    throw notRead(file, code === 'ENOENT' ? 'There is no such file.' : `It cannot be read (${code ?? 'unknown'}).`);
  }
  const layer = { from: 'file', file, commit: null, state: 'used', because: null } as const;
  return { layer, text, within: { kind: 'disk', folder: dirname(path) } };
}

function textOf(file: TextFile | UnreadableFile, name: string): string {
  if (isReadable(file)) return file.text;
  throw notRead(name, file.detail);
}

const notRead = (file: string, why: string): Refusal =>
  new Refusal(`${file} cannot be read`, {
    why,
    next: ['make it a plain UTF-8 file below 512 kB, or remove it'],
    exitCode: 2,
  });
