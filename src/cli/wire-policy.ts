import type { Control } from '../model/control.ts';
import { isReadable, type UnreadableFile } from '../model/files.ts';
import { Refusal } from '../model/refusal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { NO_POLICY, POLICY_PATH, type Policy } from '../policy/policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { PolicyFile } from './merge-base-policy.ts';

/**
 * What the team decided, as the snapshot has it.
 * @throws Refusal with exit code 2 when the file has a mistake: waivers that cannot be read must not be taken for none.
 */
export function wirePolicy({ facts }: Snapshot, controls: readonly Control[], from: PolicyFile | null = null): Policy {
  const seen = facts.texts.state === 'known' ? facts.texts.value[POLICY_PATH] : undefined;
  const file = from === null ? seen : from.file;
  if (!isReadable(file)) return unreadablePolicy(file);
  const ids = controls.map(({ id }) => id);
  const read = readPolicy(POLICY_PATH, file.text, ids);
  if (read.ok) return read.policy;
  const lines = read.problems.map(({ line, message }) => `${POLICY_PATH}:${line}: ${message}`);
  throw new Refusal(`${POLICY_PATH} cannot be used`, {
    why: lines.join('\n'),
    next: ['mend these lines; nothing of the file was used'],
    exitCode: 2,
  });
}

function unreadablePolicy(file: UnreadableFile | undefined): Policy {
  if (file === undefined) return NO_POLICY;
  throw new Refusal(`${POLICY_PATH} cannot be read`, {
    why: file.detail,
    next: ['make it a plain UTF-8 file below 512 kB, or remove it'],
    exitCode: 2,
  });
}
