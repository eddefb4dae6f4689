import { LineCounter, parseDocument } from 'yaml';
import { isRecord } from '../model/is-record.ts';
import { type LineOf, linesOf } from './manifest-lines.ts';
import { Reader } from './manifest-reader.ts';

export const MANIFEST = 'pack.yml';
const KEYS = ['schema', 'name', 'version', 'extends', 'templates', 'pins', 'runners', 'documents'];

/** What `pack.yml` of one layer says; its templates are read where they are put on top of those below. */
export type Manifest = {
  readonly name: string;
  readonly version: string;
  /** The source of the pack below, as written; null when it stands alone. */
  readonly extends: string | null;
  readonly entries: readonly unknown[];
  readonly lineOf: LineOf;
  /** By `owner/repo` in lower case. */
  readonly pins: Readonly<Record<string, string>>;
  readonly runners: Readonly<Record<string, string>>;
  readonly documents: readonly string[];
};

export type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the manifest of one pack, and tells all of its mistakes at once. */
export function readManifest(files: Readonly<Record<string, string>>): ReadManifest {
  const text = Object.hasOwn(files, MANIFEST) ? files[MANIFEST] : undefined;
  if (text === undefined) return { ok: false, problems: [`${MANIFEST}: the pack has no manifest`] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = linesOf(document, lines);
  const [fault] = document.errors;
  if (fault !== undefined)
    return {
      ok: false,
      problems: [
        `${MANIFEST}:${lines.linePos(fault.pos[0]).line || 1}: is not valid YAML: ${fault.message.split('\n')[0]?.replace(/ at line .*$/u, '')}`,
      ],
    };
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 500 });
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('\n') : [String(error)];
    return { ok: false, problems: [`${MANIFEST}: ${first}`] };
  }
  if (data === null)
    return { ok: false, problems: [`${MANIFEST}: is empty; it begins with schema: 1, name: and version:`] };
  if (!isRecord(data))
    return { ok: false, problems: [`${MANIFEST}:1: must be a mapping, with schema, name and version`] };
  const problems: string[] = [];
  const reader = Reader(data, (key) => `${MANIFEST}:${lineOf(key === undefined ? [] : [key])}`, problems);
  reader.only(KEYS);
  if (data.schema !== 1)
    problems.push(`${MANIFEST}:${lineOf(['schema'])}: schema must be 1, not ${JSON.stringify(data.schema)}`);
  const manifest: Manifest = {
    name: reader.text('name', /^[a-z0-9][a-z0-9-]*$/u, 'kebab-case'),
    version: reader.text('version', /^\d+\.\d+\.\d+$/u, 'three numbers, as in 1.4.0'),
    extends: data.extends === undefined ? null : reader.text('extends'),
    entries: reader.list('templates'),
    lineOf,
    pins: lowerKeys(reader.texts('pins')),
    runners: reader.texts('runners'),
    documents: reader.textList('documents'),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, manifest };
}

const lowerKeys = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
