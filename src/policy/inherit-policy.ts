import type { Tier } from '../model/control.ts';
import { type Ignored, keepFloor } from './keep-floor.ts';
import { mergeLayers } from './merge-patch.ts';
import { NO_POLICY, type Policy, type PolicyLayer } from './policy.ts';
import { type PolicyMap, type PolicyProblem, parsePolicy } from './policy-node.ts';
import { rulesOf } from './policy-rules.ts';
import { type ReadPolicy, readRoot, topProblems } from './read-policy.ts';

/** A layer and its text; null when there is none to be read. */
export type LayerText = { readonly layer: PolicyLayer; readonly text: string | null };

/**
 * The policy that holds: the organisation's, with the repository's (or the one used in its place) laid over it as far as that
 * weakens nothing. Every mistake of every file is told at once, and a file with one is not used at all.
 */
export function inheritPolicy(
  layers: readonly LayerText[],
  controls: readonly { readonly id: string; readonly tier: Tier }[],
): ReadPolicy {
  const ids = controls.map(({ id }) => id);
  const roots: PolicyMap[] = [];
  const problems: PolicyProblem[] = [];
  for (const { layer, text } of layers) {
    const parsed = text === null ? null : parsePolicy(text, { from: layer.from, file: layer.file });
    if (parsed?.ok === false) problems.push(...parsed.problems);
    if (parsed?.ok !== true) continue;
    roots.push(parsed.root);
    problems.push(...topProblems(parsed.root));
  }
  const organisation = roots.find(({ at }) => at.from === 'organisation') ?? null;
  const own = roots.find(({ at }) => at.from !== 'organisation') ?? null;
  const base = organisation === null ? null : mergeLayers(null, organisation);
  const above = base === null ? null : readRoot(base, ids, true);
  problems.push(...(above?.problems ?? []));
  if (problems.length > 0) return { ok: false, problems };
  const merged = own === null ? base : mergeLayers(withoutOverridable(base), own);
  const wished = merged === null || own === null ? null : readRoot(merged, ids, false);
  if (wished !== null && wished.problems.length > 0) return { ok: false, problems: wished.problems };
  const kept =
    base === null || own === null
      ? { patch: own, ignored: [] }
      : keepFloor({
          organisation: base,
          patch: own,
          overridable: above?.fields.overridable ?? [],
          tierOf: (control) => controls.find(({ id }) => id === control)?.tier ?? null,
        });
  return { ok: true, policy: policyOf(layers, base, own, kept, ids) };
}

function policyOf(
  layers: readonly LayerText[],
  base: PolicyMap | null,
  own: PolicyMap | null,
  { patch, ignored }: { readonly patch: PolicyMap | null; readonly ignored: readonly Ignored[] },
  ids: readonly string[],
): Policy {
  const below = withoutOverridable(base);
  const whole = patch === null ? below : mergeLayers(below, patch);
  const fields = whole === null ? null : readRoot(whole, ids, false).fields;
  const { overridable: _, ...said } = fields ?? { ...NO_POLICY, overridable: [] };
  const used = layers.filter(({ text }) => text !== null).map(({ layer }) => layer);
  return {
    ...NO_POLICY,
    ...said,
    path: used.at(-1)?.file ?? NO_POLICY.path,
    layers: layers.map(({ layer }) => layer),
    rules: [
      ...(base === null ? [] : rulesOf(base, own, ignored)),
      ...(own === null ? [] : rulesOf(own, null, ignored)),
    ],
  };
}

function withoutOverridable(root: PolicyMap | null): PolicyMap | null {
  if (root === null) return null;
  return { ...root, entries: new Map([...root.entries].filter(([key]) => key !== 'overridable')) };
}
