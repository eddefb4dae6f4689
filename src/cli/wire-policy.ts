import type { Surroundings } from '../adapters/process-environment.ts';
import { CONTROLS } from '../controls/registry.ts';
import { Refusal } from '../model/refusal.ts';
import { inheritPolicy } from '../policy/inherit-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyFile } from './merge-base-policy.ts';
import type { Within } from './pack-layer.ts';
import { type FoundLayer, policyLayers } from './policy-layers.ts';
import type { Located } from './wire-target.ts';

export type WiredPolicy = {
  readonly policy: Policy;
  /** What a folder that the policy names as its pack is relative to. */
  readonly packWithin: Within;
  /** What the person should know: lines that do not count, and an organisation that could not be asked. */
  readonly notes: readonly string[];
};

/**
 * What the team decided, of every layer.
 * @throws Refusal with exit code 2 when a file has a mistake: waivers that cannot be read must not be taken for none.
 */
export async function wirePolicy(
  located: Located,
  file: string | null,
  around: Surroundings,
  before: PolicyFile | null = null,
): Promise<WiredPolicy> {
  const layers = await policyLayers(located, file, around, before);
  const read = inheritPolicy(layers, CONTROLS);
  if (!read.ok) {
    const [first] = read.problems;
    throw new Refusal(`${first?.file ?? 'the policy'} cannot be used`, {
      why: read.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'),
      next: ['mend these lines; nothing of the file was used'],
      exitCode: 2,
    });
  }
  const { policy } = read;
  const named = policy.rules.findLast(({ pointer, ignored }) => pointer === '/pack' && ignored === null);
  return {
    policy,
    packWithin: layers.find(({ layer }) => layer.file === named?.file)?.within ?? { kind: 'elsewhere' },
    notes: [...unreachable(layers), ...ignoredLines(policy)],
  };
}

/** What is not there, or hidden, is usual and told in the report; a host that stumbles is not. */
const unreachable = (layers: readonly FoundLayer[]): readonly string[] =>
  layers.flatMap(({ layer: { from, file, state, because } }) =>
    from === 'organisation' && state === 'unseen' && because?.includes('could not be read')
      ? [`the policy ${file} is not used: ${because}`]
      : [],
  );

const ignoredLines = ({ rules, layers }: Policy): readonly string[] => {
  const own = layers.at(-1)?.file;
  return rules.flatMap(({ file, line, says, ignored }) =>
    ignored === null || file !== own ? [] : [`${file}:${line} does not count (it ${says}): ${ignored}`],
  );
};
