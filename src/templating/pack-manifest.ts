import { PACK_LIMITS, type Pack, type PackOrigin, type Template } from '../model/pack.ts';
import { inspectTemplate } from './inspect-template.ts';
import { refuseDocument } from './output-path.ts';
import { packPinKey } from './pinned-uses.ts';
import { MANIFEST, type Manifest, readManifest } from './read-manifest.ts';
import { readTemplate } from './read-template.ts';
import { NOTHING_BELOW, type Stack, stackUp } from './template-layers.ts';

export type ParsedPack =
  | { readonly ok: true; readonly pack: Pack }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The files of one pack (path inside it → text), and where they came from. */
export type PackLayer = Pick<PackOrigin, 'source' | 'resolved'> & { readonly files: Readonly<Record<string, string>> };

/** A pack that stands alone, from its files. */
export const parsePack = (files: Readonly<Record<string, string>>): ParsedPack =>
  parseLayers([{ source: 'built-in', resolved: null, files }]);

/**
 * A pack and those it extends, outermost first. Every template is checked before anything is rendered, so that a fault is known
 * when the pack is loaded. All problems are told at once; of several layers each says which it is in.
 */
export function parseLayers(layers: readonly PackLayer[]): ParsedPack {
  const problems: string[] = [];
  const read: Manifest[] = [];
  let stack: Stack = NOTHING_BELOW;
  for (const [height, { files, source }] of layers.toReversed().entries()) {
    const outcome = readManifest(files);
    const of = (problem: string): string => (layers.length === 1 ? problem : `${source}: ${problem}`);
    if (!outcome.ok) return { ok: false, problems: outcome.problems.map(of) };
    const { manifest } = outcome;
    if (read.some(({ name }) => name === manifest.name))
      problems.push(
        of(`${MANIFEST}:${manifest.lineOf(['name'])}: the pack below is called "${manifest.name}" as well`),
      );
    read.push(manifest);
    stack = stackUp(stack, manifest, files, height, (problem) => problems.push(of(problem)));
    problems.push(
      ...manifest.documents
        .flatMap((each) => refuseDocument(each) ?? [])
        .map((each) => of(`${MANIFEST}:${manifest.lineOf(['documents'])}: documents: ${each}`)),
    );
  }
  if (layers.length > PACK_LIMITS.layers) problems.push(`more than ${PACK_LIMITS.layers} packs on top of each other`);
  const pack = assembled(layers, read, stack, problems);
  if (pack === null) return { ok: false, problems: ['a pack has at least one layer'] };
  for (const template of pack.templates) {
    const { problems: faults, unused } = inspectTemplate(template, pack);
    const { inherited } = stack.entries.get(template.id) ?? {};
    problems.push(
      ...faults,
      ...unused
        .filter((name) => inherited?.has(name) !== true)
        .map((name) => `${template.source}: the input "${name}" is asked for and never used`),
    );
  }
  return problems.length > 0 ? { ok: false, problems: [...new Set(problems)] } : { ok: true, pack };
}

/** `manifests` stand from the bottom up. */
function assembled(
  layers: readonly PackLayer[],
  manifests: readonly Manifest[],
  { entries, reused }: Stack,
  problems: string[],
): Pack | null {
  const top = manifests.at(-1);
  if (top === undefined) return null;
  const single = layers.length === 1;
  const place = ({ writtenIn, source }: { writtenIn: number; source: string }): string =>
    single ? source : `${manifests[writtenIn]?.name ?? ''}/${source}`;
  const writtenIn: Record<string, number> = {};
  const partials: Record<string, string> = {};
  const partialSources: Record<string, string> = {};
  const templates: Template[] = [];
  const note = (id: string, height: number): void => {
    writtenIn[id] = manifests.length - 1 - height;
  };
  for (const [id, entry] of entries) {
    const manifest = single ? MANIFEST : `${manifests[entry.changedBy]?.name ?? ''}/${MANIFEST}`;
    const at = (path: readonly (string | number)[]): string => `${manifest}:${entry.lineOf(path)}`;
    const template = readTemplate({ ...entry.data, source: entry.source }, entry.text, at, problems);
    note(id, entry.changedBy);
    if (template.kind === 'partial' || template.kind === 'variant') {
      partials[id] = template.text;
      partialSources[id] = place(entry);
    } else templates.push(single ? template : { ...template, source: place(entry) });
  }
  for (const [id, entry] of reused) {
    note(id, entry.changedBy);
    partials[id] = entry.text ?? '';
    partialSources[id] = place(entry);
  }
  return {
    name: top.name,
    version: top.version,
    templates,
    partials,
    pins: Object.assign({}, ...manifests.map(({ pins }) => pins)),
    runners: Object.assign({}, ...manifests.map(({ runners }) => runners)),
    documents: [...new Set(manifests.flatMap(({ documents }) => documents))],
    layers: layers.map(({ source, resolved }, depth) => {
      const { name, version } = manifests[manifests.length - 1 - depth] ?? top;
      return { name, version, source, resolved };
    }),
    writtenIn,
    partialSources,
  };
}

/** The pins a pack asks for, `owner/repo@latest`: they are resolved before planning, like those of the repository. */
export function pinsWantedBy(pack: Pack): readonly string[] {
  const actions = pack.templates.flatMap((template) => [...inspectTemplate(template, pack).actions.keys()]);
  return [...new Set(actions.map((action) => packPinKey(action, pack.pins)))].sort();
}
