import fc from 'fast-check';
import type { Operation, Route, YamlValue } from '../../../src/model/operation.ts';

const newValue: fc.Arbitrary<YamlValue> = fc.oneof(
  fc.constantFrom<YamlValue>(
    'text',
    'on',
    '1.0',
    '',
    'a: b',
    '# x',
    "it's",
    'a "b"',
    '${{ x }}',
    'two\nlines\n',
    'no end\nhere',
    ' lead',
    7,
    1.5,
    false,
    null,
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom<YamlValue>(
    {},
    [],
    { a: 'b' },
    { a: { b: ['c', { d: 1, e: 'x\ny\n' }] } },
    ['x', ['y']],
    [{ a: 'b', c: 'd' }],
  ),
);

export const choice = fc.record({
  op: fc.constantFrom('set-scalar', 'add-key', 'replace-value', 'insert-item', 'remove', 'grant', 'replace-text'),
  at: fc.nat(),
  index: fc.nat(),
  value: newValue,
  comment: fc.constantFrom(undefined, 'v1.2.3', 'because'),
});
export type OperationChoice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

/** All routes of a document with their values. */
export function routesOf(value: YamlValue, route: Route = []): readonly (readonly [Route, YamlValue])[] {
  const inner =
    typeof value !== 'object' || value === null
      ? []
      : Array.isArray(value)
        ? value.map((item, index) => [index, item] as const)
        : Object.entries(value);
  return [[route, value], ...inner.flatMap(([part, each]) => routesOf(each, [...route, part]))];
}

/** An operation that has a meaning in the document, or null when it has no fitting place. */
export function operationFor(
  document: YamlValue,
  { op, at, index, value, comment }: OperationChoice,
): Operation | null {
  const all = routesOf(document);
  const pick = (fits: (value: YamlValue, route: Route) => boolean) => {
    const fitting = all.filter(([route, each]) => fits(each, route));
    return fitting[at % Math.max(1, fitting.length)];
  };
  const isMap = (each: YamlValue) => typeof each === 'object' && each !== null && !Array.isArray(each);
  const extra = comment === undefined ? {} : { comment };
  switch (op) {
    case 'set-scalar': {
      const found = pick((each) => typeof each === 'string' && !each.includes('\n'));
      return found === undefined
        ? null
        : { op, route: found[0], was: String(found[1]), now: String(value).replaceAll('\n', ' '), ...extra };
    }
    case 'add-key': {
      const found = pick(isMap);
      const place = [{}, { before: 'beta' }, { after: 'alpha' }, { before: 'alpha' }][index % 4];
      return found === undefined
        ? null
        : { op, route: found[0], key: index % 2 === 0 ? 'new-key' : 'on', value, ...extra, ...place };
    }
    case 'insert-item': {
      const found = pick(Array.isArray);
      const length = Array.isArray(found?.[1]) ? found[1].length : 0;
      return found ? { op, route: found[0], index: index % (length + 1), value, ...extra } : null;
    }
    case 'replace-value':
    case 'remove': {
      const found = pick((_each, route) => route.length > 0);
      if (found === undefined) return null;
      return op === 'remove' ? { op, route: found[0] } : { op, route: found[0], value, ...extra };
    }
    case 'grant': {
      const found = pick((each) => isMap(each));
      return found === undefined
        ? null
        : {
            op,
            route: found[0],
            scope: 'contents',
            level: index % 2 === 0 ? 'read' : 'write',
            why: comment ?? '',
          };
    }
    case 'replace-text': {
      const found = pick((each) => typeof each === 'string' && each.includes('i'));
      return found === undefined
        ? null
        : {
            op,
            route: found[0],
            was: 'i',
            now: typeof value === 'string' && !value.includes('\r') ? `<${value}>` : 'I',
          };
    }
    default:
      return null;
  }
}
