/** Reads the members of an answer whose shape is not certain: the wrong kind reads as undefined. */
export type JsonShape = {
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  number(name: string): number | undefined;
  /** An id as text: octokit gives those above 2^53 as BigInt. */
  id(name: string): string | undefined;
  inside(name: string): JsonShape;
  list(name: string): readonly JsonShape[] | undefined;
  texts(name: string): readonly string[] | undefined;
  names(): readonly string[];
  /** As the host sent it; undefined when it did not. */
  value(name: string): unknown;
};

export function shapeOf(value: unknown): JsonShape {
  const members: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  const at = (name: string): unknown => (Object.hasOwn(members, name) ? members[name] : undefined);
  const only = <T>(name: string, is: (found: unknown) => found is T): T | undefined => {
    const found = at(name);
    return is(found) ? found : undefined;
  };
  return {
    text: (name) => only(name, (found) => typeof found === 'string'),
    flag: (name) => only(name, (found) => typeof found === 'boolean'),
    number: (name) => only(name, (found) => typeof found === 'number'),
    id: (name) => {
      const found = at(name);
      return ['number', 'bigint', 'string'].includes(typeof found) ? String(found) : undefined;
    },
    inside: (name) => shapeOf(at(name)),
    list: (name) => shapesOf(at(name)),
    texts: (name) =>
      only(name, (found): found is string[] => Array.isArray(found) && found.every((each) => typeof each === 'string')),
    names: () => Object.keys(members),
    value: at,
  };
}

/** Undefined when it is no list: an empty list must be one that the host sent. */
export const shapesOf = (value: unknown): readonly JsonShape[] | undefined =>
  Array.isArray(value) ? value.map(shapeOf) : undefined;
