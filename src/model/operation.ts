import type { PermissionLevel } from './permission.ts';

/** A path of keys and indexes into a YAML document: `['jobs', 'build', 'steps', 2, 'uses']`. */
export type Route = readonly (string | number)[];

/** A value to be written as YAML, in the style of its surroundings. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/**
 * One declared difference of one file. Operations address the meaning of a file (a route), never a line, so that several
 * remedies can change one file; the workflow engine turns each into a range of the original text.
 */
export type Operation =
  /** Replaces a scalar; `comment` becomes the trailing comment's version part (human words in it are kept). */
  | {
      readonly op: 'set-scalar';
      readonly route: Route;
      readonly was: string;
      readonly now: string;
      readonly comment?: string;
    }
  /** Adds a key to a mapping. `comment` is written on a line of its own above the key. */
  | {
      readonly op: 'add-key';
      readonly route: Route;
      readonly key: string;
      readonly value: YamlValue;
      readonly comment?: string;
      /** Where: before or after a sibling key; the end when absent or when no such sibling is there. */
      readonly before?: string;
      readonly after?: string;
    }
  /** Replaces the value of an existing key by another, whatever shape it had. */
  | { readonly op: 'replace-value'; readonly route: Route; readonly value: YamlValue; readonly comment?: string }
  /** Inserts an item into a sequence; index = length appends. */
  | {
      readonly op: 'insert-item';
      readonly route: Route;
      readonly index: number;
      readonly value: YamlValue;
      readonly comment?: string;
    }
  /** Removes a key or an item, with its own comments. */
  | { readonly op: 'remove'; readonly route: Route }
  /** Raises one permission of a job (or of the workflow, with an empty route) to at least this level; never lowers. */
  | {
      readonly op: 'grant';
      readonly route: Route;
      readonly scope: string;
      readonly level: PermissionLevel;
      readonly why: string;
    }
  /** Replaces one occurrence of a text inside a block or plain scalar (a line of `run:`). */
  | { readonly op: 'replace-text'; readonly route: Route; readonly was: string; readonly now: string }
  /** Appends lines to a file that is not YAML (CODEOWNERS, a README). */
  | { readonly op: 'append-lines'; readonly lines: readonly string[] };
