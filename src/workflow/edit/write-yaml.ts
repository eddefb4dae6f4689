import type { YamlValue } from '../../model/operation.ts';
import { isScalarish, scalarText } from './write-scalar.ts';
import type { YamlStyle } from './yaml-style.ts';

/** A value as YAML: what stands on the line of its key or dash, and the lines below, indented from the key's column. */
export type Written = { readonly head: string; readonly below: readonly string[] };

/** The lines of `key: value`, from the key's column. */
export function pairLines(key: string, value: YamlValue, style: YamlStyle): readonly string[] {
  const { head, below } = writtenBelowKey(value, style);
  return [`${keyText(key, style, false)}:${head === '' ? '' : ` ${head}`}`, ...below];
}

/** The lines of `- value`, from the dash's column. */
export function itemLines(value: YamlValue, style: YamlStyle): readonly string[] {
  if (isScalarish(value) || isEmpty(value)) {
    const { head, below } = writtenBelowKey(value, { ...style, step: 2 });
    return [`- ${head === '' ? 'null' : head}`, ...below];
  }
  const [first = '', ...rest] = collectionLines(value, style);
  return [`- ${first}`, ...indented(rest, 2)];
}

export function writtenBelowKey(value: YamlValue, style: YamlStyle): Written {
  if (typeof value === 'string' && fitsLiteral(value)) {
    const lines = value.split('\n');
    const ends = lines.at(-1) === '';
    return { head: ends ? '|' : '|-', below: indented(ends ? lines.slice(0, -1) : lines, style.step) };
  }
  if (isScalarish(value)) return { head: value === null ? '' : scalarText(value, style.quote, false), below: [] };
  if (isEmpty(value)) return { head: Array.isArray(value) ? '[]' : '{}', below: [] };
  return {
    head: '',
    below: indented(collectionLines(value, style), Array.isArray(value) ? style.listStep : style.step),
  };
}

/** A value on one line, as it may stand inside `{ }` or `[ ]`. */
export function flowText(value: YamlValue, style: YamlStyle): string {
  if (isScalarish(value)) return scalarText(value, style.quote, true);
  if (isList(value)) return `[${value.map((item) => flowText(item, style)).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, inner]) => flowPair(key, inner, style));
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

export const flowPair = (key: string, value: YamlValue, style: YamlStyle): string =>
  `${keyText(key, style, true)}: ${flowText(value, style)}`;

export const indented = (lines: readonly string[], by: number): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

export const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);

export const isEmpty = (value: YamlValue): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Ordinary keys stay plain, `on` among them: as GitHub's own examples have it. */
const keyText = (key: string, style: YamlStyle, inFlow: boolean): string =>
  /^[A-Za-z_][\w.-]*$/.test(key) && !/^(?:null|true|false)$/i.test(key) ? key : scalarText(key, style.quote, inFlow);

function collectionLines(value: YamlValue, style: YamlStyle): readonly string[] {
  if (isList(value)) return value.flatMap((item) => itemLines(item, style));
  return Object.entries(value ?? {}).flatMap(([key, inner]) => pairLines(key, inner, style));
}

/** Several lines that a literal block holds as they are: nothing invisible, no odd start, at most one line break at the end. */
const fitsLiteral = (text: string): boolean =>
  /^[^\s]/.test(text) &&
  text.includes('\n') &&
  !/\n\n$/.test(text) &&
  !/\n[ \t]+(?:\n|$)/.test(text) &&
  /^[\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe]*$/.test(text);
