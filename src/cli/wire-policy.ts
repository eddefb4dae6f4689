import type { Control } from '../model/control.ts';
import { textAt } from '../model/files.ts';
import { Refusal } from '../model/refusal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { NO_POLICY, POLICY_PATH, type Policy } from '../policy/policy.ts';
import { readPolicy } from '../policy/read-policy.ts';

/**
 * What the team decided, as the snapshot has it.
 * @throws Refusal with exit code 2 when the file has a mistake: waivers that cannot be read must not be taken for none.
 */
export function wirePolicy({ facts }: Snapshot, controls: readonly Control[]): Policy {
  if (facts.texts.state === 'unknown') return NO_POLICY;
  const file = textAt(facts.texts.value, POLICY_PATH);
  if (file === null) return unreadablePolicy(facts.texts.value[POLICY_PATH]);
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

function unreadablePolicy(file: { readonly path: string } | undefined): Policy {
  if (file === undefined) return NO_POLICY;
  const detail = 'detail' in file ? String(file.detail) : '';
  throw new Refusal(`${POLICY_PATH} cannot be read`, {
    why: detail,
    next: ['make it a plain UTF-8 file below 512 kB, or remove it'],
    exitCode: 2,
  });
}
