import { stringify } from 'yaml';
import type { Pack, Template } from '../model/pack.ts';
import { inspectTemplate } from './inspect-template.ts';

const FOLDERS: Readonly<Record<Template['kind'], string>> = {
  workflow: 'workflows',
  file: 'files',
  document: 'documents',
  payload: 'payloads',
  partial: 'partials',
  variant: 'partials',
};

/**
 * Templates and the partials that they include, as the files of a pack on top of this one: it renders the same until somebody
 * edits it. What a template reuses with `{{> super}}` becomes a partial of its own.
 */
export function ejectedPack(
  pack: Pack,
  ids: readonly string[],
  { name, below }: { readonly name: string; readonly below: string },
): Readonly<Record<string, string>> {
  const templates = pack.templates.filter(({ id }) => ids.includes(id));
  const partials = [...new Set(templates.flatMap((each) => [...inspectTemplate(each, pack).partials]))].sort();
  const sourceOf = (id: string, kind: Template['kind']): string => `${FOLDERS[kind]}/${id}.hbs`;
  const entries = [
    ...partials.map((id) => ({
      id: ownId(id),
      source: sourceOf(ownId(id), 'partial'),
      // What is in the pack below keeps its kind and title.
      ...(ownId(id) === id ? {} : { kind: 'partial', title: `${id.split('.')[0]}, as it was before` }),
    })),
    ...templates.map(({ text, source, inputs, accept, ...entry }) => ({
      ...entry,
      source: sourceOf(entry.id, entry.kind),
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      ...(accept.length === 0 ? {} : { accept }),
    })),
  ];
  const manifest = { schema: 1, name, version: '0.1.0', extends: below, templates: entries };
  return Object.fromEntries([
    ['pack.yml', `${HEAD}${stringify(manifest, { lineWidth: 120, aliasDuplicateObjects: false })}`],
    ...partials.map((id) => [sourceOf(ownId(id), 'partial'), withOwnIds(pack.partials[id] ?? '')]),
    ...templates.map(({ id, kind, text }) => [sourceOf(id, kind), withOwnIds(text)]),
  ]);
}

const HEAD = `# What is left out here is taken from the pack that extends names: delete a template, and the one below is used again.
# harden-builds templates lint FOLDER tries every value; harden-builds init --templates FOLDER uses the pack.
`;

/** `ci-node.under-acme` is a name that only layers can have. */
const ownId = (id: string): string => id.replace('.', '-');

const withOwnIds = (text: string): string =>
  text.replace(/(\{\{~?>\s*)([a-z][a-z0-9-]*)\.(under-[a-z0-9-]+)/gu, '$1$2-$3');
