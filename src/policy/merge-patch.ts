import { isNull, type PolicyMap, type PolicyNode } from './policy-node.ts';

/**
 * JSON merge patch (RFC 7396): maps are merged key by key, `null` removes, everything else (a list too) takes the place of what
 * stood there. Each value keeps the place it was written at.
 */
export function mergePatch(target: PolicyNode | undefined, patch: PolicyNode): PolicyNode {
  if (patch.kind !== 'map') return patch;
  const entries = new Map(target?.kind === 'map' ? target.entries : []);
  for (const [key, value] of patch.entries) {
    if (isNull(value)) entries.delete(key);
    else entries.set(key, mergePatch(entries.get(key), value));
  }
  return { ...patch, entries };
}

/** The same for whole files. */
export const mergeLayers = (below: PolicyMap | null, above: PolicyMap): PolicyMap =>
  // A patch that is a map gives a map.
  mergePatch(below ?? undefined, above) as PolicyMap;
