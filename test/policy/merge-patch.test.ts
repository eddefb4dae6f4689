import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { mergeLayers } from '../../src/policy/merge-patch.ts';
import { isEqual, type PolicyMap, parsePolicy } from '../../src/policy/policy-node.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const { tree: value } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, 1, 'text', ''),
    fc.array(tie('tree'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree')),
  ),
}));
const file = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value, { minKeys: 1 });

function nodeOf(json: Json): PolicyMap {
  const parsed = parsePolicy(stringify(json, { aliasDuplicateObjects: false }), { from: 'repository', file: 'it' });
  if (!parsed.ok) throw new Error('what was written is read');
  return parsed.root;
}

const isMap = (json: Json | undefined): json is { [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** The procedure of RFC 7396, section 2, word for word. */
function rfc7396(target: Json | undefined, patch: Json): Json {
  if (!isMap(patch)) return patch;
  const result: { [key: string]: Json } = isMap(target) ? { ...target } : {};
  for (const [name, each] of Object.entries(patch)) {
    if (each === null) delete result[name];
    else result[name] = rfc7396(result[name], each);
  }
  return result;
}

test('layers are merged as RFC 7396 says', () => {
  fc.assert(
    fc.property(file, file, (below, above) => {
      const merged = mergeLayers(nodeOf(below), nodeOf(above));
      const expected = rfc7396(below, above);
      if (isMap(expected) && Object.keys(expected).length > 0) expect(isEqual(merged, nodeOf(expected))).toBe(true);
      else expect(merged.entries.size).toBe(0);
    }),
  );
});

test('the same patch twice changes nothing more', () => {
  fc.assert(
    fc.property(file, file, (below, above) => {
      const once = mergeLayers(nodeOf(below), nodeOf(above));
      expect(isEqual(mergeLayers(once, nodeOf(above)), once)).toBe(true);
    }),
  );
});

test('a value keeps the place it was written at', () => {
  const merged = mergeLayers(nodeOf({ a: 'x', b: { c: 'y' } }), nodeOf({ d: 1, b: { a: 'z' } }));
  const below = merged.entries.get('b');
  expect(below?.kind === 'map' ? [...below.entries].map(([key, { at }]) => [key, at.line]) : []).toEqual([
    ['c', 3],
    ['a', 3],
  ]);
});
