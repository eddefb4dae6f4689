import type { CST } from 'yaml';

/** Far above any real workflow; what is beyond is named, not read. */
export const YAML_LIMITS = { characters: 1_048_576, depth: 100, nodes: 200_000 } as const;

/** Whether collections nest deeper than we follow. Walks with a stack of its own: the input decides how deep it is. */
export function nestsTooDeeply(tokens: readonly CST.Token[]): boolean {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > YAML_LIMITS.depth) return true;
    for (const inner of innerTokens(next.token)) open.push({ token: inner, depth: next.depth + 1 });
  }
  return false;
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (token.type !== 'block-map' && token.type !== 'block-seq' && token.type !== 'flow-collection') return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((each) => each !== undefined && each !== null));
}
