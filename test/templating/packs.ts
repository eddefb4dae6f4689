import { readdirSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { TemplateInputs, TemplateValue } from '../../src/model/change.ts';
import type { Pack } from '../../src/model/pack.ts';
import type { PinCatalogue } from '../../src/model/pin.ts';
import { type ParsedPack, parsePack } from '../../src/templating/pack-manifest.ts';
import { type Rendered, renderTemplate } from '../../src/templating/render-template.ts';

/** The files of the pack that is delivered with the program. */
export const builtInFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync('templates', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:hbs|yml)$/u.test(file))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(`templates/${file}`, 'utf8')]),
  );

export const packOf = (parsed: ParsedPack): Pack => {
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.pack;
};

type Entry = { readonly text: string; readonly inputs?: object; readonly output?: string; readonly kind?: string };

/** A pack of one template `it`, written as its author would write it, with partials by id. */
export const packWith = (entry: Entry, partials: Readonly<Record<string, string>> = {}): ParsedPack => {
  const { text, inputs = {}, output = '.github/workflows/it.yml', kind = 'workflow' } = entry;
  const parts = Object.keys(partials).map((id) => ({ id, kind: 'partial', source: `partials/${id}.hbs`, title: id }));
  const manifest = {
    schema: 1,
    name: 'mine',
    version: '1.2.3',
    runners: { linux: 'ubuntu-24.04' },
    documents: ['VERIFYING.md'],
    templates: [...parts, { id: 'it', kind, source: 'it.hbs', output, title: 'It', inputs }],
  };
  const files = Object.entries(partials).map(([id, partial]) => [`partials/${id}.hbs`, partial]);
  return parsePack({ 'pack.yml': stringify(manifest), 'it.hbs': text, ...Object.fromEntries(files) });
};

/** An input as an author writes it; `more` may replace anything. */
export const input = (type: string, more: object = {}): object => ({
  type,
  question: 'What?',
  help: 'Because.',
  ...more,
});

const SHA = '0123456789abcdef0123456789abcdef01234567';
export const PINS: PinCatalogue = {
  pins: { 'actions/checkout@latest': { sha: SHA, version: 'v7.0.1', source: 'catalogue' } },
  tagObjects: {},
  versions: {},
  offlineSince: null,
};

export const render = (
  parsed: ParsedPack,
  inputs: TemplateInputs = {},
  views: Readonly<Record<string, TemplateValue | null>> = {},
): Rendered => renderTemplate(packOf(parsed), 'it', inputs, { pins: PINS, views, seed: 'octo/app' });

/** What was rendered below the marker, or the problems. */
export const bodyOf = (rendered: Rendered): string =>
  rendered.ok ? rendered.text.split('\n').slice(2).join('\n') : rendered.problems.join('\n');

export const problemsOf = (outcome: Rendered | ParsedPack): readonly string[] => (outcome.ok ? [] : outcome.problems);

export const yamlOf = (text: string): unknown => parse(text);
