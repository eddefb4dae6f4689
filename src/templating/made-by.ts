import type { Pack, PackOrigin } from '../model/pack.ts';

/** The outermost pack that had a say in the text of a template: in itself, or in a partial that it includes. */
export function madeBy(pack: Pack, id: string, partials: ReadonlySet<string>): PackOrigin {
  const said = [id, ...partials].map((each) => pack.writtenIn[each] ?? pack.layers.length);
  return (
    pack.layers[Math.min(...said)] ?? { name: pack.name, version: pack.version, source: pack.name, resolved: null }
  );
}
