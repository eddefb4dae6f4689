import { isRecord } from '../model/is-record.ts';
/** Reads one mapping of a manifest, saying what is wrong instead of stopping at the first fault. */
export type ManifestReader = {
  /** Names every key that is not one of these. */
  only(keys: readonly string[]): void;
  /** `hint` is the form in words. */
  text(key: string, form?: RegExp, hint?: string): string;
  list(key: string): readonly unknown[];
  textList(key: string): readonly string[];
  /** A mapping of texts; empty when the key is absent. */
  texts(key: string): Readonly<Record<string, string>>;
};

/** What stands before a problem, with the line of the key that it is about: `pack.yml:7` or `pack.yml:12: ci-make`. */
export type Where = (key?: string) => string;

export function Reader(data: Readonly<Record<string, unknown>>, where: Where, problems: string[]): ManifestReader {
  const say = (key: string, problem: string): void => void problems.push(`${where(key)}: ${problem}`);
  const own = (key: string): unknown => (Object.hasOwn(data, key) ? data[key] : undefined);
  const reader: ManifestReader = {
    only(keys) {
      for (const key of Object.keys(data)) {
        if (!keys.includes(key)) say(key, `"${key}" is not known here; known are ${keys.join(', ')}`);
      }
    },
    text(key, form, hint) {
      const value = own(key);
      if (typeof value !== 'string' || value === '')
        say(key, `${key} must be a text${value === undefined ? '' : `, not ${JSON.stringify(value)}`}`);
      else if (form?.test(value) === false)
        say(
          key,
          `${key} does not have the right form${hint === undefined ? '' : `, which is ${hint}`}: ${JSON.stringify(value)}`,
        );
      else return value;
      return '';
    },
    list(key) {
      const value = own(key);
      if (value === undefined) return [];
      if (Array.isArray(value)) return value;
      say(key, `${key} must be a list`);
      return [];
    },
    textList(key) {
      const items = reader.list(key);
      const texts = items.filter((item): item is string => typeof item === 'string');
      if (texts.length !== items.length) say(key, `${key} must be a list of texts`);
      return texts;
    },
    texts(key) {
      const value = own(key);
      if (value === undefined) return {};
      const entries = isRecord(value) ? Object.entries(value) : [];
      const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
      if (!isRecord(value) || texts.length !== entries.length) say(key, `${key} must be a mapping of texts`);
      return Object.fromEntries(texts);
    },
  };
  return reader;
}
