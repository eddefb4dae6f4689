import { parse } from 'yaml';
import type { Pack, Template } from '../model/pack.ts';
import { inspectTemplate } from './inspect-template.ts';
import { isRecord, Reader } from './manifest-reader.ts';
import { refuseDocument } from './output-path.ts';
import { packPinKey } from './pinned-uses.ts';
import { readTemplate } from './read-template.ts';

export type ParsedPack =
  | { readonly ok: true; readonly pack: Pack }
  | { readonly ok: false; readonly problems: readonly string[] };

const MANIFEST = 'pack.yml';
const KEYS = ['schema', 'name', 'version', 'templates', 'pins', 'runners', 'documents'];

/**
 * Reads a pack from its files (path inside the pack → text) and checks every template before anything is rendered, so that
 * a fault of a pack is known when it is loaded. All problems are told at once.
 */
export function parsePack(files: Readonly<Record<string, string>>): ParsedPack {
  const text = Object.hasOwn(files, MANIFEST) ? files[MANIFEST] : undefined;
  if (text === undefined) return { ok: false, problems: [`${MANIFEST}: the pack has no manifest`] };
  let data: unknown;
  try {
    data = parse(text, { maxAliasCount: 500 });
  } catch (error) {
    return {
      ok: false,
      problems: [`${MANIFEST}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`],
    };
  }
  if (!isRecord(data)) return { ok: false, problems: [`${MANIFEST}: must be a mapping`] };
  const problems: string[] = [];
  const reader = Reader(data, MANIFEST, problems);
  reader.only(KEYS);
  if (data.schema !== 1) problems.push(`${MANIFEST}: schema must be 1, not ${JSON.stringify(data.schema)}`);
  const all = reader.list('templates').flatMap((each, index) => readTemplate(each, index, files, problems) ?? []);
  const parts = all.filter((each) => each.kind === 'partial' || each.kind === 'variant');
  const pack: Pack = {
    name: reader.text('name', /^[a-z0-9][a-z0-9-]*$/u),
    version: reader.text('version', /^\d+\.\d+\.\d+$/u),
    templates: all.filter((each) => !parts.includes(each)),
    partials: Object.fromEntries(parts.map((each) => [each.id, each.text])),
    pins: lowerKeys(reader.texts('pins')),
    runners: reader.texts('runners'),
    documents: reader.list('documents').filter((each): each is string => typeof each === 'string'),
  };
  problems.push(
    ...pack.documents.flatMap((each) => refuseDocument(each) ?? []).map((each) => `${MANIFEST}: documents: ${each}`),
  );
  problems.push(...repeated(all.map((each) => each.id)).map((id) => `${MANIFEST}: the id "${id}" is used twice`));
  const partialSources = Object.fromEntries(parts.map((each) => [each.id, each.source]));
  for (const template of pack.templates) {
    problems.push(
      ...inspectTemplate(template, { partials: pack.partials, partialSources, runners: pack.runners }).problems,
    );
  }
  return problems.length > 0 ? { ok: false, problems: [...new Set(problems)] } : { ok: true, pack };
}

/** The pins a pack asks for, `owner/repo@latest`: they are resolved before planning, like those of the repository. */
export function pinsWantedBy(pack: Pack): readonly string[] {
  const sources = { partials: pack.partials, partialSources: {}, runners: pack.runners };
  const actions = pack.templates.flatMap((template: Template) => [
    ...inspectTemplate(template, sources).actions.keys(),
  ]);
  return [...new Set(actions.map((action) => packPinKey(action, pack.pins)))].sort();
}

const lowerKeys = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));

const repeated = (ids: readonly string[]): readonly string[] => ids.filter((id, index) => ids.indexOf(id) !== index);
