import type { TemplateInputs, TemplateValue } from '../model/change.ts';
import type { Template, TemplateInput } from '../model/pack.ts';
import { hash32 } from './input-hash.ts';
import { readMarker } from './marker.ts';

/** What the second line of a generated file says: what it was made from, so that it can be made again. */
export type InputRecord = {
  /** The inputs whose value the template alone does not give. Questions ask for names and choices, never for a secret. */
  readonly inputs: TemplateInputs;
  /** Of the text below, as it was written: another one means that somebody edited it. */
  readonly body: string;
};

const RECORD = /^(?:# |<!-- )harden-builds inputs: (\{.*\}) ([0-9a-f]{8})(?: -->)?$/u;

/** The record as a comment of the file's language; null where the format has no comments (JSON). */
export function recordLine(
  { inputs: asked }: Template,
  inputs: TemplateInputs,
  body: string,
  path: string,
): string | null {
  if (path.endsWith('.json')) return null;
  const own = Object.entries(inputs).filter(([name, value]) => !isDefault(asked[name], value));
  // Neither the end of an HTML comment nor an expression of GitHub may come out of a value.
  const json = JSON.stringify(Object.fromEntries(own.sort())).replaceAll('>', '\\u003e').replaceAll('${', '$\\u007b');
  const text = `harden-builds inputs: ${json} ${hashOfBody(body)}`;
  return path.endsWith('.md') ? `<!-- ${text} -->` : `# ${text}`;
}

/** A generated text in its parts; null when it does not begin with a marker and a record. */
export function readRecord(text: string): (InputRecord & { readonly text: string }) | null {
  const lines = text.replace(/^\ufeff/u, '').split(/\r?\n/u);
  const [, json, body] = RECORD.exec(lines[1] ?? '') ?? [];
  if (readMarker(text) === null || json === undefined || body === undefined) return null;
  const inputs = parsedInputs(json);
  return inputs === null ? null : { inputs, body, text: lines.slice(2).join('\n') };
}

/** Eight hexadecimal digits. The commits of actions do not count: an update by a bot is no edit. */
export const hashOfBody = (body: string): string =>
  hash32(body.replace(/\r\n/gu, '\n').replace(/@[0-9a-f]{40}(?:[ \t]+#[^\n]*)?/gu, '@'))
    .toString(16)
    .padStart(8, '0');

/** True when leaving the value out gives it again: no fact suggests another, and none has to be given. */
function isDefault(input: TemplateInput | undefined, value: TemplateValue): boolean {
  if (input === undefined || input.defaultFrom !== undefined) return false;
  const empty = value === false || value === '' || (Array.isArray(value) && value.length === 0);
  return input.default === undefined
    ? empty && !input.required
    : JSON.stringify(input.default) === JSON.stringify(value);
}

function parsedInputs(json: string): TemplateInputs | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, TemplateValue] => isValue(entry[1]))
    ? Object.fromEntries(entries)
    : null;
}

const isValue = (value: unknown): value is TemplateValue =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));
