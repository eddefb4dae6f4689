import type { TextFile } from '../model/files.ts';
import type { Operation, YamlValue } from '../model/operation.ts';
import { applyOperations } from '../workflow/apply-operations.ts';

export const POLICY_FILE = '.github/harden-builds.yml';

/** A verdict the maintainer accepts for now, to be written where the team can see and review it. */
export type NewWaiver = { readonly control: string; readonly reason: string; readonly expires: string };

export type WaiverFile =
  | { readonly ok: true; readonly file: TextFile; readonly before: string | null }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** The policy file with these waivers added; an existing file keeps everything else as it is. */
export function waiverFile(existing: TextFile | null, waivers: readonly NewWaiver[]): WaiverFile {
  const file: TextFile = existing ?? { path: POLICY_FILE, mode: '100644', text: 'version: 1\n\nwaivers:\n' };
  const added = waivers.reduce<WaiverFile>(
    (state, waiver) => (state.ok ? withWaiver(state.file, waiver, existing?.text ?? null) : state),
    { ok: true, file, before: existing?.text ?? null },
  );
  return added;
}

function withWaiver(file: TextFile, waiver: NewWaiver, before: string | null): WaiverFile {
  const hasWaivers = /^waivers:/m.test(file.text);
  const { control, reason, expires } = waiver;
  const value: YamlValue = { control, reason, expires };
  const operation: Operation = hasWaivers
    ? { op: 'add-key', route: ['waivers'], key: control, value }
    : { op: 'add-key', route: [], key: 'waivers', value: { [control]: value } };
  const applied = applyOperations(file, [operation]);
  if (!applied.ok) return { ok: false, path: file.path, reason: applied.reason };
  return { ok: true, file: { ...file, text: applied.text }, before };
}
