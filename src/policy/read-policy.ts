import type { Tier } from '../model/control.ts';
import { mergeLayers } from './merge-patch.ts';
import { NO_POLICY, type Policy } from './policy.ts';
import { type PolicyMap, type PolicyProblem, parsePolicy } from './policy-node.ts';
import { type PolicyFields, PolicyReader } from './policy-reader.ts';

export type { PolicyProblem } from './policy-node.ts';

export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Keys of a policy file; `overridable` belongs to the organisation's. */
const TOP = ['version', 'pack', 'owners', 'require', 'decisions', 'waivers'];
const TIERS: readonly string[] = ['must', 'should', 'could'] satisfies readonly Tier[];

/** Reads one policy file that nothing stands above. Every mistake is told at once; a file with one is not used at all. */
export function readPolicy(path: string, text: string, controls: readonly string[]): ReadPolicy {
  const parsed = parsePolicy(text, { from: 'repository', file: path });
  if (!parsed.ok) return parsed;
  const read = readRoot(mergeLayers(null, parsed.root), controls, false);
  const problems = [...topProblems(parsed.root), ...read.problems];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policy: { ...NO_POLICY, path, ...read.fields } };
}

/** What a merged file says, and every mistake in it. */
export function readRoot(
  root: PolicyMap,
  controls: readonly string[],
  isOrganisation: boolean,
): { readonly fields: PolicyFields; readonly problems: readonly PolicyProblem[] } {
  const reader = new PolicyReader(controls);
  const top = reader.keys(root, isOrganisation ? [...TOP, 'overridable'] : TOP);
  const require = top.get('require');
  const required = require === undefined ? null : reader.map(require, 'require');
  const demanded = required === null ? null : reader.keys(required, ['tiers', 'controls']);
  const fields: PolicyFields = {
    pack: reader.optionalText(top.get('pack'), 'pack'),
    owners: reader.texts(top.get('owners'), 'owners'),
    require: {
      // Each was compared with the tiers there are.
      tiers: reader.named(demanded?.get('tiers'), 'tiers', TIERS, 'tier') as readonly Tier[],
      controls: reader.named(demanded?.get('controls'), 'controls', controls, 'control'),
    },
    waivers: reader.entries(top.get('waivers'), 'waivers').map(([slug, node]) => reader.waiver(slug, node)),
    decisions: reader.entries(top.get('decisions'), 'decisions').map(([id, node]) => reader.decision(id, node)),
    overridable: reader.pointers(top.get('overridable')),
  };
  return { fields, problems: reader.problems };
}

/** What is asked of each file by itself: its version. */
export function topProblems(root: PolicyMap): readonly PolicyProblem[] {
  const version = root.entries.get('version');
  if (version?.kind === 'scalar' && version.value === 1) return [];
  const { line, file } = (version ?? root).at;
  return [{ line: version === undefined ? 1 : line, file, message: '"version: 1" is expected' }];
}
